"""An executor publishes a version of its price list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.claims.models import PriceItem, PriceList
from dure.domains.claims.policies import may_publish_prices
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

MOST_ITEMS = 500
MOST_WON = 10**12


@dataclass(frozen=True, slots=True)
class Price:
    """What one thing costs, without VAT."""

    code: str
    title: str
    unit: str
    unit_won: int


def publish_prices(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    executor: str,
    valid_from: date,
    prices: Sequence[Price],
) -> int:
    """Keep the next version, in force from a day that is not past; return it.

    Raises NotAllowed, and Refused for a past day, a day of which there is a version, and prices that are
    none.
    """
    if not may_publish_prices(actor, programme, executor):
        raise NotAllowed
    if problems := _problems(valid_from, prices, now):
        raise Refused(problems)
    with act("claims.publish_prices", actor=actor, now=now) as this:
        alone("price-list", programme, executor)
        own = PriceList.objects.filter(programme=programme, executor=executor)
        if own.filter(valid_from__gte=valid_from).exists():
            raise refuse("claims.later_list", msg("there is a version for this day or a later one already"))
        made = PriceList.objects.create(
            programme=programme, executor=executor, number=own.count() + 1, valid_from=valid_from,
            published_by_id=actor.user_id or 0, published_at=now,
        )  # fmt: skip
        PriceItem.objects.bulk_create(
            PriceItem(
                list=made, code=one.code.strip(), title=one.title.strip(), unit=one.unit.strip(),
                unit_won=one.unit_won,
            )
            for one in prices
        )  # fmt: skip
        this.record("price_list", made.pk, version=made.number, items=len(prices))
        return made.pk


def _problems(valid_from: date, prices: Sequence[Price], now: datetime) -> list[Problem]:
    found = []
    if valid_from < day_of(now):
        # What is past cannot be priced anew: lines of those days were claimed by the list of then.
        found.append(Problem("claims.past_list", msg("a price list is in force from today on, or later")))
    if not 0 < len(prices) <= MOST_ITEMS:
        found.append(Problem("claims.prices", msg("write from 1 to {most} prices"), {"most": MOST_ITEMS}))
    codes = [one.code.strip() for one in prices]
    for n, one in enumerate(prices, start=1):
        if not one.code.strip() or not one.title.strip() or not 0 < one.unit_won <= MOST_WON:
            found.append(
                Problem("claims.price", msg("row {n}: write code, name and a price above zero"), {"n": n})
            )
        elif codes.index(one.code.strip()) != n - 1:
            found.append(
                Problem(
                    "claims.price_twice", msg("row {n}: the code {code} stands twice"),
                    {"n": n, "code": one.code.strip()},
                )
            )  # fmt: skip
    return found
