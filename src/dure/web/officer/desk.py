"""The officer's desk: what is to do today, by programme, and where each programme stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dure.domains.applications.policies_officer import may_check
from dure.domains.applications.queries_officer_desk import Desk, desks
from dure.domains.programmes.queries import ProgrammeVersion, call_state, calls_run_by
from dure.engine.law.deadlines import day_of, days_left
from dure.engine.programme.models.window import SEOUL
from dure.web.actors import actor, asked_at
from dure.web.officer.desk_agreements import agreements_by_programme
from dure.web.officer.desk_documents import stage_documents_by_programme
from dure.web.officer.desk_selection import waiting_by_programme
from dure.web.officer.desk_votes import votes_by_programme
from dure.web.officer.guard import for_roles
from dure.web.officer.words import STATES, told
from dure.web.tables import crumbs, headers
from dure.web.words import page_language


@for_roles("officer", "ministry")
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits, each as a link to the list that it counts."""
    who, now = actor(request), asked_at(request)
    versions = list(calls_run_by(who))
    found = desks(who, [version.programme for version in versions], now)
    others = (
        waiting_by_programme(who, now),
        votes_by_programme(who, now),
        agreements_by_programme(who, day_of(now)),
        stage_documents_by_programme(who, {one.programme for one in versions}, now),
    )
    page = {
        "programmes": [
            _programme(version, found[version.programme], now, may_check(who, version.programme))
            | {"others": [task for tasks in others for task in tasks.get(version.programme, [])]}
            for version in versions
        ],
        "can_act": who.has("officer"),
        "funnel_headers": headers(_("State"), _("Applications"), numeric=(_("Applications"),)),
        "crumbs": crumbs((_("My desk"), "")),
    }
    return render(request, "officer/desk.html", page)


def _programme(version: ProgrammeVersion, desk: Desk, now: datetime, can_act: bool) -> dict[str, Any]:
    english = page_language() == "en"
    return {
        "id": version.programme,
        "title": version.title_en if english else version.title_ko,
        "state": call_state(version, now),
        "days": _days(version, now),
        "tasks": _tasks(version.programme, desk),
        "funnel": [
            {
                "label": told(STATES, state),
                "count": desk.states.get(state, 0),
                "url": _list(version.programme, state=state),
            }
            for state in STATES
            if desk.handed_in
        ],
        "handed_in": desk.handed_in,
        "can_act": can_act,
    }


def _days(version: ProgrammeVersion, now: datetime) -> str:
    today = day_of(now)
    opens = version.opens_at.astimezone(SEOUL).date()
    closes = version.closes_at.astimezone(SEOUL).date()
    match call_state(version, now):
        case "planned":
            left = days_left(opens, today)
            return ngettext("%(n)s day until it opens", "%(n)s days until it opens", left) % {"n": left}
        case "open":
            left = days_left(closes, today)
            if left == 0:
                return _("Closes today")
            return ngettext("%(n)s day until it closes", "%(n)s days until it closes", left) % {"n": left}
        case _:
            ago = days_left(today, closes)
            return ngettext("Closed %(n)s day ago", "Closed %(n)s days ago", ago) % {"n": ago}


def _tasks(programme: str, desk: Desk) -> list[dict[str, Any]]:
    """Return what waits, the pressing first; what is not there is left out."""
    imports = reverse("officer_imports", args=[programme])
    screening = reverse("officer_screening", args=[programme])
    tasks = [
        (
            _("Supplements whose deadline is over"),
            desk.overdue,
            _list(programme, supplement="overdue"),
            "danger",
        ),
        (_("Supplements answered"), desk.answered, _list(programme, supplement="answered"), "warning"),
        (
            _("Applications with documents to check"),
            desk.documents,
            _list(programme, documents="waiting"),
            "warning",
        ),
        (_("Not screened yet"), desk.unjudged, screening, "warning"),
        (
            _("Verdict not known: something is missing"),
            desk.unknown,
            _list(programme, state="submitted", verdict="unknown"),
            "warning",
        ),
        (
            _("Eligible and not decided"),
            desk.to_decide,
            _list(programme, state="submitted", verdict="eligible"),
            "information",
        ),
        (
            _("Not eligible and not decided"),
            desk.refusable,
            _list(programme, state="submitted", verdict="ineligible"),
            "information",
        ),
        (_("Lists that wait to be imported or mended"), desk.imports_waiting, imports, "warning"),
        (_("Supplements under way"), desk.due, _list(programme, supplement="open"), "gray"),
    ]
    return [
        {"label": label, "count": count, "url": url, "kind": kind}
        for label, count, url, kind in tasks
        if count
    ]


def _list(programme: str, **wanted: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return reverse("officer_applications", args=[programme]) + f"?{query}"
