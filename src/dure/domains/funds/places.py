"""Which accounts a fund needs: where money comes in, what executors promise, what they are handed."""

from __future__ import annotations

from collections.abc import Iterator

from dure.domains.funds.accounts import KIND_UNIT, Place
from dure.domains.funds.published import FundCase


def places_of(case: FundCase) -> Iterator[Place]:
    """Yield the accounts through which the money of a fund comes in."""
    fund = case.fund.id
    for source in case.drawn:
        for year in case.years:
            yield Place(fund, "origin", source.id, year=year)
            yield Place(fund, "source", source.id, year=year)
            for line in case.lines:
                yield Place(fund, "line", source.id, line, year=year)


def promise_places(case: FundCase, executor: str) -> Iterator[Place]:
    """Yield the accounts of what an executor promises to a fund."""
    for source in case.promised:
        unit = KIND_UNIT if source.kind == "executor_in_kind" else "KRW"
        for part in ("promisor", "promised", "delivered", "evidenced"):
            yield Place(case.fund.id, part, source.id, executor=executor, unit=unit)


def pool_places(case: FundCase, executor: str, year: int) -> Iterator[Place]:
    """Yield the accounts of what an executor is handed, spends and gives back."""
    for source in case.drawn:
        yield Place(case.fund.id, "returned", source.id, executor=executor, year=year)
        for line in case.lines:
            yield Place(case.fund.id, "pool", source.id, line, executor, year)
            yield Place(case.fund.id, "spent", source.id, line, executor, year)
