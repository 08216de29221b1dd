"""The Korean message catalogue: brought up to date with the source, checked, compiled.

    python tools/messages.py update     add what is new, drop what is gone, compile, list what is missing
    python tools/messages.py check      list every fault and change nothing; exit 1 if there is one
    python tools/messages.py compile    only compile

A message id is the literal first argument of ``msg(...)`` or ``translate(...)`` in ``src/dure``, or a value
of a module's table ``MESSAGES = {code: text}`` (for the checker, which travels without ``msg``). It is
read from the syntax tree, so that a text over several lines is one text, and a text that is put
together at run time (which no translator could ever see) is a fault and not silently skipped.

The messages of the web pages have a catalogue of their own: ``tools/template_messages.py``.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dure"
CATALOGUE = SOURCE / "language" / "locale" / "ko" / "LC_MESSAGES" / "dure.po"

# No dates, names or tool versions: two people who run the tool get the same bytes.
HEADER = """\
# Korean messages of Dure. `make messages` keeps the ids in step with the source; people write the Korean.
msgid ""
msgstr ""
"Project-Id-Version: dure\\n"
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

MARKERS = {"msg", "translate"}
# Calls whose second argument, or `message=`, is a message id that must have been marked.
TAKES_MESSAGE = {"Problem", "refuse"}
HANGUL = re.compile(r"[가-힣]")
# A text, or a text for one and a text for several.
MessageId = str | tuple[str, str]
PERCENT = re.compile(r"%(?:\(\w+\))?[a-zA-Z%]")


@dataclass
class Source:
    """What was found in the source: message ids with their files, and faults as `file:line: what`."""

    ids: dict[MessageId, set[str]] = field(default_factory=lambda: defaultdict(set))
    faults: list[str] = field(default_factory=list)


def read_source(folder: Path = SOURCE, root: Path = ROOT) -> Source:
    """Return every message id below a folder, and every call that hides one from translators."""
    found = Source()
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                _read_call(node, name, found)
        for text in _table(tree):
            found.ids[text].add(name)
    return found


def _table(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        names = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        table = getattr(node, "value", None)
        if isinstance(table, ast.Dict) and any(getattr(name, "id", "") == "MESSAGES" for name in names):
            literal = (text.value for text in table.values if isinstance(text, ast.Constant))
            yield from (text for text in literal if isinstance(text, str))


def _read_call(call: ast.Call, file: str, found: Source) -> None:
    called = getattr(call.func, "id", getattr(call.func, "attr", None))
    if called in MARKERS and call.args:
        text = call.args[0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            found.ids[text.value].add(file)
        elif called == "msg":
            found.faults.append(f"{file}:{call.lineno}: msg() takes one literal text")
    elif called in TAKES_MESSAGE:
        given = [k.value for k in call.keywords if k.arg == "message"] + call.args[1:2]
        if any(isinstance(text, (ast.Constant, ast.JoinedStr)) for text in given):
            found.faults.append(f"{file}:{call.lineno}: the message of {called}() is not marked with msg()")


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """Return the catalogue, empty if there is none yet."""
    if not path.exists():
        return Catalog(locale="ko", domain=path.stem)
    with path.open("rb") as file:
        return read_po(file, locale="ko", domain=path.stem, abort_invalid=True)


def widest(text: str | Sequence[str]) -> str:
    """Return a message, or its form for several.

    >>> widest("rows"), widest(("%(n)s row", "%(n)s rows"))
    ('rows', '%(n)s rows')
    """
    return text if isinstance(text, str) else text[-1]


def placeholders(text: str) -> list[str]:
    """Return what is filled in at run time, sorted: ``{name}`` of format, ``%(name)s`` of argparse.

    >>> placeholders("{count} rows of {file}")
    ['{count}', '{file}']
    """
    named = ["{" + name + "}" for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted(named + PERCENT.findall(text))


def faults_of(source: Source, catalogue: Catalog) -> list[str]:
    """Return every fault of the source and of its translation, one line each."""
    faults = list(source.faults)
    entries = {widest(entry.id): entry for entry in catalogue if entry.id}
    for text_id in _in_order(source):
        text = widest(text_id)
        entry = entries.get(text)
        where = f"{min(source.ids[text_id])}: {text!r}"
        korean = widest(entry.string or "") if entry is not None else ""
        if entry is None or not korean:
            faults.append(f"no Korean: {where}")
            continue
        try:
            same = placeholders(text) == placeholders(korean)
        except ValueError as error:
            faults.append(f"braces ({error}): {where}")
            continue
        if not same:
            faults.append(f"placeholders differ: {where}: {korean!r}")
        if re.search(r"[A-Za-z]{2}", re.sub(r"\{[^}]*\}|%\(\w+\)\w", "", text)) and not HANGUL.search(korean):
            faults.append(f"Korean without Hangul: {where}: {korean!r}")
        if entry.fuzzy:
            faults.append(f"fuzzy: {where}")
    left_over = entries.keys() - {widest(text_id) for text_id in source.ids}
    faults += [f"not in the source: {text!r}" for text in sorted(left_over)]
    faults += [f"obsolete entry: {text!r}" for text in sorted(map(str, catalogue.obsolete))]
    return faults


def _in_order(source: Source) -> list[MessageId]:
    return sorted(source.ids, key=lambda text: (min(source.ids[text]), widest(text)))


def rendered(source: Source, catalogue: Catalog) -> str:
    """Return the text of the catalogue with exactly the ids of the source, in order of file and id."""
    fresh = Catalog(locale="ko", domain=catalogue.domain)
    for text in _in_order(source):
        old = catalogue.get(text)
        nothing = "" if isinstance(text, str) else ("",)
        fresh.add(
            text,
            string=old.string if old and isinstance(old.id, str) == isinstance(text, str) else nothing,
            locations=[(file, 0) for file in sorted(source.ids[text])],
            user_comments=old.user_comments if old else (),
        )
    body = io.BytesIO()
    write_po(body, fresh, width=0, omit_header=True, include_lineno=False)
    return HEADER + body.getvalue().decode("utf-8").strip("\n") + "\n"


def run(command: str, path: Path, read: Callable[[], Source]) -> int:
    """Do one of the three commands for a catalogue; return the exit code."""
    source, catalogue = read(), read_catalogue(path)
    if command == "update":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(source, catalogue), encoding="utf-8", newline="\n")
        catalogue = read_catalogue(path)
    if command in ("update", "compile"):
        sys.path.insert(0, str(ROOT))
        from hatch_build import compile_catalogues

        compile_catalogues(ROOT)
        if command == "compile":
            return 0
    faults = faults_of(source, catalogue)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if not faults and written != rendered(source, catalogue):
        faults.append("the catalogue is not as `make messages` writes it (order or places): run it")
    for fault in faults:
        print(fault)
    print(f"messages: {len(source.ids)} in the source, {len(faults)} faults")
    return 1 if faults and command == "check" else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check", "compile"):
        sys.exit((__doc__ or "").strip())
    sys.exit(run(sys.argv[1], CATALOGUE, read_source))
