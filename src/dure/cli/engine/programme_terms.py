"""What a programme's page says of pairings, referrals, settlement, indicators and pledges."""

from __future__ import annotations

from collections.abc import Iterator

from dure.cli.console import Console
from dure.engine.problems import msg
from dure.engine.programme import Programme
from dure.engine.programme.models.indicators import Indicator
from dure.engine.programme.models.settlement import SettlementTerms


def terms_sections(programme: Programme, console: Console) -> Iterator[tuple[str, list[str]]]:
    """Yield the title and the lines of each section; a section without lines is not shown."""
    to = console.language
    yield (
        console.text(msg("Pairings")),
        [f"{p.id} ({p.paired_with}): {p.title.to(to)}" for p in programme.pairings],
    )
    yield (
        console.text(msg("Referrals")),
        [f"{r.id} ({r.direction}): {r.title.to(to)}, {r.body.to(to)}" for r in programme.referrals],
    )
    yield console.text(msg("Settlement of sales")), [_terms(t, console) for t in programme.settlement]
    yield console.text(msg("Indicators")), [_indicator(i, console) for i in programme.indicators]
    yield (
        console.text(msg("Pledges")),
        [f"{p.id} ({p.state}): {p.by.to(to)}: {p.title.to(to)}" for p in programme.pledges],
    )


def _terms(terms: SettlementTerms, console: Console) -> str:
    paid = ", ".join(f"{part.share_bp / 100:g}% {part.after}+{part.days}" for part in terms.paid)
    line = f"{terms.id}: {terms.title.to(console.language)}, {paid}"
    if not terms.holdback_bp:
        return line
    return line + ", " + console.text(msg("{share}% held back"), share=f"{terms.holdback_bp / 100:g}")


def _indicator(indicator: Indicator, console: Console) -> str:
    line = f"{indicator.id} ({indicator.unit}): {indicator.title.to(console.language)}"
    if indicator.target is not None:
        line += ", " + console.text(msg("target {value}"), value=f"{indicator.target:,}")
    if indicator.reported is not None:
        line += ", " + console.text(msg("reported {value}"), value=f"{indicator.reported:,}")
    return line if indicator.doubt is None else f"{line} ({indicator.doubt.to(console.language)})"
