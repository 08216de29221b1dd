"""Cases of which nothing is left are closed by themselves: what was set off came without anybody's act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.recoveries.closing import is_paid, settle_case
from dure.domains.recoveries.holding import hold_case
from dure.domains.recoveries.models import RecoveryCase
from dure.domains.recoveries.reckoning import reckon_all
from dure.engine.law.deadlines import day_of


def settle_paid(*, actor: SignedActor, now: datetime) -> int:
    """Close decided cases that are paid, interest with it; return how many. A ban alone is closed by people.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    found = list(RecoveryCase.objects.filter(state="decided", back_won__gt=0).order_by("pk"))
    standing = reckon_all(found, day_of(now))
    paid = [pk for pk, one in standing.items() if one.left_won == one.interest_won == one.reserved_won == 0]
    return sum(_settle(actor, now, pk) for pk in paid)


def _settle(actor: SignedActor, now: datetime, case_id: int) -> bool:
    with act("recoveries.settle_paid", actor=actor, now=now) as this:
        case = hold_case(case_id)
        # Looked at again: somebody may have acted on it since.
        return case.state == "decided" and is_paid(case, now) and settle_case(this, case)
