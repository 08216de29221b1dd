"""The party asks to pay in instalments (분할납부)."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.recoveries.holding import case_by, hold_case
from dure.domains.recoveries.models import InstalmentPlan
from dure.domains.recoveries.policies import allow_party
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.telling import tell_officers
from dure.engine.law.deadlines import day_of
from dure.engine.money.recovering import instalments
from dure.engine.problems import msg, refuse


def ask_instalments(
    *, actor: SignedActor, now: datetime, case_id: int, count: int, first_on: date, reason: str
) -> int:
    """Ask for it and return the request; the same again is the same.

    Raises NotAllowed, and Refused for a number or day that the law does not let, without a reason, where
    nothing is owed, and while another request waits or was approved.
    """
    case = case_by(case_id)
    allow_party(actor, case)
    if not reason.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.ask_instalments", actor=actor, now=now) as this:
        case = hold_case(case_id)
        left = reckon(case, day_of(now)).left_won
        if case.state != "decided" or not left:
            raise refuse("recoveries.nothing_left", msg("nothing is left to be paid"))
        alive = InstalmentPlan.objects.filter(case=case, state__in=("asked", "approved")).first()
        if alive is not None:
            if (alive.state, alive.count, alive.first_on) == ("asked", count, first_on):
                return int(alive.pk)
            raise refuse("recoveries.plan", msg("you asked for instalments already"))
        instalments(left, count, first_on=first_on, since=day_of(now))
        made = InstalmentPlan.objects.create(
            case=case, count=count, first_on=first_on, reason=reason.strip(), asked_by_id=actor.user_id or 0,
            asked_at=now,
        )  # fmt: skip
        this.record("instalment_plan", made.pk, case=case.pk, count=count)
        tell_officers(this, case, msg("The party asks to pay in instalments."), key=f"plan/{made.pk}")
        return int(made.pk)
