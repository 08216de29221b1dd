"""Conflicts of interest that arose after cases were assigned: the cases go to others at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.review.models import Assignment, ScoringWindow
from dure.domains.review.panels import IN_FORCE, fill_cases, hold_diagnoses, in_conflict
from dure.domains.review.rounds import StageReview, round_review
from dure.domains.review.telling import tell_officers_of_conflicts
from dure.domains.review.windows import hold_open


def set_aside_conflicts(*, actor: SignedActor, now: datetime, reviewer_id: int | None = None) -> int:
    """Take from reviewers what they hold in conflict, scored or not, and return how many cases that were.

    Of one reviewer, or of all. Each case goes to another of the panel where there is one, as when a conflict
    is declared; officers are told, also of what still lacks a reviewer. Stages that are not scored (any more)
    are passed over: their scores stand fast. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    return sum(_of_round(actor, now, review) for review in _open_rounds(reviewer_id))


def _open_rounds(reviewer_id: int | None) -> Iterable[StageReview]:
    held = Assignment.objects.filter(state__in=IN_FORCE).order_by()
    if reviewer_id is not None:
        held = held.filter(reviewer_id=reviewer_id)
    opened = set(ScoringWindow.objects.filter(state="open").values_list("programme", "stage"))
    for programme, round_id in sorted(held.values_list("programme", "round").distinct()):
        review = round_review(programme, round_id)
        if review is not None and review.by_panel and (programme, review.stage.id) in opened:
            yield review


def _of_round(actor: SignedActor, now: datetime, review: StageReview) -> int:
    assert review.round is not None, "a panel scores in a round"
    with act("panel.set_aside_conflicts", actor=actor, now=now) as this:
        alone("panel", review.programme, review.round.id)
        hold_open(this, review.programme, review.stage.id)
        hold_diagnoses(review)
        found = in_conflict(review, now)
        if not found:
            return 0
        filled = fill_cases(this, review)
        tell_officers_of_conflicts(this, review, len(found), filled)
        return len(found)
