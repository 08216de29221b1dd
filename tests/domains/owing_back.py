"""What tests of debts need: something paid to a payee, and a part of it owed back."""

from __future__ import annotations

from datetime import date

from tests.domains.agreeing import LATER, PARTNERS
from tests.domains.funding import FUND, officer
from tests.domains.paying import LINE, SPENT, answered, owed, sent

from dure.domains.events.act import act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import move, post
from dure.domains.payments.debts import NewDebt, register_debt
from dure.domains.payments.models import Debt
from dure.domains.payments.services.read_results import read_results

DUE_ON = date(2025, 3, 28)


def paid(won: int = 1_000_000, cause: str = "claim-line/1", to: int | None = None) -> None:
    """Owe an amount and have it paid by the bank."""
    owed(won, cause, to)
    pk = sent(f"paid-{cause}")
    read_results(actor=officer(), now=LATER, batch_id=pk, content=answered(pk, "0000"))


def owed_back(to: int, won: int = 600_000, cause: str = "recovery/1", from_on: date | None = DUE_ON) -> Debt:
    """Take an amount of what maple spent back, and have its payee owe it."""
    with act("test.debt", actor=officer(), now=LATER) as this:
        places = [Place(FUND, p.part, "government", p.line, p.executor) for p in (LINE, SPENT)]
        ids = open_places(this, PARTNERS, places)
        due = open_accounts(this, [NewAccount("recovery_due/test", "recovery_due", PARTNERS)])[
            "recovery_due/test"
        ]
        post(this, key=f"test/{cause}", what="test.debt", legs=[move(ids[places[1]], due, won)])
        new = NewDebt(PARTNERS, to, cause, [[due, ids[places[0]], won]], 1, from_on)
        return Debt.objects.get(pk=register_debt(this, new))
