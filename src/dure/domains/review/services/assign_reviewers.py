"""An officer has every case of a round assigned to reviewers of its panel."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.review.models import PanelMember
from dure.domains.review.panels import Filled, fill_cases
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import round_review
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def assign_reviewers(*, actor: SignedActor, now: datetime, programme: str, round_id: str) -> Filled:
    """Give every case the reviewers that it lacks; again, nothing is left to do.

    Raises NotAllowed, and Refused where there is no such round or no panel, or the stage is not scored.
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    with act("panel.assign", actor=actor, now=now) as this:
        alone("panel", programme, round_id)
        hold_open(this, programme, review.stage.id)
        if not PanelMember.objects.filter(programme=programme, round=round_id, until__isnull=True).exists():
            raise refuse("panel.empty", msg("nobody sits on the panel yet: choose its reviewers first"))
        return fill_cases(this, review)
