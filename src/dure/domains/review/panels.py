"""The panel of a round: who sits on it, and the reviewers that its cases lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from dure.domains.accounts.models import Membership, User
from dure.domains.diagnosis.experts import hold_reviews
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.review.conflicts import barred_pairs
from dure.domains.review.gates import entrants_of, undo
from dure.domains.review.models import Assignment, PanelMember
from dure.domains.review.preferences import organisations_of, points_of
from dure.domains.review.rounds import StageReview
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.engine.problems import Refused, msg, refuse
from dure.engine.review.panel import Lack, Panel, Terms
from dure.engine.review.panel_flow import assign

IN_FORCE = ("assigned", "scored")
RUNNING = ("officer", "ministry", "centre_staff")
"""Roles whose holders do not review for a programme that they hold them for.

Staff of a regional centre read the applications of their area with names, and look after them.
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many assignments were made, and the bounds that could not be held, by ids as texts."""

    assigned: int
    lacks: tuple[Lack, ...]

    @property
    def lacking(self) -> dict[int, int]:
        """How many reviewers each case (application id) still lacks."""
        return {int(lack.who): lack.lacks for lack in self.lacks if lack.rule != "least"}


def reviewers_of(programme: str, now: datetime) -> set[int]:
    """Return the users who hold the role of a reviewer for a programme at an instant."""
    return set(reviewing(programme, now).values_list("user_id", flat=True))


def reviewing(programme: str, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which people may review for a programme at an instant.

    Whoever runs or supervises the programme too, or looks after an area of it, does not review for it: they
    read names that a round hides, what others gave, and cases that they have a conflict of interest with.
    """
    running = _held(programme, now).filter(role__in=RUNNING, user_id=OuterRef("user_id"))
    return hold_the_role(programme, now).filter(~Exists(running))


def hold_the_role(programme: str, now: datetime) -> QuerySet[Membership]:
    """Return the memberships of everybody who holds the role of a reviewer, whatever else they hold."""
    return _held(programme, now).filter(role="reviewer", user__is_active=True)


def running_among(programme: str, now: datetime, user_ids: Collection[int]) -> set[int]:
    """Return who of some users holds a role of :data:`RUNNING` at an instant; one query."""
    held = _held(programme, now).filter(role__in=RUNNING, user_id__in=user_ids)
    return set(held.values_list("user_id", flat=True))


def _held(programme: str, now: datetime) -> QuerySet[Membership]:
    return Membership.objects.in_force(now).filter(programme__in=("", programme))


def sits_as_officer() -> Refused:
    """Return the refusal of a seat for somebody who holds a role of :data:`RUNNING`."""
    return refuse(
        "panel.officer",
        msg(
            "whoever runs or supervises this programme, or looks after an area of it (officer, ministry,"
            " regional centre), does not review for it"
        ),
    )


def panel_now(review: StageReview, now: datetime, *, taken_away: bool = True) -> Panel:
    """Return the panel of a round as it stands: cases, who sits on it, what is assigned, barred and weighed.

    Twelve queries at most, however many cases. Cases and reviewers stand under the texts of their ids.
    """
    assert review.round is not None, "a panel scores in a round"
    programme, held = review.programme, review.round
    members = PanelMember.objects.filter(programme=programme, round=held.id, until__isnull=True)
    sitting = sorted(set(members.values_list("reviewer_id", flat=True)) & reviewers_of(programme, now))
    cases = entrants_of(review).filter(application__state="accepted").values_list("application_id", flat=True)
    states = {
        (case, reviewer): state
        for case, reviewer, state in Assignment.objects.filter(
            programme=programme, round=held.id, state__in=IN_FORCE
        ).values_list("application_id", "reviewer_id", "state")
    }
    standing = list(states)
    known = sorted({*sitting, *(reviewer for _, reviewer in standing)})
    barred = barred_pairs(review, known, now, taken_away=taken_away)
    # Whoever came to run the programme loses what they hold and have not submitted. What they gave before was
    # given as a reviewer's: it counts, so that nobody's score is undone by giving somebody a role.
    running = running_among(programme, now, known)
    barred |= {pair for pair in standing if pair[1] in running and states[pair] != "scored"}
    terms = held.panel
    return Panel(
        Terms(held.reviewers_each, terms.load.least, terms.load.most, terms.same_organisation_at_most),
        tuple(map(str, sorted(set(cases)))),
        tuple(map(str, sitting)),
        barred=_texts(barred),
        standing=_texts(standing),
        organisations=organisations_of(known, now),
        points=_texts_by(points_of(review, sitting)),
        seed=f"{review.loaded.hash}/{held.id}",
    )


def fill_cases(this: Act, review: StageReview) -> Filled:
    """Assign the reviewers that cases lack, in the best way there is; what stands is not moved.

    What stands although a conflict was found since is set aside first. The way is that of
    ``docs/algorithms/panel-assignment.md``. Those who get cases are told once an act.
    """
    hold_diagnoses(review)
    panel = panel_now(review, this.now)
    if found := panel.standing & panel.barred:
        set_aside(this, review, found)
        panel = replace(panel, standing=panel.standing - found)
    best = assign(panel)
    write_assignments(this, review, best.new)
    return Filled(len(best.new), best.lacks)


def in_conflict(review: StageReview, now: datetime) -> frozenset[tuple[str, str]]:
    """Return what stands in a round although a conflict of interest was found since: (case, reviewer)."""
    panel = panel_now(review, now)
    return panel.standing & panel.barred


def hold_diagnoses(review: StageReview) -> None:
    """Let nobody be given diagnoses of a programme until the act ends, where a round is blind.

    Who diagnoses a merchant does not review it blindly: one of the two is first.
    """
    if review.round is not None and review.round.blind:
        hold_reviews(review.programme)


def set_aside(this: Act, review: StageReview, pairs: Collection[tuple[str, str]]) -> None:
    """Take cases from reviewers for good: a conflict was found after they were assigned."""
    assert review.round is not None, "a panel scores in a round"
    held = Assignment.objects.filter(programme=review.programme, round=review.round.id, state__in=IN_FORCE)
    wanted = {(int(case), int(reviewer)) for case, reviewer in pairs}
    rows = held.filter(application_id__in={case for case, _ in wanted}).values_list(
        "pk", "application_id", "reviewer_id", "state"
    )
    found = [(pk, case, state) for pk, case, reviewer, state in rows if (case, reviewer) in wanted]
    move(this, ASSIGNMENT_STATES, Assignment, sorted(pk for pk, _, _ in found), "set_aside")
    undo(this, review, sorted({case for _, case, state in found if state == "scored"}))


def write_assignments(
    this: Act, review: StageReview, pairs: Collection[tuple[str, str]], *, override: str = ""
) -> None:
    """Write new assignments with an event for each, and tell the reviewers."""
    assert review.round is not None, "a panel scores in a round"
    held = review.round
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO review_assignment (programme, round, application_id, reviewer_id, state,"
            " assigned_at, declared_at, override)"
            " SELECT %s, %s, t.application_id, t.reviewer_id, 'assigned', %s, %s, %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS t(application_id, reviewer_id)"
            " RETURNING id, application_id, reviewer_id",
            [
                *(
                    review.programme,
                    held.id,
                    this.now,
                    None if held.declares_conflicts else this.now,
                    override,
                ),
                *([int(case) for case, _ in pairs], [int(reviewer) for _, reviewer in pairs]),
            ],
        )
        made = cursor.fetchall()
    for pk, application, reviewer in made:
        this.record("assignment", pk, application=application, reviewer=reviewer, round=held.id)
    tell_assigned(this, review, Counter(reviewer for _, _, reviewer in made))


def _texts(pairs: Iterable[tuple[int, int]]) -> frozenset[tuple[str, str]]:
    return frozenset((str(case), str(reviewer)) for case, reviewer in pairs)


def _texts_by(points: Mapping[tuple[int, int], int]) -> dict[tuple[str, str], int]:
    return {(str(case), str(reviewer)): value for (case, reviewer), value in points.items()}


def tell_assigned(this: Act, review: StageReview, counts: Mapping[int, int]) -> None:
    assert review.round is not None
    file = review.loaded.programme
    told: dict[str, object] = {
        "programme": {"ko": file.title.to("ko"), "en": file.title.to("en")},
        "round": {"ko": review.round.title.to("ko"), "en": review.round.title.to("en")},
    }
    if review.round.due_at is not None and not review.round.declares_conflicts:
        told["due"] = review.round.due_at.isoformat()
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
