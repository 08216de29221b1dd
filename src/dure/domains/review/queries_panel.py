"""Panels as reviewers and officers read them: rounds, cases, what others gave, who sits on a panel.

A case that waits for a declaration of conflicts is told by its name and region, one in conflict not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.review.conflicts import RELATIONS as RELATIONS
from dure.domains.review.gates import is_decided as is_decided
from dure.domains.review.gates import visible_entrants
from dure.domains.review.models import Assignment, Entrant, PanelMember
from dure.domains.review.models import ScoreSheet as ScoreSheet
from dure.domains.review.panels import IN_FORCE, reviewing
from dure.domains.review.rounds import StageReview
from dure.domains.review.rounds import blind_to as blind_to
from dure.engine.review.combining import combined


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round in which somebody has cases: how many wait for a declaration, are to score, are scored."""

    programme: str
    round: str
    to_declare: int
    to_score: int
    scored: int


def own_rounds(actor: SignedActor) -> list[OwnRound]:
    """Return the rounds in which somebody has cases; one query."""
    told = Q(declared_at__isnull=False)
    rows = (
        Assignment.objects.of(actor)
        .values("programme", "round")
        .annotate(
            to_declare=Count("pk", filter=~told),
            to_score=Count("pk", filter=told & Q(state="assigned")),
            scored=Count("pk", filter=told & Q(state="scored")),
        )
        .order_by("programme", "round")
    )
    return [OwnRound(**row) for row in rows]


def to_declare(actor: SignedActor, programme: str, round_id: str) -> list[dict[str, Any]]:
    """Return application id, receipt number, name and region of what waits for a declaration; no more."""
    waiting = Assignment.objects.to_declare_by(actor).filter(programme=programme, round=round_id)
    columns = ("application_id", "application__application_no", "application__name", "application__region")
    return [dict(row) for row in waiting.order_by("application__application_no").values(*columns)]


def cases(actor: SignedActor, review: StageReview) -> list[tuple[Assignment, ScoreSheet | None]]:
    """Return the open cases of a reviewer with the reviewer's own sheets; two queries."""
    held = review.round.id if review.round else ""
    mine = (
        Assignment.objects.of(actor)
        .filter(programme=review.programme, round=held, declared_at__isnull=False)
        .select_related("application")
        .order_by("application__application_no", "pk")
    )
    rows = list(mine)
    sheets = {
        sheet.application_id: sheet
        for sheet in ScoreSheet.objects.filter(
            stage=review.stage.id,
            round=review.sheet_round,
            reviewer_id=actor.user_id,
            application_id__in=[row.application_id for row in rows],
        )
    }
    return [(row, sheets.get(row.application_id)) for row in rows]


def case(
    actor: SignedActor, review: StageReview, application_id: int
) -> tuple[Assignment, ScoreSheet | None] | None:
    """Return one open case of a reviewer with the own sheet, or None."""
    held = review.round.id if review.round else ""
    found = (
        Assignment.objects.of(actor)
        .filter(
            programme=review.programme,
            round=held,
            application_id=application_id,
            declared_at__isnull=False,
        )
        .select_related("application")
        .first()
    )
    if found is None:
        return None
    sheet = ScoreSheet.objects.filter(
        stage=review.stage.id,
        round=review.sheet_round,
        reviewer_id=actor.user_id,
        application_id=application_id,
    ).first()
    return found, sheet


def documents_of_case(
    found: Assignment, review: StageReview, *, own_submitted: bool
) -> list[ApplicationDocument]:
    """Return the documents that were accepted; none while anything is blind, for they would tell it."""
    if blind_to(review.round, own_submitted=own_submitted):
        return []
    return list(
        ApplicationDocument.objects.filter(application_id=found.application_id, state="accepted")
        .select_related("file")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Others:
    """What a reviewer sees of others: their scores without names, highest first, and the average of all."""

    scores: tuple[int, ...]
    average: int | None


def others(actor: SignedActor, review: StageReview, application_id: int, *, own_submitted: bool) -> Others:
    """Return what the round lets a reviewer see of what others submitted about a case."""
    held = review.round
    assert held is not None, "a panel scores in a round"
    seen = {"never": False, "after_own": own_submitted, "always": True}
    if not seen[held.sees_other_reviews] and not seen[held.sees_average]:
        return Others((), None)
    counted = Assignment.objects.filter(
        programme=review.programme, round=held.id, application_id=application_id, state="scored"
    ).values("reviewer_id")
    rows = ScoreSheet.objects.filter(
        stage=review.stage.id,
        round=review.sheet_round,
        application_id=application_id,
        state="submitted",
        reviewer_id__in=counted,
    ).values_list("reviewer_id", "total")
    totals = {reviewer: total for reviewer, total in rows if total is not None}
    rest = sorted((t for reviewer, t in totals.items() if reviewer != actor.user_id), reverse=True)
    average = combined(list(totals.values()), "mean")
    return Others(
        tuple(rest) if seen[held.sees_other_reviews] else (),
        average if seen[held.sees_average] else None,
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who sits or sat on a panel: whether they do, and their cases."""

    reviewer_id: int
    sits: bool
    cases: int
    to_declare: int
    scored: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel as the officer sees it."""

    seats: tuple[Seat, ...]
    entrants: int
    lacking: int
    """Cases that have fewer reviewers than they need."""
    complete: int
    """Cases that everybody has scored."""


def may_sit(programme: str, now: datetime, words: str, most: int) -> tuple[list[int], int]:
    """Return who may sit on a programme's panels, at most so many, and how many there are; two queries.

    ``words`` are a part of an organisation's name or a whole e-mail address; empty: everybody.
    """
    held = reviewing(programme, now)
    if text := words.strip():
        held = held.filter(
            Q(organisation__name_ko__icontains=text)
            | Q(organisation__name_en__icontains=text)
            | Q(user__email=text.lower())
        )
    found = held.order_by("user_id").values_list("user_id", flat=True).distinct()
    return list(found[:most]), found.count()


def panel(actor: SignedActor, review: StageReview) -> Panel:
    """Return a round's panel: who sits on it or has had cases, and how far the cases are; five queries."""
    held = review.round
    assert held is not None, "a panel scores in a round"
    sitting = set(
        PanelMember.objects.filter(programme=review.programme, round=held.id, until__isnull=True).values_list(
            "reviewer_id", flat=True
        )
    )
    entrants = (
        visible_entrants(actor, review)
        .filter(application__state="accepted")
        .values("application_id")
        .distinct()
    )
    assigned = Assignment.objects.visible_to(actor).filter(programme=review.programme, round=held.id)
    in_force, is_scored = Q(state__in=IN_FORCE), Q(state="scored")
    loads = {
        one: counts
        for one, *counts in assigned.values_list("reviewer_id").annotate(
            cases=Count("pk", filter=in_force),
            to_declare=Count("pk", filter=in_force & Q(declared_at__isnull=True)),
            scored=Count("pk", filter=is_scored),
            conflicts=Count("pk", filter=Q(state="conflict")),
        )
    }
    per_case = (
        assigned.filter(in_force, application_id__in=entrants)
        .values("application_id")
        .annotate(many=Count("pk"), scored=Count("pk", filter=is_scored))
    )
    far = per_case.aggregate(
        enough=Count("application_id", filter=Q(many__gte=held.reviewers_each)),
        complete=Count("application_id", filter=Q(scored=F("many"))),
    )
    total = entrants.count()
    seats = tuple(
        Seat(one, one in sitting, *loads.get(one, (0, 0, 0, 0))) for one in sorted(sitting | set(loads))
    )
    return Panel(seats, total, total - far["enough"], far["complete"])


def waiting_entrants(actor: SignedActor, programme: str, stage: str) -> int:
    """Return how many accepted applications are not entrants of the first stage yet; one query."""
    entered = Entrant.objects.filter(programme=programme, stage=stage).values("application_id")
    found = Application.objects.handed_in_to(actor).filter(programme=programme, state="accepted")
    return found.exclude(pk__in=entered).count()


def entrant_counts(actor: SignedActor, programme: str) -> dict[str, int]:
    """Return how many applications are scored at each stage of a programme; one query."""
    rows: QuerySet[Any] = (
        Entrant.objects.visible_to(actor)
        .filter(programme=programme)
        .values("stage")
        .annotate(n=Count("application_id", distinct=True))
    )
    return {row["stage"]: row["n"] for row in rows}
