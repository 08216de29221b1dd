"""Panels as reviewers and officers read them: rounds, cases, what others gave, who sits on a panel.

A case that waits for a declaration of conflicts is told by its name and region, one in conflict not at all.
What is in conflict is left out whenever a reviewer reads, and all of it once the stage is published.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.review.codes import case_code as case_code
from dure.domains.review.codes import cases_called
from dure.domains.review.codes import is_blind as is_blind
from dure.domains.review.conflicts import RELATIONS as RELATIONS
from dure.domains.review.conflicts import barred_in, barred_pairs
from dure.domains.review.gates import is_decided as is_decided
from dure.domains.review.gates import visible_entrants
from dure.domains.review.hiding import Hidden as Hidden
from dure.domains.review.hiding import hidden_of as hidden_of
from dure.domains.review.hiding import hidden_of_each as hidden_of_each
from dure.domains.review.hiding import shown_documents
from dure.domains.review.models import Assignment, AssignmentQuerySet, Entrant, PanelMember
from dure.domains.review.models import ScoreSheet as ScoreSheet
from dure.domains.review.naming import hides_names as hides_names
from dure.domains.review.naming import names_to_declare as names_to_declare
from dure.domains.review.panels import IN_FORCE, reviewing
from dure.domains.review.published import published_stages
from dure.domains.review.rounds import StageReview, round_reviews
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


def own_rounds(actor: SignedActor, now: datetime, only: tuple[str, str] | None = None) -> list[OwnRound]:
    """Return the rounds in which somebody has cases that they may read; four queries.

    With ``only`` (programme, round) the others are not looked at. What is in conflict is not counted, and a
    round whose stage is published is none any more.
    """
    held = Assignment.objects.of(actor)
    if only is not None:
        held = held.filter(programme=only[0], round=only[1])
    rows = list(held.order_by().values_list("programme", "round", "application_id", "state", "declared_at"))
    reviews = round_reviews({(programme, round_id) for programme, round_id, *_ in rows})
    shut = {(*of, case) for of, cases in _shut(actor, reviews, now).items() for case in cases}
    gone = published_stages({programme for programme, _ in reviews})
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for programme, round_id, case, state, declared_at in rows:
        review = reviews.get((programme, round_id))
        if review is None or (programme, review.stage.id) in gone or (programme, round_id, case) in shut:
            continue
        counts[programme, round_id]["to_declare" if declared_at is None else state] += 1
    return [
        OwnRound(*of, count["to_declare"], count["assigned"], count["scored"])
        for of, count in sorted(counts.items())
    ]


def _shut(
    actor: SignedActor, reviews: Mapping[tuple[str, str], StageReview], now: datetime
) -> dict[tuple[str, str], set[int]]:
    """Return the cases of each round that somebody conflicts with; one query.

    Asked on every reading, whatever state the case is in: it is taken away a moment later, and once the
    scores stand fast not at all.
    """
    if not reviews or actor.user_id is None:
        return {}
    barred = barred_in(list(reviews.values()), [actor.user_id], now)
    return {
        of: {case for case, who in pairs if who == actor.user_id}
        for of, pairs in zip(reviews, barred, strict=True)
    }


def _readable(
    actor: SignedActor, review: StageReview, now: datetime, found: AssignmentQuerySet
) -> AssignmentQuerySet:
    """Return what of a reviewer's assignments in a round may be read: not in conflict, not published."""
    if review.round is None or actor.user_id is None or _is_over(review):
        return found.none()
    mine = found.filter(programme=review.programme, round=review.round.id)
    asked = list(mine.order_by().values_list("application_id", flat=True))
    barred = barred_pairs(review, [actor.user_id], now, only=asked)
    return mine.exclude(application_id__in=[case for case, who in barred if who == actor.user_id])


def _is_over(review: StageReview) -> bool:
    return (review.programme, review.stage.id) in published_stages([review.programme])


def to_declare(actor: SignedActor, review: StageReview, now: datetime) -> list[dict[str, Any]]:
    """Return application id, receipt number, name and region of what waits for a declaration; no more."""
    waiting = _readable(actor, review, now, Assignment.objects.to_declare_by(actor))
    columns = ("application_id", "application__application_no", "application__name", "application__region")
    rows = [dict(row) for row in waiting.order_by("application__application_no").values(*columns)]
    return (
        sorted(rows, key=lambda row: case_code(review, row["application_id"])) if is_blind(review) else rows
    )


def cases(
    actor: SignedActor, review: StageReview, now: datetime
) -> list[tuple[Assignment, ScoreSheet | None]]:
    """Return the open cases of a reviewer with the reviewer's own sheets; five queries.

    By receipt number, and in a blind round by code: the order of the numbers is hidden too.
    """
    mine = (
        _readable(actor, review, now, Assignment.objects.of(actor).filter(declared_at__isnull=False))
        .select_related("application__merchant")
        .order_by("application__application_no", "pk")
    )
    rows = list(mine)
    if is_blind(review):
        rows.sort(key=lambda row: case_code(review, row.application_id))
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


def case_meant(actor: SignedActor, review: StageReview, text: str) -> int | None:
    """Return which application an address means to a reviewer: a code where the round is blind, else its id.

    In a blind round an id is no address: whoever knows one must not find out whether the case is theirs.
    """
    assert review.round is not None, "a panel scores in a round"
    if not is_blind(review):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else None
    own = Assignment.objects.of(actor).filter(programme=review.programme, round=review.round.id)
    found = cases_called(review, text, own.order_by().values_list("application_id", flat=True))
    return found[0] if len(found) == 1 else None


def case(
    actor: SignedActor, review: StageReview, application_id: int, now: datetime
) -> tuple[Assignment, ScoreSheet | None] | None:
    """Return one open case of a reviewer with the own sheet, or None."""
    held = Assignment.objects.of(actor).filter(application_id=application_id, declared_at__isnull=False)
    found = _readable(actor, review, now, held).select_related("application__merchant").first()
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
    """Return the documents that were accepted and that the reviewer sees (:func:`shown_documents`)."""
    accepted = ApplicationDocument.objects.filter(application_id=found.application_id, state="accepted")
    documents = list(accepted.select_related("file").order_by("pk"))
    return shown_documents(review, documents, own_submitted=own_submitted)


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
