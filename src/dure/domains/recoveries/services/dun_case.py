"""An officer reminds the party of what is late (독촉)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.recoveries.dunning import remind
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import Dunning
from dure.domains.recoveries.policies import allow_handling
from dure.domains.recoveries.reckoning import reckon
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def dun_case(*, actor: SignedActor, now: datetime, case_id: int) -> int:
    """Remind it, once a day, and return the reminder.

    Raises NotAllowed, and Refused where nothing is late.
    """
    case = case_by(case_id)
    allow_handling(actor, case.programme, case.payee_id)
    with act("recoveries.dun", actor=actor, now=now) as this:
        case = hold_case(case_id)
        today = day_of(now)
        same = Dunning.objects.filter(case=case, on=today).first()
        if same is not None:
            return int(same.pk)
        found = reckon(case, today)
        if not found.late_won:
            raise refuse("recoveries.not_late", msg("nothing is late in this case"))
        return remind(this, case, found)
