"""An officer says who sits on the panel of a round of review."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.review.models import Assignment, PanelMember
from dure.domains.review.panels import hold_the_role, running_among, sits_as_officer
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import round_review
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.engine.problems import msg, refuse


def form_panel(
    *, actor: SignedActor, now: datetime, programme: str, round_id: str, reviewer_ids: Collection[int]
) -> None:
    """Let these reviewers sit on a panel and nobody else; twice is once.

    Whoever leaves loses the cases that they have not scored; what they scored counts. Raises NotAllowed, and
    Refused where there is no such round, a panel does not score it, or somebody is no reviewer, or runs or
    supervises the programme.
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    review = round_review(programme, round_id)
    if review is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    wanted = set(reviewer_ids)
    with act("panel.form", actor=actor, now=now) as this:
        alone("panel", programme, round_id)
        if wanted - set(hold_the_role(programme, now).values_list("user_id", flat=True)):
            raise refuse("panel.reviewer", msg("only people who hold the role of a reviewer sit on a panel"))
        if running_among(programme, now, wanted):
            raise sits_as_officer()
        sitting = PanelMember.objects.filter(programme=programme, round=round_id, until__isnull=True)
        held = set(sitting.values_list("reviewer_id", flat=True))
        left, came = sorted(held - wanted), sorted(wanted - held)
        sitting.filter(reviewer_id__in=left).update(until=now)
        PanelMember.objects.bulk_create(
            PanelMember(programme=programme, round=round_id, reviewer_id=one, since=now) for one in came
        )
        unscored = Assignment.objects.filter(
            programme=programme, round=round_id, reviewer_id__in=left, state="assigned"
        )
        taken = move(
            this, ASSIGNMENT_STATES, Assignment, list(unscored.values_list("pk", flat=True)), "take_away"
        )
        if left or came:
            this.record("panel", f"{programme}/{round_id}", came=came, left=left, taken_away=len(taken))
