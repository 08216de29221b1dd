"""What executors promise to a fund follows from their agreements in force: posted as these change."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from dure.domains.agreements.versions import terms_by_executor
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.funds.accounts import Place, Standing, open_places, standings
from dure.domains.funds.models import Delivery
from dure.domains.funds.places import promise_places
from dure.domains.funds.published import FundCase, fund_cases
from dure.domains.ledger.posting import Leg, move, post
from dure.engine.executors.terms import Terms
from dure.engine.problems import msg, refuse

STEPS = ("promised", "delivered", "evidenced")
"""The accounts through which a promise goes: what lies on each has come so far and no further."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What an executor promised to a source, delivered of it, and evidenced of that; in won."""

    promised: int
    delivered: int
    evidenced: int

    @property
    def to_deliver(self) -> int:
        """What is promised and not delivered."""
        return self.promised - self.delivered


def follow_agreement(this: Act, programme: str) -> None:
    """Bring promises in line after agreements of a programme came into force, changed, or ended."""
    for case in fund_cases(programme):
        set_promises(this, case)


def set_promises(this: Act, case: FundCase) -> None:
    """Post what makes the promises to a fund those of the agreements in force.

    Cash goes to the first source in cash that answers, value in kind to the first in kind. What was
    delivered stays: an executor that left promised that much. Raises Refused where an agreement says less
    than was delivered.
    """
    if not case.promised:
        return
    programme = case.programme.id
    # Rows of agreements may be held here already: whoever holds a fund by name waits for none of them.
    alone("funds", programme, case.fund.id)
    agreed = terms_by_executor(programme)
    stands = standings(programme, case.fund.id, STEPS)
    executors = dict.fromkeys((*agreed, *(place.executor for place in stands)))
    if not executors:
        return
    ids = open_places(
        this, programme, (place for executor in executors for place in promise_places(case, executor))
    )
    legs: list[Leg] = []
    for place, account in ids.items():
        if place.part != "promised":
            continue
        standing = standing_of(stands, place)
        terms = agreed.get(place.executor)
        wanted = standing.delivered if terms is None else wanted_won(case, place, terms)
        if wanted < standing.delivered:
            raise refuse(
                "funds.promise_delivered",
                msg("{executor} has delivered more already than this would promise: {won} won"),
                executor=place.executor,
                won=f"{standing.delivered:,}",
            )
        giver = ids[_with_part(place, "promisor")]
        if wanted > standing.promised:
            legs.append(move(giver, account, wanted - standing.promised))
        elif wanted < standing.promised:
            legs.append(move(account, giver, standing.promised - wanted))
    if legs:
        post(this, key=f"funds/promises/{uuid.uuid4()}", what="funds.promise", legs=legs)
        this.record("fund", f"{programme}/{case.fund.id}", promises=len(legs))


def standing_of(stands: Mapping[Place, Standing], place: Place) -> Promise:
    """Return where the promise of an executor to a source stands; each step holds those after it."""
    to_deliver, to_evidence, evidenced = (
        stands[one].balance if (one := _with_part(place, part)) in stands else 0 for part in STEPS
    )
    return Promise(to_deliver + to_evidence + evidenced, to_evidence + evidenced, evidenced)


def wanted_won(case: FundCase, place: Place, terms: Terms) -> int:
    """Return what an agreement promises of a source."""
    in_kind = [source.id for source in case.promised if source.kind == "executor_in_kind"]
    in_cash = [source.id for source in case.promised if source.kind != "executor_in_kind"]
    if in_kind and place.source == in_kind[0]:
        # Where a fund is answered in kind alone, cash counts with it.
        return terms.in_kind_won if in_cash else terms.in_kind_won + terms.cash_won
    if in_cash and place.source == in_cash[0]:
        return terms.cash_won
    return 0


def _with_part(place: Place, part: str) -> Place:
    return Place(place.fund, part, place.source, executor=place.executor, unit=place.unit)


def promise_left(case: FundCase, source: str, executor: str) -> int:
    """Return what an executor still has to deliver of its promise to a source."""
    stands = standings(case.programme.id, case.fund.id, STEPS)
    found = next(
        (one for one in stands if (one.part, one.source, one.executor) == ("promised", source, executor)),
        None,
    )
    return 0 if found is None else stands[found].balance


def move_step(this: Act, case: FundCase, delivery: Delivery, before: str, after: str, what: str) -> None:
    """Post that what an executor gave comes from one step of its promise to another."""
    places = [
        place
        for place in promise_places(case, delivery.executor)
        if place.source == delivery.source and place.part in (before, after)
    ]
    ids = {place.part: account for place, account in open_places(this, case.programme.id, places).items()}
    post(
        this,
        key=f"funds/delivery/{delivery.pk}/{what}",
        what=f"funds.delivery.{what}",
        legs=[move(ids[before], ids[after], delivery.won)],
    )
