"""Money on its way: held when it is asked for, taken or released when that is decided, source by source."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dure.domains.events.act import Act
from dure.domains.funds.accounts import Place, Standing, open_places, standings
from dure.domains.funds.models import FundOrder
from dure.domains.funds.published import FundCase
from dure.domains.ledger.posting import Held, hold, move, post, release, take
from dure.engine.money.apportioning import apportion
from dure.engine.money.splitting import drawing_of, split_payment
from dure.engine.problems import msg, refuse

Legs = list[list[int]]
"""(from account, to account, won) of each source, as a row keeps them."""


def shares_by_left(left_won: Mapping[str, int], won: int, of: str) -> dict[str, int]:
    """Return an amount in proportion to what each source has left; raises Refused where it is not there."""
    whole = sum(left_won.values())
    if won > whole:
        raise refuse(
            "funds.short",
            msg("{of}: only {left} won are free"),
            of=of,
            left=f"{whole:,}",
        )
    return dict(zip(left_won, apportion(won, list(left_won.values())), strict=True)) if won else {}


def shares_drawn(case: FundCase, left_won: Mapping[str, int], won: int) -> dict[str, int]:
    """Return what each source bears as the fund's file says."""
    return split_payment(won, drawing_of(case.fund), left_won)


def left_on(case: FundCase, part: str, **where: object) -> dict[str, int]:
    """Return what is free on the accounts of a part, by source in the order of the file."""
    found = standings(case.programme.id, case.fund.id, (part,))
    left = {source.id: 0 for source in case.drawn}
    for place, standing in found.items():
        if all(getattr(place, name) == value for name, value in where.items()):
            left[place.source] = left.get(place.source, 0) + standing.free
    return left


def hold_each(
    this: Act, case: FundCase, shares: Mapping[str, int], give: Place, get: Place, what: str
) -> tuple[uuid.UUID, Legs]:
    """Hold each source's share from one kind of account to another; return the journal and its legs.

    ``give`` and ``get`` are places without their source.
    """
    wanted = {source: won for source, won in shares.items() if won}
    pairs = {source: (_of(give, source), _of(get, source)) for source in wanted}
    ids = open_places(this, case.programme.id, [place for pair in pairs.values() for place in pair])
    legs = [[ids[pairs[source][0]], ids[pairs[source][1]], won] for source, won in wanted.items()]
    key = f"funds/{what}/{uuid.uuid4()}"
    held = post(this, key=key, what=f"funds.{what}", legs=[hold(leg[0], leg[1], leg[2]) for leg in legs])
    return held.id, legs


def take_held(this: Act, journal: uuid.UUID, legs: Sequence[Sequence[int]], what: str, won: int) -> None:
    """Take what was held, or as much of it as ``won`` says, in proportion; the rest is free again."""
    whole = [leg[2] for leg in legs]
    parts = apportion(won, whole)
    post(
        this,
        key=f"funds/{what}/take/{journal}",
        what=f"funds.{what}.take",
        legs=[
            take(Held(journal, n), debit, credit, part)
            if part
            else release(Held(journal, n), debit, credit, amount)
            for n, ((debit, credit, amount), part) in enumerate(zip(legs, parts, strict=True), start=1)
        ],
    )


def release_held(this: Act, journal: uuid.UUID, legs: Sequence[Sequence[int]], what: str) -> None:
    """Let go of what was held."""
    post(
        this,
        key=f"funds/{what}/release/{journal}",
        what=f"funds.{what}.release",
        legs=[
            release(Held(journal, n), debit, credit, amount)
            for n, (debit, credit, amount) in enumerate(legs, start=1)
        ],
    )


def hand_back(this: Act, order: FundOrder) -> None:
    """Move what a source has again on to where it came from: what came in is less from here on."""
    first, second = (Place(order.fund, part, order.source, year=order.year) for part in ("source", "origin"))
    ids = open_places(this, order.programme, [first, second])
    post(
        this,
        key=f"funds/withdrawal/back/{order.pk}",
        what="funds.withdrawal.back",
        legs=[move(ids[first], ids[second], order.won)],
    )


def _of(place: Place, source: str) -> Place:
    return replace(place, source=source)


__all__ = [
    "Legs", "Standing", "hand_back", "hold_each", "left_on", "release_held", "shares_by_left", "shares_drawn",
    "take_held",
]  # fmt: skip
