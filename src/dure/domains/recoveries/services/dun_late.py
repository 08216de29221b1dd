"""Whoever is late is reminded once by itself, the day after (독촉); more often an officer reminds it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.recoveries.dunning import remind
from dure.domains.recoveries.holding import hold_case
from dure.domains.recoveries.models import Dunning, RecoveryCase
from dure.domains.recoveries.reckoning import reckon, reckon_all
from dure.engine.law.deadlines import day_of


def dun_late(*, actor: SignedActor, now: datetime) -> int:
    """Remind the parties of decided cases that are late and were not reminded yet; return how many.

    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    today = day_of(now)
    reminded = Dunning.objects.values("case_id")
    found = RecoveryCase.objects.filter(state="decided", back_won__gt=0, due_on__lt=today)
    waiting = list(found.exclude(pk__in=reminded).order_by("pk"))
    late = [pk for pk, one in reckon_all(waiting, today).items() if one.late_won]
    return sum(_dun(actor, now, pk) for pk in late)


def _dun(actor: SignedActor, now: datetime, case_id: int) -> bool:
    with act("recoveries.dun_late", actor=actor, now=now) as this:
        case = hold_case(case_id)
        found = reckon(case, day_of(now))
        # Looked at again: it may have been paid, closed or reminded since.
        if case.state != "decided" or not found.late_won or Dunning.objects.filter(case=case).exists():
            return False
        remind(this, case, found)
        return True
