"""An officer approves instalments or refuses them; or revokes them where they were not kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.debts import held, set_off_from
from dure.domains.recoveries.holding import hold_case
from dure.domains.recoveries.models import InstalmentPlan
from dure.domains.recoveries.policies import allow_handling
from dure.domains.recoveries.reckoning import reckon
from dure.domains.recoveries.states import PLAN_STATES
from dure.domains.recoveries.telling import said, tell_party
from dure.engine.law.deadlines import day_of
from dure.engine.money.recovering import instalments
from dure.engine.problems import msg, refuse


def decide_instalments(
    *, actor: SignedActor, now: datetime, plan_id: int, approved: bool, answer: str = ""
) -> None:
    """Approve them, so that nothing is set off while they are kept, or refuse them with a reason.

    The first day is reckoned anew from today. Raises NotAllowed, and Refused where the request waits no more,
    and once something of the debt came, is set off or is late: then the party asks anew.
    """
    one = InstalmentPlan.objects.select_related("case").get(pk=plan_id)
    allow_handling(actor, one.case.programme, one.case.payee_id)
    if not approved and not answer.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.decide_instalments", actor=actor, now=now, reason=answer.strip()) as this:
        case = hold_case(one.case_id)
        changes: dict[str, object] = {
            "decided_by_id": actor.user_id,
            "decided_at": now,
            "answer": answer.strip(),
        }
        if approved:
            found = reckon(case, day_of(now))
            if found.left_won != found.owed_won or found.late_won:
                raise refuse(
                    "recoveries.begun",
                    msg("something of it came, is late or is set off: instalments are for the whole"),
                )
            rows = instalments(found.left_won, one.count, first_on=one.first_on, since=day_of(now))
            changes["rows"] = [[r.no, r.due_on.isoformat(), r.won, r.interest_won] for r in rows]
            held(case.cause)
            set_off_from(this, case.cause, None)
        name = "approve" if approved else "refuse"
        if not move(this, PLAN_STATES, InstalmentPlan, [plan_id], name, changes=changes):
            raise refuse("recoveries.plan_decided", msg("this request waits for no answer any more"))
        what = msg("You may pay in instalments.") if approved else msg("You may not pay in instalments.")
        tell_party(this, case, what, key=f"plan/{plan_id}/{name}", more=said(answer))


def revoke_instalments(*, actor: SignedActor, now: datetime, plan_id: int, reason: str) -> None:
    """Revoke instalments that were not kept: all is due today, and is set off from tomorrow on.

    Raises NotAllowed, and Refused without a reason, where nothing is late, and where they are not approved.
    """
    one = InstalmentPlan.objects.select_related("case").get(pk=plan_id)
    allow_handling(actor, one.case.programme, one.case.payee_id)
    if not reason.strip():
        raise refuse("recoveries.reason", msg("say why"))
    with act("recoveries.revoke_instalments", actor=actor, now=now, reason=reason.strip()) as this:
        case = hold_case(one.case_id)
        one = InstalmentPlan.objects.get(pk=plan_id)
        if one.state != "approved":
            raise refuse("recoveries.plan_decided", msg("these instalments run no more"))
        if not reckon(case, day_of(now)).late_won:
            raise refuse("recoveries.kept", msg("no instalment is late"))
        held(case.cause)
        set_off_from(this, case.cause, day_of(now) + timedelta(days=1))
        changes = {"revoked_on": day_of(now), "answer": reason.strip()}
        move(this, PLAN_STATES, InstalmentPlan, [plan_id], "revoke", changes=changes)
        tell_party(
            this, case, msg("The instalments end: all that is left is due now."),
            key=f"plan/{plan_id}/revoked", more=said(reason),
        )  # fmt: skip
