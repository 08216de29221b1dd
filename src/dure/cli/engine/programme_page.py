"""A programme as a page to read in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width

from dure.cli.console import Console
from dure.cli.engine.programme_terms import terms_sections
from dure.engine.problems import msg
from dure.engine.programme import LoadedProgramme, Programme
from dure.engine.programme.capabilities import CAPABILITIES
from dure.engine.programme.costs import cost_won
from dure.engine.programme.models.stages import Cap, SetAside, Stage
from dure.engine.programme.models.values import Text

_CHOSEN_BY = {
    "executor": msg("executor"),
    "panel": msg("panel"),
    "score": msg("score"),
    "lot": msg("lot"),
    "vote": msg("public vote"),
    "first_come": msg("first come"),
    "nomination": msg("nomination"),
    "mix": msg("mix of scores"),
    "entitlement": msg("everybody who is eligible"),
}
_OVER = {"each_executor": msg("at each executor"), "all": msg("over all")}


def programme_page(loaded: LoadedProgramme, console: Console) -> str:
    """Return the page in the console's language; ids, rules and codes stay as written."""
    programme = loaded.programme
    lines = [
        *_head(loaded, console),
        *_section(console.text(msg("Stages")), _stages(programme, console)),
        *_section(console.text(msg("Who may take part")), _rules(programme, console)),
        *_section(console.text(msg("Set-asides and caps")), _shares(programme, console)),
        *_section(console.text(msg("Executors")), _executors(programme, console)),
        *_section(console.text(msg("Benefits")), _benefits(programme, console)),
        *_section(console.text(msg("Funds")), _funds(programme, console)),
        *(line for title, lines in terms_sections(programme, console) for line in _section(title, lines)),
        *_section(console.text(msg("Assumed")), _assumed(programme, console)),
        *_section(console.text(msg("Not run by this version")), _needs(loaded, console)),
    ]
    return "\n".join(lines)


def _head(loaded: LoadedProgramme, console: Console) -> Iterator[str]:
    programme, to = loaded.programme, console.language
    yield programme.title.to(to)
    yield f"{programme.id}  {programme.year}  {loaded.hash}"
    if programme.summary is not None:
        yield ""
        yield programme.summary.to(to)
    yield ""
    if programme.host is not None:
        yield console.text(msg("host: {name}"), name=programme.host.to(to))
    if programme.agency is not None:
        yield console.text(msg("agency: {name}"), name=programme.agency.to(to))
    yield console.text(
        msg("applications: {opens} to {closes}"),
        opens=programme.window.opens_at.isoformat(" ", "minutes"),
        closes=programme.window.closes_at.isoformat(" ", "minutes"),
    )
    yield console.text(msg("reference day: {day}"), day=programme.reference_day.isoformat())


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title, *(f"  {line}" for line in found))


def _stages(programme: Programme, console: Console) -> Iterator[str]:
    rows = [_stage_row(stage, console) for stage in programme.stages]
    yield from _columns(rows)


def _stage_row(stage: Stage, console: Console) -> tuple[str, ...]:
    reserve = console.text(msg("reserve list {length}"), length=f"{stage.reserve_length:,}")
    way = f"{console.text(_CHOSEN_BY[stage.chosen_by])}, {console.text(_OVER[stage.over])}"
    return (stage.id, f"{stage.quota.total:,}", way, reserve, stage.title.to(console.language))


def _rules(programme: Programme, console: Console) -> Iterator[str]:
    for part in programme.eligibility:
        yield f"{part.id}: {part.rule}"
        yield f"    {part.reason.to(console.language)}"
        if part.basis is not None:
            basis = part.basis.to(console.language) if isinstance(part.basis, Text) else part.basis
            yield f"    [{basis}]"


def _shares(programme: Programme, console: Console) -> Iterator[str]:
    for stage in programme.stages:
        parts: tuple[SetAside | Cap, ...] = (*stage.set_asides, *stage.caps)
        for part in parts:
            share = f"{part.share_bp / 100:g}%"
            yield f"{stage.id}  {part.id}  {share}  {part.title.to(console.language)}: {part.rule}"


def _executors(programme: Programme, console: Console) -> Iterator[str]:
    rows = [
        (
            executor.id,
            executor.name.to(console.language),
            ", ".join(f"{stage} {places:,}" for stage, places in executor.capacity.items()),
        )
        for executor in programme.executors
    ]
    yield from _columns(rows)


def _benefits(programme: Programme, console: Console) -> Iterator[str]:
    for benefit in programme.benefits:
        cost = cost_won(programme, benefit)
        line = f"{benefit.id} ({benefit.kind}): {benefit.title.to(console.language)}"
        yield line if cost is None else line + ", " + console.text(msg("up to {won} won"), won=f"{cost:,}")


def _funds(programme: Programme, console: Console) -> Iterator[str]:
    for fund in programme.funds:
        total = f"{fund.total_won:,}" if fund.total_won is not None else "?"
        yield f"{fund.id}: {fund.title.to(console.language)}, " + console.text(msg("{won} won"), won=total)
        for source in fund.sources:
            yield f"    {source.id} ({source.kind}): {source.title.to(console.language)}"


def _assumed(programme: Programme, console: Console) -> Iterator[str]:
    for assumption in programme.assumed:
        yield f"{assumption.path}: {assumption.why.to(console.language)}"


def _needs(loaded: LoadedProgramme, console: Console) -> Iterator[str]:
    for need in loaded.unmet_needs:
        yield f"{need}: {console.text(CAPABILITIES[need].title)}"


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows as columns two spaces apart; the last column is not padded."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = zip(row[:-1], widths[:-1], strict=True)
        padded = [text + " " * (width - _width(text)) for text, width in cells]
        yield "  ".join([*padded, row[-1]])


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Hangul takes two each."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
