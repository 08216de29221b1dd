"""What selections and objections put on the officer's desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.queries import Waiting, waiting
from dure.domains.selection.queries_disqualification import hearings, to_confirm
from dure.web.selection_words import clock, clock_kind


def waiting_by_programme(who: SignedActor, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return, by programme, what waits: label, count, url, kind, and text of a clock that runs."""
    found = {programme: _tasks(programme, one, now) for programme, one in waiting(who, now).items()}
    for programme, place_id in to_confirm(who):
        found.setdefault(programme, []).append(
            {
                "label": _("Disqualifications to confirm"),
                "count": 1,
                "url": reverse("officer_place_disqualify", args=[place_id]),
                "kind": "warning",
                "text": "",
            }
        )
    for programme, place_id, state in hearings(who, now):
        found.setdefault(programme, []).append(
            {
                "label": _("Answers to notices of disqualification")
                if state == "answered"
                else _("Notices of disqualification without an answer in time"),
                "count": 1,
                "url": reverse("officer_place_disqualify", args=[place_id]),
                "kind": "warning",
                "text": "",
            }
        )
    return found


def _tasks(programme: str, found: Waiting, now: datetime) -> list[dict[str, Any]]:
    objections = reverse("officer_objections")
    text = clock(found.next_due, now) if found.next_due else ""
    kind = clock_kind(found.next_due, now) if found.next_due else "information"
    told = [
        (_("Selections to confirm"), stage, 1, "officer_selection_confirm", "warning")
        for stage in found.to_confirm
    ]
    told += [
        (_("Selections to publish"), stage, 1, "officer_selection_publish", "warning")
        for stage in found.to_publish
    ]
    told += [
        (_("Free places for which somebody waits"), stage, free, "officer_selection_places", "danger")
        for stage, free in found.vacant.items()
    ]
    tasks = [
        {
            "label": label,
            "count": count,
            "url": reverse(name, args=[programme, stage]),
            "kind": of,
            "text": "",
        }
        for label, stage, count, name, of in told
    ]
    more = [
        (_("Objections overdue"), found.overdue, f"{objections}?which=overdue", "danger", ""),
        (_("Objections assigned to me"), found.mine, f"{objections}?which=mine", "warning", ""),
        (_("Objections to be answered"), found.objections, f"{objections}?which=open", kind, text),
        (
            _("Places that lapse within two days"),
            found.lapsing,
            reverse("officer_selections"),
            "information",
            "",
        ),
    ]
    return tasks + [
        {"label": label, "count": count, "url": url, "kind": of, "text": said}
        for label, count, url, of, said in more
        if count
    ]
