"""The panel of a round: who sits on it, and the reviewers that its cases lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from dure.domains.accounts.models import Membership, User
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.review.conflicts import barred_pairs
from dure.domains.review.models import Assignment, Entrant, PanelMember
from dure.domains.review.rounds import StageReview
from dure.engine.review.assigning import spread_reviewers

IN_FORCE = ("assigned", "scored")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many assignments were made, and how many reviewers each case (application id) still lacks."""

    assigned: int
    lacking: Mapping[int, int]


def reviewers_of(programme: str, now: datetime) -> set[int]:
    """Return the users who hold the role of a reviewer for a programme at an instant."""
    return set(reviewing(programme, now).values_list("user_id", flat=True))


def reviewing(programme: str, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which people may review for a programme at an instant."""
    return Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        Q(programme="") | Q(programme=programme),
        role="reviewer",
        starts_at__lte=now,
        user__is_active=True,
    )


def fill_cases(this: Act, review: StageReview) -> Filled:
    """Assign the reviewers that cases lack, evenly; what stands is not moved.

    The way is that of ``docs/algorithms/combining-scores.md``. Those who get cases are told once an act.
    """
    assert review.round is not None, "a panel scores in a round"
    programme, held = review.programme, review.round
    members = PanelMember.objects.filter(programme=programme, round=held.id, until__isnull=True)
    sitting = sorted(set(members.values_list("reviewer_id", flat=True)) & reviewers_of(programme, this.now))
    cases = Entrant.objects.filter(
        programme=programme, stage=review.stage.id, application__state="accepted"
    ).values_list("application_id", flat=True)
    standing = Assignment.objects.filter(programme=programme, round=held.id, state__in=IN_FORCE)
    barred = barred_pairs(programme, review.stage.id, held.id, sitting, this.now)
    spread = spread_reviewers(
        map(str, set(cases)),
        map(str, sitting),
        each=held.reviewers_each,
        barred={(str(case), str(reviewer)) for case, reviewer in barred},
        seed=f"{review.loaded.hash}/{held.id}",
        standing={
            (str(case), str(one)) for case, one in standing.values_list("application_id", "reviewer_id")
        },
    )
    made = Assignment.objects.bulk_create(
        Assignment(
            programme=programme,
            round=held.id,
            application_id=int(case),
            reviewer_id=int(reviewer),
            assigned_at=this.now,
            declared_at=None if held.declares_conflicts else this.now,
        )
        for case, reviewer in spread.assigned
    )
    for one in made:
        this.record(
            "assignment", one.pk, application=one.application_id, reviewer=one.reviewer_id, round=held.id
        )
    _tell(this, review, Counter(one.reviewer_id for one in made))
    return Filled(len(made), {int(case): lacks for case, lacks in spread.lacking.items()})


def _tell(this: Act, review: StageReview, counts: Mapping[int, int]) -> None:
    assert review.round is not None
    file = review.loaded.programme
    told: dict[str, object] = {
        "programme": {"ko": file.title.to("ko"), "en": file.title.to("en")},
        "round": {"ko": review.round.title.to("ko"), "en": review.round.title.to("en")},
    }
    declares = review.round.declares_conflicts
    notify(
        this,
        (
            Recipient(
                user_id=user.pk,
                email=user.email,
                language=user.language,
                parameters=told if declares else {**told, "count": counts[user.pk]},
                link=f"/reviewer/{review.programme}/{review.round.id}/",
            )
            for user in User.objects.filter(pk__in=counts).order_by("pk")
        ),
        template="conflict_to_declare" if declares else "review_assigned",
        key=f"{review.round.id}/{this.id}",
    )
