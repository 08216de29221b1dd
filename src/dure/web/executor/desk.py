"""The desk that an address names: one programme in which one executor takes part."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.queries_executor import Desk, desk
from dure.domains.review.queries import StageReview, review_of
from dure.web.actors import actor
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


def found_desk(request: HttpRequest, key: str) -> Desk:
    """Return the desk, or answer that there is none: other executors' desks are not there."""
    found = desk(actor(request), key)
    if found is None:
        raise Http404
    return found


def found_review(at: Desk, stage: str) -> StageReview:
    """Return how executors score a stage; what they do not score is not there."""
    found = review_of(at.loaded, stage)
    if found is None or not found.by_executors:
        raise Http404
    return found


def desk_crumbs(at: Desk, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way from the desk to a page."""
    return crumbs(
        (_("Executor's desk"), reverse("executor_home")), (told(at.loaded.programme.title), ""), *more
    )
