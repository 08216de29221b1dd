"""An entry of the library as a page to read in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dure.cli.console import Console
from dure.cli.engine.entry_kinds import KINDS
from dure.engine.entries import LoadedEntry
from dure.engine.entries.abilities import ABILITIES
from dure.engine.entries.models import Council, Data, Evidence, Figure, Named
from dure.engine.problems import msg


def entry_page(loaded: LoadedEntry, console: Console) -> str:
    """Return the page in the console's language; ids and rules stay as written."""
    entry, to = loaded.entry, console.language
    lines = [
        entry.title.to(to),
        f"{entry.id}  {entry.year}  {console.text(KINDS[entry.kind])}  {loaded.hash}",
        "",
        entry.summary.to(to),
        *_section(
            console.text(msg("Who does what")), (f"{w.title.to(to)}: {w.does.to(to)}" for w in entry.who)
        ),
        *_own_sections(entry, console),
        *_section(console.text(msg("Figures as reported")), (_figure(f, console) for f in entry.figures)),
        *_section(console.text(msg("Assumed")), (f"{a.path}: {a.why.to(to)}" for a in entry.assumed)),
        *_section(
            console.text(msg("Not run by this version")),
            (f"{need}: {console.text(ABILITIES[need].title)}" for need in loaded.unmet_needs),
        ),
    ]
    return "\n".join(lines)


def _own_sections(entry: Council | Data | Evidence, console: Console) -> Iterator[str]:
    to = console.language
    if isinstance(entry, Council):
        yield from _section(console.text(msg("Fields")), _named(entry.fields, console))
        yield from _section(console.text(msg("Steps")), _named(entry.steps, console))
    elif isinstance(entry, Data):
        sets = (f"{d.title.to(to)} ({d.holds}): {d.given_by.to(to)}" for d in entry.datasets)
        yield from _section(console.text(msg("Data given")), sets)
        yield from _section(console.text(msg("Statistics")), _named(entry.statistics, console))
    else:
        compared = entry.comparison
        groups = (f"{g.title.to(to)}: {g.rule}" for g in (compared.group, compared.compared_with))
        yield from _section(console.text(msg("Question")), [entry.question.to(to)])
        yield from _section(console.text(msg("What is measured")), _named(entry.outcomes, console))
        yield from _section(console.text(msg("Groups compared")), groups)
        threats = (threat.to(to) for threat in compared.threats)
        yield from _section(console.text(msg("Why the difference need not be an effect")), threats)


def _named(parts: Iterable[Named], console: Console) -> Iterator[str]:
    for part in parts:
        title = part.title.to(console.language)
        yield title if part.summary is None else f"{title}: {part.summary.to(console.language)}"


def _figure(figure: Figure, console: Console) -> str:
    unit = "%" if figure.unit == "share_bp" else figure.unit
    value = f"{figure.value / 100:+.2f}" if figure.unit == "share_bp" else f"{figure.value:,}"
    line = f"{figure.title.to(console.language)}: {value} {unit}"
    return line if figure.doubt is None else f"{line} ({figure.doubt.to(console.language)})"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title, *(f"  {line}" for line in found))
