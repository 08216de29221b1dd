"""Objections as officers read them: by the clock, with whom they lie."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import User
from dure.domains.selection.models import Decision as Decision
from dure.domains.selection.models import Objection as Objection
from dure.domains.selection.models import Place
from dure.domains.selection.models import ScoreCorrection as ScoreCorrection
from dure.domains.selection.objected import case_of_objection as case_of_objection
from dure.domains.selection.objected import deciders
from dure.domains.selection.queries import OPEN
from dure.domains.selection.queries_own import reserves_now as reserves_now
from dure.domains.selection.redress_refusal import ways as ways
from dure.domains.selection.telling import officers
from dure.engine.law.deadlines import day_of

FILTERS = ("open", "overdue", "mine", "answered", "all")


def objection_rows(
    actor: SignedActor, now: datetime, *, which: str = "open", programme: str = ""
) -> QuerySet[Objection]:
    """Return objections, to be ordered by ``due_on``; ``which`` is one of :data:`FILTERS`."""
    found = _of_programmes(actor).select_related(
        "application__version", "decision__selection__version", "assigned_to"
    )
    if programme:
        found = found.filter(application__programme=programme)
    match which:
        case "overdue":
            found = found.filter(state__in=OPEN, due_on__lt=day_of(now))
        case "mine":
            found = found.filter(state__in=OPEN, assigned_to_id=actor.user_id or 0)
        case "answered":
            found = found.filter(state__in=("granted", "dismissed"))
        case "open":
            found = found.filter(state__in=OPEN)
        case _:
            pass
    return found.defer(
        "grounds", "answer", "application__facts", "application__answers", "application__origins"
    )


def _of_programmes(actor: SignedActor) -> QuerySet[Objection]:
    """Return what an actor may see as an officer: not what is only their own."""
    run = actor.scope("application__programme", "officer", "ministry")
    return Objection.objects.visible_to(actor).filter(run)


def objection_by_id(actor: SignedActor, objection_id: int) -> Objection | None:
    """Return one objection in a programme that an actor runs, with its decision and file, or None."""
    return (
        _of_programmes(actor)
        .filter(pk=objection_id)
        .select_related(
            "application__version", "decision__selection__version", "file", "place", "assigned_to"
        )
        .first()
    )


def place_of_objection(actor: SignedActor, objection: Objection) -> Place | None:
    """Return the place that the applicant was given at the stage, in whatever state, or None."""
    if objection.decision is None:
        return None
    return (
        Place.objects.visible_to(actor)
        .filter(selection_id=objection.decision.selection_id, application_id=objection.application_id)
        .first()
    )


def who_may_answer(actor: SignedActor, now: datetime, objection: Objection) -> list[tuple[int, str]]:
    """Return the officers who took no part in the decision, by id, with how they are called."""
    decided = deciders(objection)
    ids = [
        one.user_id
        for one in officers(objection.application.programme, now)
        if one.user_id is not None and one.user_id not in decided
    ]
    found = User.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return [(user.pk, user.name or user.email) for user in found]


def objections_of(actor: SignedActor, application_id: int) -> list[Objection]:
    """Return the objections of one application that an actor may see, the newest first."""
    found = Objection.objects.visible_to(actor).filter(application_id=application_id)
    return list(found.order_by("-pk").defer("grounds", "answer"))


def corrections_shown(objection: Objection) -> list[ScoreCorrection]:
    """Return the scores that an objection put right; who may read it is the caller's to ask."""
    return list(objection.corrections.order_by("pk"))


def corrections_of_list(
    actor: SignedActor, *, selection_id: int, application_ids: Collection[int] | None = None
) -> dict[int, list[ScoreCorrection]]:
    """Return the scores of a selection that were put right, by application, in the order they were; without
    ids all of them. One query."""
    found = ScoreCorrection.objects.visible_to(actor).filter(selection_id=selection_id)
    if application_ids is not None:
        found = found.filter(application_id__in=application_ids)
    by: dict[int, list[ScoreCorrection]] = {}
    for one in found.order_by("pk"):
        by.setdefault(one.application_id, []).append(one)
    return by


def corrections_of_objections(
    actor: SignedActor, objection_ids: Collection[int] | QuerySet[Objection, Any]
) -> dict[int, list[ScoreCorrection]]:
    """Return the scores that objections put right, by objection. One query."""
    found = ScoreCorrection.objects.visible_to(actor).filter(objection__in=objection_ids)
    by: dict[int, list[ScoreCorrection]] = {}
    for one in found.order_by("pk"):
        by.setdefault(one.objection_id, []).append(one)
    return by
