"""The room under ceilings, in the ledger: what is free, held for who was referred, and taken.

A ceiling is an account that was filled once with what it bounds and cannot go below zero. What is referred
is held on it; what was lent or guaranteed moves to the account of the body that decides. A body with a
ceiling of its own has such a pair beside it, so that one journal asks both.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.ledger.models import Account
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Held, Leg, hold, move, post, release, take
from dure.domains.referrals.file import FinanceCase
from dure.domains.referrals.models import Referral

UNITS = {"loan": "KRW-LENT", "guarantee": "KRW-GUARANTEED"}
"""Won that another body lends or guarantees: no transfer mixes them with money of the programme."""
OPEN, BOUNDED = "room_open", "room"
TAKEN, BODY_ROOM, BODY_TAKEN = "exposure", "body_room", "body_exposure"
BEFORE = "room_before"

HeldLegs = list[list[int]]
"""(line of the journal, from account, to account, won) of each hold, as a row keeps them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a ceiling, in won; ``total`` and ``free`` are None where there is none."""

    total: int | None
    taken: int
    held: int

    @property
    def free(self) -> int | None:
        return None if self.total is None else self.total - self.taken - self.held


def hold_room(finance: FinanceCase) -> None:
    """Hold the ceilings of a fund, or of a benefit without one, by name until the act ends."""
    alone("referrals", finance.case.programme.id, finance.pool)


def _code(kind: str, finance: FinanceCase, body: str = "") -> str:
    return "/".join(filter(None, (kind, finance.case.programme.id, finance.pool, body)))


def open_room(this: Act, finance: FinanceCase) -> dict[str, int]:
    """Open the accounts of a ceiling, bring them in line with the file, and return their ids by code.

    The caller holds the room. Raises Refused where the file bounds less than was given already.
    """
    programme, unit = finance.case.programme.id, UNITS[finance.finance.product]
    ceilings = finance.body_ceilings
    room = OPEN if finance.total_won is None else BOUNDED
    wanted = [
        NewAccount(_code(room, finance), room, programme, unit, "none" if room == OPEN else "credit"),
        *(NewAccount(_code(TAKEN, finance, body), TAKEN, programme, unit) for body in finance.bodies),
        *(NewAccount(_code(kind, finance, body), kind, programme, unit)
          for body in ceilings for kind in (BODY_ROOM, BODY_TAKEN)),
        NewAccount(_code(BEFORE, finance), BEFORE, programme, unit, "none"),
        *(NewAccount(_code(BEFORE, finance, body), BEFORE, programme, unit, "none") for body in ceilings),
    ]  # fmt: skip
    ids = open_accounts(this, wanted)
    bounds = {_code(BODY_ROOM, finance, body): (body, won) for body, won in ceilings.items()}
    if finance.total_won is not None:
        bounds[_code(BOUNDED, finance)] = ("", finance.total_won)
    for code, (body, won) in bounds.items():
        _fill(this, ids[_code(BEFORE, finance, body)], ids[code], won)
    return ids


def _fill(this: Act, before: int, room: int, total_won: int) -> None:
    """Bring a room to what the file bounds: what came into it is what left the account before it."""
    stands = Account.objects.get(pk=before)
    more = total_won - (stands.debits - stands.credits)
    if not more:
        return
    leg = move(before, room, more) if more > 0 else move(room, before, -more)
    post(this, key=f"referrals/room/{room}/{this.id}", what="referrals.room", legs=[leg])


def standings(finance: FinanceCase) -> tuple[Standing, dict[str, Standing]]:
    """Return what stands of the ceiling of all, and of each body; one query."""
    prefix = "/".join((finance.case.programme.id, finance.pool))
    kinds = (TAKEN, BODY_ROOM, OPEN, BOUNDED)
    codes = [f"{kind}/{prefix}" for kind in (OPEN, BOUNDED)]
    codes += [f"{kind}/{prefix}/{body}" for kind in (TAKEN, BODY_ROOM) for body in finance.bodies]
    found = {one.code: one for one in Account.objects.filter(kind__in=kinds, code__in=codes)}
    own = finance.body_ceilings
    of_body = {}
    for body in finance.bodies:
        one = found.get(_code(TAKEN, finance, body))
        taken, held = (0, 0) if one is None else (one.credits - one.debits, one.held_credits)
        of_body[body] = Standing(own.get(body), taken, held)
    whole = Standing(
        finance.total_won,
        sum(one.taken for one in of_body.values()),
        sum(one.held for one in of_body.values()),
    )
    if finance.total_won is not None and (room := found.get(_code(BOUNDED, finance))) is not None:
        # Benefits of one fund share its ceiling: what others took of it is taken too.
        free = room.credits - room.debits - room.held_debits
        whole = Standing(finance.total_won, finance.total_won - free - room.held_debits, room.held_debits)
    return whole, of_body


def hold_under(
    this: Act, finance: FinanceCase, some: Sequence[tuple[int, str, int]], key: str
) -> tuple[uuid.UUID | None, dict[int, HeldLegs]]:
    """Hold room for some (id, body, won) in one journal; return it and the legs of each."""
    ids = open_room(this, finance)
    room = ids[_code(OPEN if finance.total_won is None else BOUNDED, finance)]
    ceilings = finance.body_ceilings
    legs: list[Leg] = []
    found: dict[int, HeldLegs] = {}
    for one, body, won in some:
        pairs = [(room, ids[_code(TAKEN, finance, body)])]
        if body in ceilings:
            pairs.append((ids[_code(BODY_ROOM, finance, body)], ids[_code(BODY_TAKEN, finance, body)]))
        for debit, credit in pairs if won else ():
            legs.append(hold(debit, credit, won))
            found.setdefault(one, []).append([len(legs), debit, credit, won])
    if not legs:
        return None, {}
    return post(this, key=key, what="referrals.hold", legs=legs).id, found


def let_go(this: Act, some: Sequence[Referral]) -> None:
    """Let go of what is held for some referrals, in one journal; who has nothing held is left out."""
    held = [one for one in some if one.journal is not None and one.legs]
    if not held:
        return
    legs = [
        release(Held(one.journal, line), debit, credit, won)
        for one in held
        for line, debit, credit, won in one.legs
        if one.journal is not None
    ]
    key = f"referrals/release/{this.id}/{held[0].pk}"
    post(this, key=key, what="referrals.release", legs=legs)


def take_room(this: Act, one: Referral, won: int) -> None:
    """Take of what is held as much as was truly lent or guaranteed; the rest is free again."""
    if one.journal is None or not one.legs:
        return
    legs = [
        take(Held(one.journal, line), debit, credit, won)
        if won
        else release(Held(one.journal, line), debit, credit, held)
        for line, debit, credit, held in one.legs
    ]
    post(this, key=f"referrals/take/{one.pk}", what="referrals.take", legs=legs)


def free_room(this: Act, one: Referral, won: int) -> None:
    """Give back room that a repayment made free, or the end of a guarantee."""
    if not won or not one.legs:
        return
    legs = [move(credit, debit, won) for _line, debit, credit, _held in one.legs]
    post(this, key=f"referrals/free/{one.pk}/{this.id}", what="referrals.free", legs=legs)
