"""Review as pages and other subjects read it: windows, scores, progress, sheets and uploads of executors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.screening import IN_PROCESS
from dure.domains.applications.staff_conflicts import declared_by
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.review.layouts import layout_of as layout_of
from dure.domains.review.marks import criteria as criteria
from dure.domains.review.marks import typed_marks as typed_marks
from dure.domains.review.models import Entrant, ScoreSheet, ScoreUpload, ScoringWindow
from dure.domains.review.rounds import StageReview as StageReview
from dure.domains.review.rounds import published_programme as published_programme
from dure.domains.review.rounds import review_of as review_of
from dure.domains.review.rounds import round_review as round_review
from dure.domains.review.rounds import stage_review as stage_review
from dure.domains.review.scores import Progress as Progress
from dure.domains.review.scores import StageScore as StageScore
from dure.domains.review.scores import executor_scores as executor_scores
from dure.domains.review.scores import panel_scores as panel_scores
from dure.domains.review.scores import reviewer_codes as reviewer_codes
from dure.domains.review.scores import stage_progress as stage_progress
from dure.domains.review.scores import stage_reviews as stage_reviews
from dure.domains.review.scores import stage_scores as stage_scores
from dure.domains.review.scores import stopped as stopped
from dure.domains.review.staff import declares
from dure.engine.programme import LoadedProgramme


def stage_is_closed(programme: str, stage: str) -> bool:
    """Say whether the scores of a stage stand fast: its selection is proposed, or made."""
    return windows([programme]).get((programme, stage)) == "closed"


def windows(programmes: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the state of the scoring, open or closed, by programme and stage; others have not begun."""
    found = ScoringWindow.objects.visible_to(SYSTEM).filter(programme__in=list(programmes))
    return {(one.programme, one.stage): one.state for one in found}


def executors_stages(loaded: LoadedProgramme) -> list[str]:
    """Return the stages of a programme that executors score, in order."""
    return [stage.id for stage in loaded.programme.stages if stage.scored_by_executors]


def stage_at_hand(loaded: LoadedProgramme, states: dict[tuple[str, str], str]) -> str:
    """Return the stage that executors score now, else the last that they scored; empty before the first."""
    known = [(stage, states.get((loaded.programme.id, stage), "")) for stage in executors_stages(loaded)]
    opened = [stage for stage, state in known if state == "open"]
    return (opened or [stage for stage, state in known if state] or [""])[-1]


def scored_counts(
    programmes: Iterable[str], executors: Iterable[str]
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return (scored, to score) by programme, stage and executor; one query."""
    named, of = list(programmes), list(executors)
    # Those that are out are few: they are left out of either count, instead of joining all the others.
    out = sorted(set(APPLICATION_STATES.states()) - set(IN_PROCESS))
    with connection.cursor() as cursor:
        cursor.execute(_SCORED_COUNTS, [named, out, named, of, named, of, named])
        return {
            (programme, stage, executor): (scored, entered)
            for programme, stage, executor, scored, entered in cursor.fetchall()
        }


# Joined and not `NOT IN`: a list of those that are out is looked through for every row once it is long.
_SCORED_COUNTS = """
    WITH gone AS (
        SELECT id FROM applications_application WHERE programme = ANY(%s) AND state = ANY(%s)
    )
    SELECT programme, stage, executor, sum(scored)::bigint, sum(entered)::bigint FROM (
        SELECT programme, stage, executor, 0 AS scored, count(*) AS entered
        FROM review_entrant LEFT JOIN gone ON gone.id = application_id
        WHERE programme = ANY(%s) AND executor = ANY(%s) AND gone.id IS NULL
        GROUP BY 1, 2, 3
        UNION ALL
        SELECT programme, stage, executor, count(*), 0
        FROM review_scoresheet LEFT JOIN gone ON gone.id = application_id
        WHERE programme = ANY(%s) AND executor = ANY(%s) AND reviewer_id IS NULL AND state = 'submitted'
            AND gone.id IS NULL
            AND (stage, application_id, executor) IN (
                SELECT stage, application_id, executor FROM review_entrant WHERE programme = ANY(%s)
            )
        GROUP BY 1, 2, 3
    ) AS counted GROUP BY 1, 2, 3 HAVING sum(entered) > 0
"""


def with_scores(found: QuerySet[Any], actor: SignedActor, stage: str, executor: str) -> QuerySet[Any]:
    """Return applications with ``score`` (thousandths), ``sheet_state`` and ``entered`` of one executor."""
    sheets = ScoreSheet.objects.visible_to(actor).filter(
        application=OuterRef("pk"), stage=stage, executor=executor, reviewer__isnull=True
    )
    scored: QuerySet[Any] = found.annotate(
        score=Subquery(sheets.values("total")[:1]),
        sheet_state=Subquery(sheets.values("state")[:1]),
        entered=Exists(_entrants(actor, stage, executor)),
    )
    return scored


def _entrants(actor: SignedActor, stage: str, executor: str) -> QuerySet[Any]:
    return Entrant.objects.visible_to(actor).filter(
        application=OuterRef("pk"), stage=stage, executor=executor
    )


def only_scored(
    found: QuerySet[Any], actor: SignedActor, stage: str, executor: str, *, scored: bool
) -> QuerySet[Any]:
    """Return those of the applications that an executor has scored at a stage, or has still to score."""
    submitted = Exists(
        ScoreSheet.objects.visible_to(actor).filter(
            application=OuterRef("pk"),
            stage=stage,
            executor=executor,
            reviewer__isnull=True,
            state="submitted",
        )
    )
    entered = found.filter(Exists(_entrants(actor, stage, executor)))
    return entered.filter(submitted if scored else ~submitted)


def is_entrant(actor: SignedActor, stage: str, executor: str, application_id: int) -> bool:
    """Say whether an application is scored at a stage by an executor."""
    found = Entrant.objects.visible_to(actor)
    return found.filter(stage=stage, executor=executor, application_id=application_id).exists()


def sheet_of(actor: SignedActor, stage: str, executor: str, application_id: int) -> ScoreSheet | None:
    """Return an executor's sheet of one application, or None where there is none yet."""
    return (
        ScoreSheet.objects.visible_to(actor)
        .filter(stage=stage, executor=executor, application_id=application_id, reviewer__isnull=True)
        .first()
    )


def workbook_rows(
    actor: SignedActor, review: StageReview, executor: str
) -> list[tuple[str, str, dict[str, int], str, dict[str, str]]]:
    """Return number, name, marks, comment and remarks of an executor's entrants at a stage, in order.

    Without those with whom the actor has a conflict of interest, and those about whom the actor has declared
    nothing yet. Two queries.
    """
    entrants = Entrant.objects.visible_to(actor).filter(
        programme=review.programme,
        stage=review.stage.id,
        executor=executor,
        application__state__in=("submitted", "supplementing", "accepted", "refused"),
    )
    if declares(review):
        entrants = entrants.filter(application_id__in=declared_by(actor, review.programme))
    sheets = {
        sheet.application_id: sheet
        for sheet in ScoreSheet.objects.visible_to(actor).filter(
            programme=review.programme, stage=review.stage.id, executor=executor, reviewer__isnull=True
        )
    }
    rows = []
    named = entrants.order_by("application__application_no", "application_id")
    for pk, number, name in named.values_list(
        "application_id", "application__application_no", "application__name"
    ):
        sheet = sheets.get(pk)
        marks = typed_marks(review, sheet.items, sheet.total) if sheet else {}
        rows.append(
            (number or "", name, marks, sheet.comment if sheet else "", sheet.remarks if sheet else {})
        )
    return rows


def uploads(actor: SignedActor, programme: str, stage: str, executor: str) -> QuerySet[ScoreUpload]:
    """Return the spreadsheets of scores of an executor, the newest first."""
    return (
        ScoreUpload.objects.visible_to(actor)
        .filter(programme=programme, stage=stage, executor=executor)
        .select_related("file")
        .order_by("-id")
    )


def upload(actor: SignedActor, upload_id: int) -> ScoreUpload | None:
    """Return one spreadsheet of scores that an actor may see, or None."""
    return ScoreUpload.objects.visible_to(actor).filter(pk=upload_id).select_related("file").first()
