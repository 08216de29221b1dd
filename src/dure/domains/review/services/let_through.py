"""An officer lets the cases of a round of review through to the next round of the stage, or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.review.gates import entrants_of
from dure.domains.review.models import Assignment, RoundResult
from dure.domains.review.policies import allow_running, refuse_own_business
from dure.domains.review.rounds import StageReview, round_review
from dure.domains.review.scores import complete_scores
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.domains.review.taking_part import refuse_who_reviewed
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class LetThrough:
    """How many cases were let through now, and were not, and how many are not scored by everybody yet."""

    passed: int
    stopped: int
    waiting: int


def let_through(*, actor: SignedActor, now: datetime, programme: str, round_id: str) -> LetThrough:
    """Decide on every case that all its reviewers have scored, by the points that the file asks for.

    From then on the reviews of those cases stand fast in this round. Again, it decides on those that were
    scored since, so that twice is once. Raises NotAllowed, and Refused where there is no such round, where it
    lets everybody through, and where the stage is not scored (any more).
    """
    allow_running(actor, programme)
    refuse_own_business(actor, programme)
    refuse_who_reviewed(actor.user_id, programme, [round_id])
    review = round_review(programme, round_id)
    if review is None or review.round is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    least = review.round.lets_through_from
    if least is None:
        raise refuse("review.round_open", msg("this round of review lets everybody through to the next"))
    with act("review.let_through", actor=actor, now=now) as this:
        alone("panel", programme, round_id)
        hold_open(this, programme, review.stage.id)
        waiting = _undecided(review)
        # Whoever is changing a review of theirs is waited for; whoever comes after finds it decided.
        held = Assignment.objects.filter(programme=programme, round=round_id, application_id__in=waiting)
        list(held.order_by("pk").select_for_update().values_list("pk", flat=True))
        scores = {case: score for case, score in complete_scores(review).items() if case in waiting}
        made = RoundResult.objects.bulk_create(
            RoundResult(
                programme=programme, round=round_id, application_id=case, score=score,
                passed=score >= least * 1000, at=now,
            )
            for case, score in sorted(scores.items())
        )  # fmt: skip
        for one in made:
            this.record(
                "round_result",
                one.pk,
                application=one.application_id,
                round=round_id,
                score=one.score,
                passed=one.passed,
            )
        out = [one.application_id for one in made if not one.passed]
        _take_away(this, review, out)
        return LetThrough(len(made) - len(out), len(out), len(waiting) - len(made))


def _undecided(review: StageReview) -> set[int]:
    """Return the cases of a round on which it has not decided."""
    assert review.round is not None, "a panel scores in a round"
    cases = entrants_of(review).filter(application__state="accepted").values_list("application_id", flat=True)
    known = RoundResult.objects.in_force().filter(programme=review.programme, round=review.round.id)
    return set(cases) - set(known.values_list("application_id", flat=True))


def _take_away(this: Act, review: StageReview, cases: list[int]) -> None:
    """Take cases that are out from reviewers of later rounds, who have them from an earlier decision."""
    ids = [one.round.id for one in review.rounds if one.round is not None]
    later = ids[ids.index(review.round.id if review.round else "") + 1 :]
    held = Assignment.objects.filter(
        programme=review.programme, round__in=later, application_id__in=cases, state="assigned"
    )
    pks = list(held.order_by("pk").values_list("pk", flat=True))
    move(this, ASSIGNMENT_STATES, Assignment, pks, "take_away")
