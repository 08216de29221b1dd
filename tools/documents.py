"""What is generated in the documents: terminal sessions, tables and pictures, from the product itself.

    .venv/bin/python tools/documents.py update    run every session, write what came out, tables and pictures
    .venv/bin/python tools/documents.py check     change nothing; say what is no longer true, exit 1

A session is a block fenced with ```console: lines that begin with ``$ `` are commands, what follows is their
output. Sessions of one document share a folder that holds a copy of ``examples/`` and nothing else, so
a document can be followed from top to bottom. A table stands between ``<!-- table: NAME -->`` and
``<!-- end -->``.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import escape

from dure.cli.engine.library import Shipped, shipped
from dure.cli.main import main as dure
from dure.domains.uploads.purposes import PURPOSES, SHORT
from dure.engine.law import parameters
from dure.engine.law.parameters import ALL
from dure.engine.law.small_merchant import SALES_CEILING
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.rules.examples import EXAMPLES
from dure.engine.selection.plan import DECISION_COLUMNS
from dure.files.headers import SEX, SYNONYMS, VARIANTS
from dure.settings.environment import TABLE as SETTINGS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (
    *("README.md", "README.en.md", "examples/README.md", "docs/cli.md", "docs/ARCHITECTURE.md"),
    *("docs/operations/settings.md", "docs/operations/files.md", "docs/operations/history.md"),
    *("docs/states.md", "docs/library.md", "docs/writing-rules.md", "docs/law.md"),
)
SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^(<!-- table: (\w+) -->\n)(.*?)^(<!-- end -->)$", re.MULTILINE | re.DOTALL)
SHELL_SIGNS = re.compile(r"[|<>;&$`*]")


# --- sessions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a session and what it printed, both streams in order, without trailing blanks."""

    command: str
    output: str


class Terminal:
    """A folder with the examples, and what a reader's terminal keeps between commands."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("*.md"))
        ours = ("DURE_", "LC_", "LANG")
        self.folder = folder
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        # Two things that decide how texts are broken and where `python3` is; the language is English.
        own = Path(sys.executable).parent
        self.environ |= {"COLUMNS": "100", "PATH": f"{own}{os.pathsep}{self.environ.get('PATH', '')}"}
        self.code = 0

    def run(self, command: str) -> str:
        """Run one command and return what it printed."""
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self.environ[name] = value
            return ""
        if command == "echo $?":
            return f"{self.code}\n"
        if command.startswith("dure ") and not SHELL_SIGNS.search(command):
            return self._dure(shlex.split(command)[1:])
        done = subprocess.run(  # noqa: S603  the commands are those of our own documents
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environ | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode("utf-8")

    def _dure(self, words: list[str]) -> str:
        """Run our own command in this process: a session has many, and each would start a Python."""
        said = io.StringIO()
        with (
            patch.dict(os.environ, self.environ, clear=True),
            chdir(self.folder),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            try:
                self.code = dure(words)
            except SystemExit as end:  # --help, --version and wrong arguments
                self.code = end.code if isinstance(end.code, int) else 1
        return said.getvalue()


def steps_of(text: str) -> list[Step]:
    """Return the steps of a session as it is written."""
    steps: list[Step] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:], ""))
        else:
            if not steps:
                raise ValueError(f"a session begins with a command: {line}")
            steps[-1] = Step(steps[-1].command, steps[-1].output + line + "\n")
    return steps


def run_sessions(text: str) -> list[list[Step]]:
    """Return a document's sessions as they run now, in order, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="dure-documents-") as name:
        terminal = Terminal(Path(name))
        return [
            [Step(step.command, _plain(terminal.run(step.command))) for step in steps_of(found.group(1))]
            for found in SESSION.finditer(text)
        ]


def with_sessions(text: str) -> str:
    """Return a document with the true output beneath every command."""
    sessions = iter(run_sessions(text))
    return SESSION.sub(lambda _: f"```console\n{_written(next(sessions))}```", text)


def _written(steps: Iterable[Step]) -> str:
    return "".join(f"$ {step.command}\n{step.output}" for step in steps)


def _plain(output: str) -> str:
    """Return output as it is seen: no byte order mark, no blanks at the ends of lines."""
    lines = output.replace("\ufeff", "").rstrip("\n").split("\n")
    return "".join(line.rstrip() + "\n" for line in lines) if output.strip() else ""


# --- tables ---------------------------------------------------------------------------------------

_APPLICATIONS = ("application_no", "business_no", "choices", "score", "executor")


def _merchants() -> Iterator[str]:
    yield "| column | Korean headers understood | what may stand there | an empty cell means |"
    yield "|---|---|---|---|"
    for field in PROFILE_COLUMNS:
        empty = "a bad cell" if field.required else "none" if field.none_able else "not known"
        yield f"| `{field.name}` | {_headers(field.name)} | {_fits(field)} | {empty} |"


def _columns(names: Iterable[str]) -> Iterator[str]:
    yield "| column | Korean headers understood |"
    yield "|---|---|"
    for name in names:
        yield f"| `{name}` | {_headers(name)} |"


def _headers(name: str) -> str:
    loose = (*VARIANTS.get(name, ()), *(SEX[:3] if name == "owner_female" else ()))
    return ", ".join(SYNONYMS[name]) + (f"; loosely {', '.join(loose)}" if loose else "")


def _fits(field: Field) -> str:
    if field.name == "business_no":
        return "ten digits whose check digit holds; hyphens may stand between"
    if field.name == "ksic":
        return "two to five digits, as text"
    if field.name == "region":
        return "five or ten digits, as text"
    if field.choices:
        return " or ".join(f"`{choice}`" for choice in field.choices)
    if field.kind is Kind.NUMBER and field.low is not None and field.high is not None:
        low, high = (
            f"{end:.0f}" if field.name.endswith("_year") else f"{end:,.0f}" for end in (field.low, field.high)
        )
        return f"{'a whole number' if field.whole else 'a number'}, {low} to {high}"
    return {
        Kind.TEXT: "text",
        Kind.NUMBER: "a number",
        Kind.DATE: "a day",
        Kind.BOOLEAN: "true or false",
        Kind.LIST: "entries joined by `;`",
    }[field.kind]


def _contracts() -> Iterator[str]:
    """List the import contracts by their names."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield "| contract | kind |"
    yield "|---|---|"
    for contract in settings["tool"]["importlinter"]["contracts"]:
        yield f"| {contract['name']} | {contract['type']} |"


def _settings() -> Iterator[str]:
    """List what the service reads from its environment."""
    yield "| name | meaning | default |"
    yield "|---|---|---|"
    for setting in SETTINGS:
        yield f"| `{setting.name}` | {setting.meaning} | {setting.default} |"


def _purposes() -> Iterator[str]:
    """List what files are for, which kinds are taken for it, and how large they may be."""
    yield "| purpose | kinds | at most | what |"
    yield "|---|---|---|---|"
    for name, purpose in PURPOSES.items():
        kinds = ", ".join(sorted(SHORT[kind] for kind in purpose.allowed))
        yield f"| `{name}` | {kinds} | {purpose.most_bytes >> 20} MB | {purpose.meaning} |"


def _states() -> Iterator[str]:
    """Show every table of states; another process, for it loads Django."""
    ran = subprocess.run(
        [sys.executable, "-m", "tools.states"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    yield from ran.stdout.splitlines()


def _library() -> Iterator[str]:
    """List what ships, by row of the list of systems."""
    yield "| row | id | title | kind | not run by this version |"
    yield "|---|---|---|---|---|"
    for row in shipped():
        title = f"{row.title['ko']}<br>{row.title['en']}"
        needs = ", ".join(f"`{need}`" for need in row.needs) or "-"
        yield f"| {row.system} | {_linked(row)} | {title} | {row.kind} | {needs} |"


def _law() -> Iterator[str]:
    """List the dated parameters of the law, a line a period."""
    yield "| parameter | from | until | value | source |"
    yield "|---|---|---|---|---|"
    for parameter in ALL.values():
        for period in parameter.periods:
            until = "" if period.end is None else f"{period.end - timedelta(1)}"
            value = "a table" if isinstance(period.value, Mapping) else f"{period.value:,}"
            name = f"`{parameter.name}`<br>{parameter.unit}"
            source = f"**Not in force by itself.** {period.source}" if period.copied else period.source
            yield f"| {name} | {period.start} | {until} | {value} | {source} |"


def _ceilings() -> Iterator[str]:
    """List the sales ceilings of small enterprises, a line a division."""
    periods = SALES_CEILING.periods
    yield "| KSIC | " + " | ".join(f"from {period.start}" for period in periods) + " |"
    yield "|---|" + "--:|" * len(periods)
    for division, section in SECTION_OF_DIVISION.items():
        values = [period.value.get(division) for period in periods]
        told = " | ".join("-" if value is None else f"{value:,}" for value in values)
        yield f"| {section}{division} | {told} |"


def _by_key() -> Iterator[str]:
    """List what else is a table, a line a value; the ceilings by industry have a list of their own."""
    yield "| parameter | from | until | for | value |"
    yield "|---|---|---|---|--:|"
    for parameter in parameters.TABLES.values():
        if parameter is SALES_CEILING:
            continue
        for period in parameter.periods:
            until = "" if period.end is None else f"{period.end - timedelta(1)}"
            name = f"`{parameter.name}`<br>{parameter.unit}"
            if isinstance(period.value, Mapping):
                for key, value in period.value.items():
                    yield f"| {name} | {period.start} | {until} | {key} | {value:,} |"


def _rules() -> Iterator[str]:
    """List the example rules with what each means and a merchant for each answer."""
    yield "| 규칙 | 뜻 | 예 | 아니오 | 알 수 없음 |"
    yield "|---|---|---|---|---|"
    for one in EXAMPLES:
        rows = (
            ", ".join(filter(None, (_known(*item) for item in row.items())))
            for row in (one.true, one.false, one.unknown)
        )
        yield f"| `{one.rule}` | {one.ko} | " + " | ".join(row or "아무것도 모름" for row in rows) + " |"


def _known(name: str, value: object) -> str:
    if name.startswith("has."):
        return "" if value else f"`{name.removeprefix('has.')}` 없음"
    shown = ", ".join(value) if isinstance(value, list) else value
    return f"`{name}` {str(shown).lower() if isinstance(shown, bool) else shown}"


def _linked(row: Shipped) -> str:
    folder = "../src/dure/library" + ("" if row.kind == "programme" else "/entries")
    return f"[`{row.id}`]({folder}/{row.id}.yaml)"


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "merchants": _merchants,
    "applications": lambda: _columns(_APPLICATIONS),
    "decisions": lambda: _columns(DECISION_COLUMNS),
    "contracts": _contracts,
    "settings": _settings,
    "states": _states,
    "purposes": _purposes,
    "library": _library,
    "rules": _rules,
    "law": _law,
    "ceilings": _ceilings,
    "law_by_key": _by_key,
}


def with_tables(text: str) -> str:
    """Return a document with its tables as the code has them."""
    return TABLE.sub(lambda m: m[1] + "".join(f"{row}\n" for row in TABLES[m[2]]()) + m[4], text)


# --- pictures -------------------------------------------------------------------------------------

# A picture: the document whose sessions it shows, its title, and how the commands shown begin.
_SHOWN = ("dure screen", "cut ", "dure explain")
PICTURES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "docs/images/tour.ko.svg": ("README.md", "터미널에서 실행한 두레", _SHOWN),
    "docs/images/tour.en.svg": ("README.en.md", "Dure in a terminal", _SHOWN),
}
_LINE, _SIGN, _EDGE, _TOP = 21, 8.45, 20, 62
_COLOURS = {"prompt": "#7ee2a8", "text": "#e8eaed"}


def picture(text: str, title: str, beginnings: Iterable[str]) -> str:
    """Return the SVG of some steps of a document: its own text, no font and nothing else loaded."""
    steps = [step for found in SESSION.finditer(text) for step in steps_of(found.group(1))]
    shown = [next(s for s in steps if s.command.startswith(beginning)) for beginning in beginnings]
    lines: list[tuple[str, str]] = []
    for step in shown:
        lines.append(("prompt", f"$ {step.command}"))
        lines += [("text", line) for line in step.output.splitlines()]
    width = round(2 * _EDGE + _SIGN * max(_cells(line) for _, line in lines))
    height = _TOP + _LINE * len(lines) + 8
    rows = "\n".join(
        f'<text x="{_EDGE}" y="{_TOP + _LINE * i}" fill="{_COLOURS[kind]}">{escape(line)}</text>'
        for i, (kind, line) in enumerate(lines)
        if line
    )
    dots = "".join(
        f'<circle cx="{24 + 20 * i}" cy="20" r="6" fill="{colour}"/>'
        for i, colour in enumerate(("#f2695c", "#f5bf4f", "#61c454"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="title">\n<title id="title">{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" rx="10" fill="#1d2127"/>\n{dots}\n'
        f'<g font-family="D2Coding, \'Noto Sans Mono CJK KR\', Menlo, Consolas, monospace" font-size="14"'
        f' xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


# --- all of it ------------------------------------------------------------------------------------


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every document with what it should be now."""
    texts: dict[str, str] = {}
    for name in DOCUMENTS:
        texts[name] = with_tables(with_sessions((ROOT / name).read_text(encoding="utf-8")))
        yield ROOT / name, texts[name]
    for name, (document, title, beginnings) in PICTURES.items():
        yield ROOT / name, picture(texts[document], title, beginnings)


def main(command: str) -> int:
    stale = [
        (path, text)
        for path, text in generated()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(path.relative_to(ROOT).as_posix())
        if command == "update":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    print(f"documents: {len(stale)} {'written' if command == 'update' else 'not up to date'}")
    return 1 if stale and command == "check" else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check"):
        sys.exit((__doc__ or "").strip())
    sys.exit(main(sys.argv[1]))
