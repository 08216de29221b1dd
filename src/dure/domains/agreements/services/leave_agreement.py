"""An executor leaves the programme: an officer ends its agreement, at once or on a day."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.ending import end_agreement, refuse_no_handover
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def leave_agreement(
    *,
    actor: SignedActor,
    now: datetime,
    agreement_id: int,
    reason: str,
    handover: str = "",
    ends_on: date | None = None,
) -> None:
    """End an agreement in force, on a day to come (``ends_on``) or at once.

    Only the agency ends it: an executor that wants to leave asks (``ask_leaving.py``), and whoever ends it
    answers that by it. Its places stay told in its last version until they are moved. ``handover`` says what
    happens with the merchants: it is needed where a stage at which the executor has places is chosen already.
    Raises NotAllowed, and Refused without these, where it is not in force, and while something is under way
    that the executor has to bring to an end.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_running(actor, agreement.programme)
    if not reason.strip():
        raise refuse("agreement.reason", msg("say why: the other side reads it"))
    with act("agreement.leave", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", agreement.programme)
        held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        if held.state != "in_force":
            raise refuse("agreement.not_in_force", msg("this agreement is not in force"))
        refuse_no_handover(held, handover)
        if ends_on is None or ends_on <= day_of(now):
            # Whoever asked for it ended it: what that side may object to is decided by this.
            side = "officer" if held.leaving_asked_at is None else "executor"
            end_agreement(this, agreement, reason=reason.strip(), handover=handover.strip(), side=side)
            return
        changes = {"ends_on": ends_on, "closed_reason": reason.strip(), "handover": handover.strip()}
        Agreement.objects.filter(pk=agreement_id).update(**changes)
        this.record("agreement", agreement_id, ends_on=ends_on.isoformat())
        tell_side(
            this, agreement, msg("The day on which the agreement ends is set."), to="executor",
            key=f"ends/{agreement_id}/{ends_on}", more=shortened(reason),
        )  # fmt: skip
