"""The cases of a round of review: all of its stage, or whom the rounds before let through."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act
from dure.domains.review.models import Entrant, RoundResult
from dure.domains.review.rounds import StageReview
from dure.engine.problems import Refused, msg, refuse


def entrants_of(review: StageReview, seen: QuerySet[Entrant] | None = None) -> QuerySet[Entrant]:
    """Return the entrants of a stage (of those ``seen``) who are scored in a round of it."""
    found = (Entrant.objects.all() if seen is None else seen).filter(
        programme=review.programme, stage=review.stage.id
    )
    for one in review.earlier:
        assert one.round is not None, "a round before is one"
        if one.round.lets_through_from is not None:
            found = found.filter(_decided(one, "application_id", passed=True))
    return found


def visible_entrants(actor: SignedActor, review: StageReview) -> QuerySet[Entrant]:
    """Return the entrants of a round that an actor may see."""
    return entrants_of(review, Entrant.objects.visible_to(actor))


def is_decided(review: StageReview, application_id: int) -> bool:
    """Say whether a case was let through a round, or not: then the reviews of that round stand fast."""
    assert review.round is not None, "a panel scores in a round"
    found = RoundResult.objects.in_force().filter(programme=review.programme, round=review.round.id)
    return found.filter(application_id=application_id).exists()


def refuse_decided(review: StageReview, application_id: int) -> None:
    """Raise Refused where a case was let through a round, or not."""
    if is_decided(review, application_id):
        raise decided()


def decided() -> Refused:
    """Return the refusal of whatever would change reviews by which a case was let through, or not."""
    return refuse(
        "review.round_decided",
        msg("this case went through this round of review already: its reviews stand fast"),
    )


def undo(this: Act, review: StageReview, application_ids: list[int]) -> None:
    """Undo what a round decided on cases: a review of theirs does not count any more."""
    assert review.round is not None, "a panel scores in a round"
    found = RoundResult.objects.in_force().filter(
        programme=review.programme, round=review.round.id, application_id__in=application_ids
    )
    for one in found.order_by("pk").select_for_update():
        one.undone_at = this.now
        one.save(update_fields=["undone_at"])
        this.record("round_result", one.pk, application=one.application_id, undone=True)


def undecided(review: StageReview) -> Q:
    """Return the condition that a round has not decided on an application (``pk``)."""
    return ~Q(_decided(review, "pk"))


def _decided(review: StageReview, application: str, *, passed: bool | None = None) -> Exists:
    assert review.round is not None, "a panel scores in a round"
    found = RoundResult.objects.in_force().filter(
        programme=review.programme, round=review.round.id, application_id=OuterRef(application)
    )
    return Exists(found if passed is None else found.filter(passed=passed))


def was(review: StageReview, *, passed: bool) -> Q:
    """Return the condition that a round let an application (``pk``) through, or did not."""
    return Q(_decided(review, "pk", passed=passed))
