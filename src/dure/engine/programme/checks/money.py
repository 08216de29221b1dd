"""Sums of funds: sources and years must make the fund's total, budget lines must fit into it."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, number
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path


def funds_add_up(programme: Programme) -> Iterator[Finding]:
    """Find funds whose parts contradict their total; a total that is not told is not checked."""
    for f, fund in enumerate(programme.funds):
        path: Path = ("funds", f)
        if fund.total_won is None:
            continue
        told = [source.total_won for source in fund.sources]
        known = [won for won in told if won is not None]
        if sum(known) > fund.total_won or (told and len(known) == len(told) and sum(known) != fund.total_won):
            yield _sum("sources", (*path, "sources"), sum(known), fund.total_won)
        if fund.years and sum(year.total_won for year in fund.years) != fund.total_won:
            yield _sum("years", (*path, "years"), sum(year.total_won for year in fund.years), fund.total_won)
        if sum(line.total_won for line in fund.lines) > fund.total_won:
            yield _sum("lines", (*path, "lines"), sum(line.total_won for line in fund.lines), fund.total_won)


def _sum(parts: str, path: Path, made: int, total: int) -> Finding:
    return Finding(
        "programme.fund_sum",
        msg("{parts} make {sum} won, but the fund has {total} won"),
        path,
        {"parts": parts, "sum": number(made), "total": number(total)},
        at_key=True,
    )


def matching_has_two_sides(programme: Programme) -> Iterator[Finding]:
    """Find matching that names one source on both sides."""
    for f, fund in enumerate(programme.funds):
        if fund.matching is None:
            continue
        for n, name in enumerate(fund.matching.private):
            if name in fund.matching.public:
                yield Finding(
                    "programme.matching",
                    msg("source “{source}” cannot match itself: it stands on both sides"),
                    ("funds", f, "matching", "private", n),
                    {"source": name},
                )
