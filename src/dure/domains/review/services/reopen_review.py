"""An officer gives a submitted review back to its reviewer, who may change it then."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.review.gates import refuse_decided
from dure.domains.review.models import Assignment, ScoreSheet
from dure.domains.review.panels import tell_assigned
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import round_review
from dure.domains.review.states import ASSIGNMENT_STATES, SHEET_STATES
from dure.domains.review.taking_part import refuse_who_reviewed
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def reopen_review(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    round_id: str,
    application_id: int,
    reviewer_id: int,
    reason: str,
) -> bool:
    """Make a submitted review a draft again, and say whether it was one; the case has no score until it is
    back.

    What was submitted stands in the sheet's history. Twice is once. Raises NotAllowed, and Refused without a
    reason, where there is no such round, and where the scores stand fast.
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    refuse_who_reviewed(actor.user_id, programme, [round_id])
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    if not reason.strip():
        raise refuse("panel.reason", msg("say why: the reason is kept"))
    with act("review.reopen", actor=actor, now=now, reason=reason.strip()[:300]) as this:
        hold_open(this, programme, review.stage.id)
        held = Assignment.objects.filter(
            programme=programme, round=round_id, application_id=application_id, reviewer_id=reviewer_id
        )
        list(held.order_by("pk").select_for_update())
        refuse_decided(review, application_id)
        moved = move(
            this, ASSIGNMENT_STATES, Assignment, list(held.values_list("pk", flat=True)), "reopen",
            changes={"reopening_asked_at": None, "reopening_reason": ""},
        )  # fmt: skip
        if not moved:
            return False
        sheets = ScoreSheet.objects.filter(
            stage=review.stage.id,
            application_id=application_id,
            reviewer_id=reviewer_id,
            round=review.sheet_round,
        )
        move(
            this,
            SHEET_STATES,
            ScoreSheet,
            list(sheets.values_list("pk", flat=True)),
            "reopen",
            changes={"reopened_at": now},
            details={"application": application_id, "stage": review.stage.id},
        )
        tell_assigned(this, review, {reviewer_id: 1})
        return True
