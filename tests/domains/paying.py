"""What tests of payments need to stand there: money on budget lines, holds on it, payees and what is owed."""

from __future__ import annotations

from datetime import date

from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import FUND, officer

from dure.adapters.payout import Answer
from dure.adapters.payout.layout import draw
from dure.domains.events.act import act, acting
from dure.domains.funds.accounts import Place
from dure.domains.funds.orders import hold_each, left_on, shares_drawn
from dure.domains.funds.published import known_fund
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.models import Batch
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.tell_account import Told, tell_account

CLAIMANT = 900_000_001
"""A user who claimed: whoever has this id pays nothing of it."""
PAY_ON = date(2025, 3, 28)
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


def account(to: int, number: str = "1234567890123", holder: str = "단풍나무", n: int = 1) -> int:
    """Tell an account for a payee and have it confirmed by another officer."""
    pk = tell_account(actor=officer(n), now=LATER, payee_id=to, told=Told("004", number, holder))
    decide_account(actor=officer(n + 1), now=LATER, account_id=pk, confirmed=True, answer="통장 사본 확인")
    return pk


def drafted(key: str = "b1", way: str = "file", **other: object) -> int:
    """Put everything that waits into a batch."""
    return draft_batch(
        actor=officer(1), now=LATER, programme=PARTNERS, way=way, pay_on=PAY_ON, key=key, **other
    )  # type: ignore[arg-type]


def sent(key: str = "b1", way: str = "file") -> int:
    """Put everything that waits into a batch, have it approved, and send it."""
    pk = drafted(key, way)
    approve_batch(actor=officer(2), now=LATER, batch_id=pk)
    send_batch(actor=officer(3), now=LATER, batch_id=pk)
    return pk


def answered(batch_id: int, *codes: str, on: date | None = None) -> bytes:
    """Return the file of a batch as the bank hands it back, with a code for each transfer."""
    batch = Batch.objects.get(pk=batch_id)
    told = {
        no: Answer(no, code, on or PAY_ON) for no, code in enumerate(codes, start=1) if code
    }  # fmt: skip
    return draw(transfers_of(batch), told)
