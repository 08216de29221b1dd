"""Closed months as pages read them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.ledger.closed import closed_months
from dure.domains.ledger.first import first_day
from dure.domains.ledger.models import Closing as Closing
from dure.domains.ledger.policies import may_decide_closing as may_decide_closing
from dure.domains.ledger.policies import may_propose_closing as may_propose_closing
from dure.domains.ledger.queries import TrialRow, bounds, sees
from dure.domains.ledger.states import ALIVE, CLOSED
from dure.engine.money.booking import next_to_close


def closings(actor: SignedActor, programme: str) -> QuerySet[Closing]:
    """Return everything that was proposed for closing in a programme, for whoever sees its ledger."""
    return Closing.objects.visible_to(actor).filter(programme=programme)


def closing(actor: SignedActor, closing_id: int) -> Closing | None:
    """Return a closing that an actor may see, or None."""
    return Closing.objects.visible_to(actor).filter(pk=closing_id).first()


def signed_rows(found: Closing) -> list[TrialRow]:
    """Return the trial balance that was kept with a closing, by kind of account."""
    rows = found.rows.order_by("kind", "unit")
    return [TrialRow(one.kind, one.kind, one.unit, one.before, one.debits, one.credits) for one in rows]


def closing_of(actor: SignedActor, programme: str, month: date) -> Closing | None:
    """Return the closing that holds a month closed, or None where it is open."""
    found = closings(actor, programme).filter(month=month.replace(day=1), state__in=CLOSED)
    return found.first()


def may_be_reopened(found: Closing) -> bool:
    """Say whether a month is closed and none after it is closed or proposed."""
    later = Closing.objects.filter(programme=found.programme, month__gt=found.month, state__in=ALIVE)
    return found.state == "closed" and not later.exists()


def month_to_close(actor: SignedActor, programme: str, now: datetime) -> date | None:
    """Return the month that can be proposed next; None where none is over, or it is proposed already."""
    if not sees(actor, programme):
        return None
    closed = closed_months(programme)
    month = next_to_close(None if closed else first_day(programme), closed)
    if month is None or now < bounds(month)[1]:
        return None
    proposed = Closing.objects.filter(programme=programme, month=month, state="proposed")
    return None if proposed.exists() else month
