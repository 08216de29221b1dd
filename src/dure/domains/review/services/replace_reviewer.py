"""A reviewer falls out of a panel: their open cases go to others at once, and nothing else is moved."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.review.models import Assignment, PanelMember
from dure.domains.review.panels import Filled, fill_cases
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import round_review
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def replace_reviewer(
    *, actor: SignedActor, now: datetime, programme: str, round_id: str, reviewer_id: int, reason: str
) -> Filled:
    """Let somebody leave a panel and assign their unscored cases to the others; what was scored counts.

    Twice is once: the second time nobody leaves. Raises NotAllowed, and Refused without a reason, where there
    is no such round, and where the stage is not scored (any more).
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    if not reason.strip():
        raise refuse("panel.reason", msg("say why: the reason is kept"))
    with act("panel.replace", actor=actor, now=now, reason=reason.strip()[:300]) as this:
        alone("panel", programme, round_id)
        hold_open(this, programme, review.stage.id)
        left = PanelMember.objects.filter(
            programme=programme, round=round_id, reviewer_id=reviewer_id, until__isnull=True
        ).update(until=now)
        if not left:
            return Filled(0, ())
        unscored = Assignment.objects.filter(
            programme=programme, round=round_id, reviewer_id=reviewer_id, state="assigned"
        )
        ids = list(unscored.order_by("pk").values_list("pk", flat=True))
        taken = move(this, ASSIGNMENT_STATES, Assignment, ids, "take_away")
        this.record("panel", f"{programme}/{round_id}", came=[], left=[reviewer_id], taken_away=len(taken))
        return fill_cases(this, review)
