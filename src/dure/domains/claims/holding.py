"""The lines of a claim are held in the ledger: each from its sources, all of them or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.terms import Binding
from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.funds.orders import Legs, left_on, shares_by_left, shares_drawn
from dure.domains.ledger.posting import hold, post


def places_of(claim: Claim, line: str) -> tuple[Place, Place]:
    """Return from where to where a line moves money, without the source."""
    fund, year = claim.fund, claim.year
    if claim.way == "entitlement":
        owner = claim.application_id or 0
        give = Place(fund, "entitlement", line=claim.line, year=year, owner=owner, benefit=claim.benefit)
        return give, Place(fund, "spent", line=claim.line, year=year)
    part = "pool" if claim.way == "advance" else "line"
    of_pool = claim.executor if claim.way == "advance" else ""
    give = Place(fund, part, line=line, executor=of_pool, year=year)
    return give, Place(fund, "spent", line=line, executor=claim.executor, year=year)


def left_for(claim: Claim, binding: Binding, line: str) -> dict[str, int]:
    """Return what is free for a line, by source."""
    give, _ = places_of(claim, line)
    return left_on(
        binding.case, give.part, line=give.line, executor=give.executor, year=give.year, owner=give.owner,
        benefit=give.benefit,
    )  # fmt: skip


def hold_lines(this: Act, claim: Claim, binding: Binding, lines: Sequence[ClaimLine]) -> None:
    """Hold what each line claims, and set where; raises Refused where a source has not as much.

    What one line takes is no more there for the next. The caller holds the fund by name.
    """
    left: dict[str, dict[str, int]] = {}
    drawn: list[tuple[ClaimLine, dict[str, int]]] = []
    for line in lines:
        key = claim.line if claim.way == "entitlement" else line.line
        free = left.setdefault(key, left_for(claim, binding, line.line))
        won = line.supported_won or 0
        by_file = claim.way == "after"
        shares = (
            shares_drawn(binding.case, free, won) if by_file else shares_by_left(free, won, key or claim.fund)
        )
        for source, part in shares.items():
            free[source] -= part
        drawn.append((line, shares))
    pairs = {
        (line.line, source): tuple(_of(place, source) for place in places_of(claim, line.line))
        for line, shares in drawn
        for source, part in shares.items()
        if part
    }
    ids = open_places(this, claim.programme, dict.fromkeys(p for pair in pairs.values() for p in pair))
    for line, shares in drawn:
        legs: Legs = []
        for source, part in shares.items():
            if part:
                give, get = pairs[line.line, source]
                legs.append([ids[give], ids[get], part])
        posted = post(
            this,
            key=f"claims/{claim.pk}/{line.pk}/{uuid.uuid4()}",
            what="claims.hold",
            legs=[hold(leg[0], leg[1], leg[2]) for leg in legs],
        )
        line.hold, line.legs = posted.id, legs


def _of(place: Place, source: str) -> Place:
    return replace(place, source=source)
