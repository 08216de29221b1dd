"""Requests of applicants that somebody shall not review them: when one may ask, and who reads them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.review.models import RecusalRequest, ScoringWindow
from dure.domains.review.panels import hold_the_role
from dure.domains.review.rounds import StageReview, published_programme, review_of
from dure.domains.review.staff import staff_of

IN_PROCESS = ("submitted", "supplementing", "accepted")


def panel_reviews(programme: str) -> list[StageReview]:
    """Return the rounds of review by a panel that a programme has and that are not closed; two queries."""
    found = published_programme(programme)
    if found is None:
        return []
    closed = set(
        ScoringWindow.objects.filter(programme=programme, state="closed").values_list("stage", flat=True)
    )
    stages = [s.id for s in found.programme.stages if s.scored_by_panel and s.id not in closed]
    held = [review_of(found, stage) for stage in stages]
    return [one for of in held if of is not None for one in of.rounds]


def executors_score(programme: str) -> bool:
    """Say whether executors' staff score a stage of a programme that is not closed; two queries."""
    found = published_programme(programme)
    if found is None:
        return False
    closed = set(
        ScoringWindow.objects.filter(programme=programme, state="closed").values_list("stage", flat=True)
    )
    return any(stage.scored_by_executors and stage.id not in closed for stage in found.programme.stages)


def may_still_ask(application: Application) -> bool:
    """Say whether a panel, or staff of a chosen executor, may still come to judge an application."""
    if application.state not in IN_PROCESS:
        return False
    judged = application.choices and executors_score(application.programme)
    return bool(judged or panel_reviews(application.programme))


def may_be_meant(application: Application, now: datetime) -> set[int]:
    """Return who may be meant by a request about an application: reviewers, and staff of its executors."""
    staff = staff_of(application.programme, application.choices, now)
    reviewers = hold_the_role(application.programme, now)
    return {*reviewers.values_list("user_id", flat=True), *staff.values_list("user_id", flat=True)}


def requests_of(actor: SignedActor, application_id: int) -> list[RecusalRequest]:
    """Return the requests about one application that an actor may see, the newest first."""
    found = RecusalRequest.objects.visible_to(actor).filter(application_id=application_id)
    return list(found.order_by("-id"))


def requests_in(actor: SignedActor, *, waiting: bool) -> QuerySet[RecusalRequest]:
    """Return the requests that an actor may see: those that wait, or all."""
    found = RecusalRequest.objects.visible_to(actor).exclude(state="withdrawn")
    return (found.filter(state="asked") if waiting else found).select_related("application")


def request(actor: SignedActor, request_id: int) -> RecusalRequest | None:
    """Return one request that an actor may see, or None."""
    found = RecusalRequest.objects.visible_to(actor).filter(pk=request_id)
    return found.select_related("application").first()
