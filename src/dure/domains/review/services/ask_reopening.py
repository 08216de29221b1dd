"""A reviewer asks that a review which they submitted is given back to them, to change it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.review.gates import refuse_decided
from dure.domains.review.models import Assignment
from dure.domains.review.rounds import round_review
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse

LONGEST = 300


def ask_reopening(
    *, actor: SignedActor, now: datetime, programme: str, round_id: str, application_id: int, reason: str
) -> bool:
    """Keep why a reviewer wants a submitted review back, and say whether it is asked anew.

    An officer of the programme gives it back, or leaves it. Who asked already has asked: twice is once.
    Raises NotAllowed, and Refused without a reason, where the review is not theirs or not submitted, and
    where the stage is not scored (any more).
    """
    if actor.user_id is None or not actor.may_in(programme, "reviewer"):
        raise NotAllowed
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    said = reason.strip()[:LONGEST]
    if not said:
        raise refuse("panel.reason", msg("say why: the reason is kept"))
    with act("review.ask_reopening", actor=actor, now=now, reason=said) as this:
        hold_open(this, programme, review.stage.id)
        mine = Assignment.objects.filter(
            programme=programme, round=round_id, application_id=application_id, state="scored"
        ).of(actor)
        held = mine.select_for_update().first()
        if held is None:
            raise refuse("review.not_submitted", msg("only a review that you submitted is given back"))
        refuse_decided(review, application_id)
        if held.reopening_asked_at is not None:
            return False
        held.reopening_asked_at, held.reopening_reason = now, said
        held.save(update_fields=["reopening_asked_at", "reopening_reason"])
        this.record("assignment", held.pk, application=application_id, reopening_asked=True)
        return True
