"""What waits to be paid, and what of it can be: narrowed to a fund, a kind of payee, or a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from dure.domains.payments.models import Payable
from dure.domains.payments.models_payee import PayeeAccount
from dure.engine.law.deadlines import SEOUL


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of what waits: empty is no condition; ``until`` is the last day on which it came to be owed."""

    fund: str = ""
    kind: str = ""
    until: date | None = None


def narrowed_to(found: QuerySet[Payable], by: Narrowed) -> QuerySet[Payable]:
    """Return those of some payables that are meant."""
    found = found.filter(fund=by.fund) if by.fund else found
    found = found.filter(payee__kind=by.kind) if by.kind else found
    if by.until is not None:
        after = datetime.combine(by.until + timedelta(days=1), time(), SEOUL)
        found = found.filter(owed_at__lt=after)
    return found


def ready(programme: str, by: Narrowed) -> QuerySet[Payable]:
    """Return what waits and has an account that is confirmed."""
    waiting = Payable.objects.filter(programme=programme, state="waiting")
    return narrowed_to(waiting, by).filter(account_stands("confirmed", "payee_id"))


def account_stands(state: str, of: str = "pk") -> Exists:
    """Return the condition that the payee that a column names has an account in a state."""
    return Exists(PayeeAccount.objects.filter(payee_id=OuterRef(of), state=state))
