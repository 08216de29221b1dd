"""The Korean catalogue of the web pages: what templates and views say through Django's gettext.

    python tools/template_messages.py update | check | compile       as tools/messages.py does

Django's own makemessages needs GNU gettext; this reads templates with Django's lexer and Python files from
their syntax tree, and shares the rest (order, faults, writing) with ``tools/messages.py``. The ids are those
that Django looks up: percent signs doubled where it doubles them, ``trimmed`` blocks joined to one line.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.messages import MessageId, Source, run  # noqa: E402 - the folder of this file is no package

SOURCE = ROOT / "src" / "dure"
CATALOGUE = SOURCE / "locale" / "ko" / "LC_MESSAGES" / "django.po"

ONE = {"gettext", "gettext_lazy", "gettext_noop"}
SEVERAL = {"ngettext", "ngettext_lazy"}
_LITERAL = re.compile(r"""^(["'])(.*)\1(?:\|.*)?$""", re.DOTALL)
_MARKED = re.compile(r"""\b_\(\s*(["'])(.*?)\1\s*\)""")


def read_source(folder: Path = SOURCE, root: Path = ROOT) -> Source:
    """Return every message id of templates and of Python files below a folder, and what hides one."""
    found = Source()
    for path in sorted((*folder.rglob("*.html"), *folder.rglob("*.txt"))):
        if "templates" in path.parts:
            read_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), found)
    for path in sorted(folder.rglob("*.py")):
        read_module(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), found)
    return found


def read_template(text: str, file: str, found: Source) -> None:
    """Add the messages of a template."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            continue
        name, *rest = token.split_contents() if token.token_type is TokenType.BLOCK else ("",)
        if name == "comment":
            _until(tokens, "endcomment")
        elif name in ("translate", "trans"):
            literal = _LITERAL.match(rest[0]) if rest else None
            if literal is None or "context" in rest:
                found.faults.append(
                    f"{file}:{token.lineno}: {{% {name} %}} takes one literal text, no context"
                )
            else:
                found.ids[literal.group(2).replace("%", "%%")].add(file)
        elif name in ("blocktranslate", "blocktrans"):
            if "context" in rest:
                found.faults.append(f"{file}:{token.lineno}: {{% {name} %}} takes no context")
            found.ids[_block(_until(tokens, "end" + name), trimmed="trimmed" in rest)].add(file)
        else:
            for marked in _MARKED.finditer(token.contents):
                found.ids[marked.group(2).replace("%", "%%")].add(file)


def _until(tokens: Iterator[Token], end: str) -> list[Token]:
    inside = []
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents.strip() == end:
            break
        inside.append(token)
    return inside


def _block(tokens: Iterable[Token], *, trimmed: bool) -> MessageId:
    parts = [""]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
        elif token.token_type is TokenType.VAR:
            parts[-1] += f"%({token.contents.strip()})s"
        elif token.token_type is TokenType.BLOCK and token.contents.strip() == "plural":
            parts.append("")
    texts = [trim_whitespace(part) if trimmed else part for part in parts]
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])


def read_module(code: str, file: str, found: Source) -> None:
    """Add the messages of a Python module, under whatever names it imports Django's functions."""
    tree = ast.parse(code, filename=file)
    called = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        name = called.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
        if name is None or not isinstance(node, ast.Call):
            continue
        wanted = 2 if name in SEVERAL else 1 if name in ONE else 0
        texts = [
            argument.value
            for argument in node.args[:wanted]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if "pgettext" in name or len(texts) != wanted:
            found.faults.append(f"{file}:{node.lineno}: {name}() takes literal texts and no context")
        elif wanted:
            found.ids[texts[0] if wanted == 1 else (texts[0], texts[1])].add(file)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check", "compile"):
        sys.exit((__doc__ or "").strip())
    sys.exit(run(sys.argv[1], CATALOGUE, read_source))
