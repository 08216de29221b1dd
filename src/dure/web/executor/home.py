"""The executor's desk: each programme with places, applicants, scores, nominations and dates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk, Numbers
from dure.domains.programmes.queries import call_state
from dure.domains.review import queries as review
from dure.web.actors import actor, asked_at
from dure.web.executor.words import WINDOW, badge
from dure.web.officer.guard import for_roles
from dure.web.public.calls import window_text
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

States = dict[tuple[str, str], str]
Counts = dict[tuple[str, str, str], tuple[int, int]]


@for_roles("executor_staff")
def home(request: HttpRequest) -> HttpResponse:
    """Show every programme in which an organisation of the actor is an executor; as many queries for any."""
    found = queries_executor.desks(actor(request))
    programmes = {one.version.programme for one in found}
    numbers = queries_executor.numbers(found) if found else {}
    states = review.windows(programmes)
    counts = review.scored_counts(programmes, {one.executor.id for one in found})
    return render(
        request,
        "executor/home.html",
        {
            "cards": [_card(request, one, numbers[one.key], states, counts) for one in found],
            "headers": headers(
                _("Stage"), _("Places"), _("Scores"), _("State"), _("Result"),
                numeric=(_("Places"), _("Scores")),
            ),
            "crumbs": crumbs((_("Executor's desk"), "")),
        },
    )  # fmt: skip


def _card(request: HttpRequest, at: Desk, numbers: Numbers, states: States, counts: Counts) -> dict[str, Any]:
    programme = at.loaded.programme
    stages = []
    for stage in programme.stages:
        state = states.get((programme.id, stage.id), "")
        scored, total = counts.get((programme.id, stage.id, at.executor.id), (0, 0))
        own = stage.scored_by_executors
        stages.append(
            {
                "title": told(stage.title),
                "places": programme.capacities(stage).get(at.executor.id),
                "own": own,
                "scored": scored,
                "total": total,
                "state": badge(WINDOW, state),
                "announced_on": stage.dates.announced_on,
                "url": reverse("executor_scores", args=[at.key, stage.id]) if own and state else "",
            }
        )
    return {
        "key": at.key,
        "title": told(programme.title),
        "executor": told(at.executor.name),
        "state": call_state(at.version, asked_at(request)),
        "window": window_text(at.version),
        "stages": stages,
        "applicants": numbers.applicants,
        "nominates": "nomination" in programme.entry,
        "nominations": sum(numbers.nominations.values()),
        "waiting": numbers.nominations.get("open", 0),
        "confirmed": numbers.nominations.get("confirmed", 0),
        "matchings": [told(one.title) for one in programme.pairings if one.run_by == "executor"],
        "declined": numbers.nominations.get("declined", 0),
    }
