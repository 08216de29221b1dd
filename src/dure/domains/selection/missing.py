"""What a stage's selection still waits for: told before it is previewed, and refused at the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q

from dure.domains.agreements.places import places_problems
from dure.domains.applications.models import ApplicationDocument
from dure.domains.applications.queries import Application
from dure.domains.selection.clocks import object_until
from dure.domains.selection.inputs import entrants
from dure.domains.selection.listing import listing_problems
from dure.domains.selection.models import DocumentRequest, Objection, Place, SeedCommitment, Selection
from dure.domains.selection.objected import OPEN
from dure.domains.selection.stage_documents import documents_of, due_at, lacking, places_asked
from dure.domains.selection.stages import StageCase
from dure.domains.voting.results import votes_counted
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, msg

WITHOUT_SCORES = "selection.unscored"
"""The one thing that an officer may decide to go on without: those choices are dropped."""


def entering_problems(case: StageCase, now: datetime) -> list[Problem]:
    """Return why it is not known yet who takes part in a stage."""
    return _first_stage(case, now) if case.before is None else _later_stage(case, now)


def missing(case: StageCase, now: datetime) -> list[Problem]:
    """Return what stands in the way of a stage's selection, without looking at its scores."""
    own = entering_problems(case, now)
    places = places_problems(case.programme, case.stage.id)
    return [*own, *places, *_vote(case), *_seed(case), *_documents(case, now), *listing_problems(case, now)]


def missing_scores(case: StageCase, unscored: Mapping[str, int]) -> list[Problem]:
    """Return, by executor, how many choices have no score."""
    return [
        Problem(
            WITHOUT_SCORES,
            msg("{executor}: {count} applicants have no score there"),
            {"executor": case.executor_name(executor) or executor or case.stage.title, "count": count},
        )
        for executor, count in unscored.items()
        if count
    ]


def _first_stage(case: StageCase, now: datetime) -> list[Problem]:
    problems = []
    if now < case.version.closes_at:
        problems.append(Problem("selection.window_open", msg("applications are still being taken")))
    waiting, unknown, accepted = (
        Application.objects.filter(programme=case.programme.id)
        .aggregate(
            waiting=Count("pk", filter=Q(state__in=("submitted", "supplementing"))),
            unknown=Count(
                "pk", filter=Q(state="accepted") & (Q(verdict__isnull=True) | ~Q(verdict="eligible"))
            ),
            accepted=Count("pk", filter=Q(state="accepted")),
        )
        .values()
    )
    if waiting:
        problems.append(
            Problem(
                "selection.unchecked",
                msg("applications whose documents are not checked yet: {count}"),
                {"count": waiting},
            )
        )
    if unknown:
        problems.append(
            Problem(
                "selection.unknown",
                msg("accepted applications that are not known to be eligible: {count}"),
                {"count": unknown},
            )
        )
    problems += _objections_to_refusals(case.programme.id)
    return problems + _nobody(accepted)


def _objections_to_refusals(programme: str) -> list[Problem]:
    """Whoever was refused wrongly takes part: so it is judged before anybody is chosen."""
    open_ones = Objection.objects.filter(
        application__programme=programme, decision__isnull=True, state__in=OPEN
    ).count()
    if not open_ones:
        return []
    message = msg("objections to refusals at the document check that are not answered yet: {count}")
    return [Problem("selection.objections", message, {"count": open_ones})]


def _later_stage(case: StageCase, now: datetime) -> list[Problem]:
    assert case.before is not None
    published = (
        Selection.objects.filter(programme=case.programme.id, stage=case.before.id, state="published")
        .order_by("-published_at")
        .first()
    )
    if published is None:
        return [Problem("selection.before", msg("the selection of the stage before is not published yet"))]
    offered, accepted = (
        Place.objects.filter(programme=case.programme.id, stage=case.before.id)
        .aggregate(
            offered=Count("pk", filter=Q(state="offered")), accepted=Count("pk", filter=Q(state="accepted"))
        )
        .values()
    )
    waiting = [
        Problem(
            "selection.offered",
            msg("places of the stage before that are offered and not answered yet: {count}"),
            {"count": offered},
            severity="warning",
        )
    ]
    return (waiting if offered else []) + _still_disputed(case, published, now) + _nobody(accepted)


def _still_disputed(case: StageCase, published: Selection, now: datetime) -> list[Problem]:
    """Who wins an objection once this stage's scores stand fast comes too late for it: told, not refused."""
    problems = []
    open_ones = Objection.objects.filter(
        decision__selection__programme=case.programme.id,
        decision__selection__stage=published.stage,
        state__in=OPEN,
    ).count()
    if open_ones:
        message = msg("objections to the stage before that are not answered yet: {count}")
        problems.append(
            Problem("selection.disputed", message, {"count": open_ones}, severity="warning"),
        )
    until = object_until(case, published.published_at) if published.published_at is not None else None
    if until is not None and day_of(now) <= until:
        message = msg("the stage before can be objected to until {day}: who wins later comes too late here")
        problems.append(Problem("selection.disputable", message, {"day": until}, severity="warning"))
    return problems


def _documents(case: StageCase, now: datetime) -> list[Problem]:
    """Nobody is left out for documents that can still come, or that nobody has looked at."""
    documents = documents_of(case)
    if not documents:
        return []
    problems = []
    due = max(due_at(one) for one in documents)
    if now < due:
        message = msg("documents of this stage can be handed in until {day}")
        day = day_of(due - timedelta(microseconds=1))
        problems.append(Problem("selection.documents_due", message, {"day": day}))
    of = {
        "application__in": places_asked(case).values("application"),
        "document__in": [d.id for d in documents],
    }
    waiting = ApplicationDocument.objects.filter(**of, state="handed_in").count()
    if waiting:
        message = msg("documents of this stage that nobody has checked yet: {count}")
        problems.append(Problem("selection.documents_unchecked", message, {"count": waiting}))
    asked = DocumentRequest.objects.filter(**of, state="open", due_at__gt=now).count()
    if asked:
        message = msg("documents of this stage that were asked for again and may still come: {count}")
        problems.append(Problem("selection.documents_asked", message, {"count": asked}))
    without = len(lacking(case))
    if without:
        message = msg("{count} lack a required document of this stage: they take no part and are told so")
        problems.append(
            Problem("selection.documents_lacking", message, {"count": without}, severity="warning")
        )
    return problems


def _nobody(count: int) -> list[Problem]:
    return [] if count else [Problem("selection.nobody", msg("nobody takes part in this stage yet"))]


def _vote(case: StageCase) -> list[Problem]:
    """A public vote must be closed and counted; who came after it had begun has no votes."""
    if not case.stage.has_vote:
        return []
    votes = votes_counted(case.programme.id, case.stage.id)
    if votes is None:
        return [Problem("selection.vote", msg("the public vote of this stage is not counted yet"))]
    without = sum(one.application_id not in votes for one in entrants(case))
    if not without:
        return []
    message = msg("of those who take part this many were no candidates of the public vote: {count}")
    return [Problem("selection.no_candidates", message, {"count": without}, severity="warning")]


def _seed(case: StageCase) -> list[Problem]:
    """The hash of the seed must be public before the seed is used, where the file says so."""
    if case.stage.tie_break.commitment is None:
        return []
    if SeedCommitment.objects.filter(programme=case.programme.id, stage=case.stage.id).exists():
        return []
    return [Problem("selection.no_seed", msg("the hash of the seed that breaks ties is not published yet"))]
