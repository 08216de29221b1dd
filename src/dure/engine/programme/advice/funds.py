"""Funds that cannot pay, and benefits that nobody gets or nothing pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dure.engine.problems import msg
from dure.engine.programme.costs import cost_won
from dure.engine.programme.findings import Finding, number, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path

SMALLEST_FUND_WON = 1_000_000
"""A fund below this is more likely written in thousands or millions of won."""


def funds_can_pay(programme: Programme) -> Iterator[Finding]:
    """Find funds and sources smaller than what their benefits can cost at most."""
    for f, fund in enumerate(programme.funds):
        path: Path = ("funds", f)
        costs = [(b, cost_won(programme, b)) for b in programme.benefits if b.fund == fund.id]
        yield from _short(fund.id, fund.total_won, (won for _, won in costs), (*path, "total_won"))
        for s, source in enumerate(fund.sources):
            drawn = (won for benefit, won in costs if benefit.source == source.id)
            yield from _short(source.id, source.total_won, drawn, (*path, "sources", s, "total_won"))


def _short(name: str, has: int | None, costs: Iterable[int | None], path: Path) -> Iterator[Finding]:
    most = sum(won for won in costs if won is not None)
    if has is not None and most > has:
        yield warning(
            "programme.fund_short",
            msg("“{fund}” has {has} won, but its benefits can cost up to {most} won"),
            path,
            fund=name,
            has=number(has),
            most=number(most),
        )


def funds_are_in_won(programme: Programme) -> Iterator[Finding]:
    """Find funds so small that they look like thousands or millions of won."""
    for f, fund in enumerate(programme.funds):
        if fund.total_won is not None and fund.total_won < SMALLEST_FUND_WON:
            yield warning(
                "programme.fund_small",
                msg("the fund has only {won} won: amounts are in won, not in thousands or millions"),
                ("funds", f, "total_won"),
                won=number(fund.total_won),
            )


def funds_are_drawn(programme: Programme) -> Iterator[Finding]:
    """Find funds that no benefit draws."""
    drawn = {benefit.fund for benefit in programme.benefits}
    for f, fund in enumerate(programme.funds):
        if fund.id not in drawn:
            yield warning(
                "programme.idle_fund", msg("no benefit draws fund “{fund}”"), ("funds", f), fund=fund.id
            )


def benefits_are_granted(programme: Programme) -> Iterator[Finding]:
    """Find benefits that no stage grants, no diagnosis leads to and no application is granted."""
    granted = {name for stage in programme.stages for name in stage.benefits}
    granted |= {way.benefit for form in programme.diagnosis for way in form.ways if way.benefit}
    granted |= {benefit.id for benefit in programme.benefits if benefit.open is not None}
    for b, benefit in enumerate(programme.benefits):
        if programme.stages and benefit.id not in granted:
            yield warning(
                "programme.idle_benefit",
                msg("no stage grants benefit “{benefit}”"),
                ("benefits", b),
                benefit=benefit.id,
            )
