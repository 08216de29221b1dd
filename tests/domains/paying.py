"""What tests of payments need to stand there: money on budget lines, holds on it, payees and what is owed."""

from __future__ import annotations

from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import FUND, officer

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act, acting
from dure.domains.funds.accounts import Place
from dure.domains.funds.orders import hold_each, left_on, shares_drawn
from dure.domains.funds.published import known_fund
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for

CLAIMANT = 900_000_001
"""A user who claimed: whoever has this id pays nothing of it."""
LINE = Place(FUND, "line", line="consulting")
SPENT = Place(FUND, "spent", line="consulting", executor="maple")


def payee(
    kind: str = "executor", owner_id: int = 0, code: str = "maple", name: str = "단풍나무 주식회사"
) -> int:
    """Return a payee of the programme, made where it does not stand."""
    with act("test.payee", actor=officer(), now=LATER) as this:
        return payee_for(this, PayeeOf(PARTNERS, kind, name, owner_id, code))


def held_won(won: int, cause: str, to: int, **other: object) -> Owed:
    """Hold an amount of the line for consulting in the act under way, as what is to be owed."""
    this = acting()
    assert this is not None
    case = known_fund(PARTNERS, FUND)
    shares = shares_drawn(case, left_on(case, "line", line="consulting"), won)
    hold, legs = hold_each(this, case, shares, LINE, SPENT, "test")
    told = {"involved": (CLAIMANT,), "what": "상담비"} | other
    return Owed(PARTNERS, FUND, cause, to, won, hold, legs, **told)  # type: ignore[arg-type]


def owed(won: int = 1_000_000, cause: str = "claim-line/1", to: int | None = None, **other: object) -> int:
    """Owe an amount, held for it before in the same act."""
    to = payee() if to is None else to
    with act("test.owe", actor=officer(), now=LATER) as this:
        return owe(this, held_won(won, cause, to, **other))


def paying(n: int = 2) -> SignedActor:
    """Return an officer who had no hand in what is owed."""
    return officer(n)
