"""What happened: the history of one thing, the log of everything, and the seals that keep it honest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.queries import people
from dure.domains.events import queries
from dure.domains.events.queries import Change, Event
from dure.web.actors import actor
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.counting import total
from dure.web.people.event_words import NOT_SHOWN, act_words, column_words, state_words, subject_words
from dure.web.people.words import role, staff_member
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_business_number

PER_PAGE = 50
LONGEST_VALUE = 200
_STAFF = (
    "officer",
    "ministry",
    "executor_staff",
    "reviewer",
    "accountant",
    "association_staff",
    "centre_staff",
)


@for_roles("officer", "ministry", of_all=True)
def history(request: HttpRequest, subject: str, subject_id: str) -> HttpResponse:
    """Show what happened to one thing: who in which role, when and why; and how its columns changed."""
    who = actor(request)
    found = queries.events_of(who, subject, subject_id)
    page = page_of(request, found, "id", PER_PAGE, descending=True)
    changes = _by_act(queries.changes(who, subject, subject_id))
    if not page.rows and not changes:
        raise Http404
    note_view(request, subject, subject_id, "history page")
    told = {event.act_id for event in found} if changes else set()
    untold = [] if page.first_url else _untold(changes, told)
    title = f"{subject_words(subject)} {subject_id}"
    return render(
        request,
        "events/history.html",
        {
            "title": title,
            "items": _items(request, page.rows, changes),
            "page": page,
            "untold": untold,
            "count": len(untold),
            "change_headers": headers(_("When"), _("Field"), _("Before"), _("After")),
            "crumbs": crumbs((_("Event log"), reverse("officer_events")), (title, "")),
        },
    )


@for_roles("officer", "ministry", of_all=True)
def event_log(request: HttpRequest) -> HttpResponse:
    """Show what happened last, to whatever it was, and the newest seal."""
    who = actor(request)
    page = page_of(request, queries.events(who), "id", PER_PAGE, descending=True)
    return render(
        request,
        "events/log.html",
        {
            "items": _items(request, page.rows, {}),
            "empty": not page.rows,
            "page": page,
            **total(queries.events(who)),
            "seal": queries.last_seal(who),
            "headers": headers(_("When"), _("What"), _("To what"), _("By whom"), _("Reason")),
            "crumbs": crumbs((_("Event log"), "")),
        },
    )


@for_roles("officer", "ministry", of_all=True)
def seals_csv(request: HttpRequest) -> HttpResponse:
    """Hand out all seals, to be kept elsewhere: nobody can change events and seals unseen then."""
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\n")
    rows.writerow(("from_id", "to_id", "count", "previous", "hash", "at"))
    for seal in queries.seals(actor(request)).order_by("to_id").iterator():
        rows.writerow((seal.from_id, seal.to_id, seal.count, seal.previous, seal.hash, seal.at.isoformat()))
    response = HttpResponse("\ufeff" + held.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="seals.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _items(
    request: HttpRequest, events: Iterable[Event], changes: dict[UUID | None, list[Change]]
) -> list[dict[str, Any]]:
    """Return events in words, with the columns that their acts changed."""
    events = list(events)
    staff = people(actor(request), {e.actor_id for e in events if e.actor_id and e.role in _STAFF})
    return [
        {
            "at": event.at,
            "title": act_words(event.act),
            "subject": subject_words(event.subject),
            "subject_code": event.subject,
            "subject_id": event.subject_id,
            "who": _who(event, staff),
            "move": _move(event.details),
            "reason": event.reason,
            "changes": _lines(changes.get(event.act_id, []) if event.act_id else []),
        }
        for event in events
    ]


def _who(event: Event, staff: dict[int, Any]) -> str:
    """Return who did it: staff by name and role, others by their role alone."""
    if event.actor_id in staff:
        return f"{role(event.role)} {staff_member(staff[event.actor_id])}"
    return role(event.role) if event.actor_id is not None else role("")


def _move(details: dict[str, Any]) -> str:
    if "from" not in details or "to" not in details:
        return ""
    return f"{state_words(str(details['from']))} → {state_words(str(details['to']))}"


def _by_act(changes: Iterable[Change]) -> dict[UUID | None, list[Change]]:
    grouped: dict[UUID | None, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.act_id, []).append(change)
    return grouped


def _untold(changes: dict[UUID | None, list[Change]], told: set[UUID | None]) -> list[dict[str, Any]]:
    """Return changes that no event of the subject goes with: made outside of acts, or told of another."""
    rest = [
        change
        for act_id, group in changes.items()
        if act_id is None or act_id not in told
        for change in group
    ]
    return [{"at": change.at, **line} for change in rest for line in _lines([change])]


def _lines(changes: Iterable[Change]) -> list[dict[str, str]]:
    return [line for change in changes for line in _of(change)]


def _of(change: Change) -> Iterator[dict[str, str]]:
    """Yield a line for a change, and for a table within a column one for each entry that changed."""
    if change.encrypted or change.column in NOT_SHOWN:
        hidden = _("(not shown)")
        yield {"label": column_words(change.column), "before": hidden, "after": hidden}
    elif isinstance(change.before, dict) and isinstance(change.after, dict):
        for key in sorted({*change.before, *change.after}):
            before, after = change.before.get(key), change.after.get(key)
            if before != after:
                shown = key not in NOT_SHOWN
                yield {
                    "label": f"{column_words(change.column)}: {column_words(key)}",
                    "before": _value(key, before) if shown else _("(not shown)"),
                    "after": _value(key, after) if shown else _("(not shown)"),
                }
    else:
        yield {
            "label": column_words(change.column),
            "before": _value(change.column, change.before),
            "after": _value(change.column, change.after),
        }


def _value(column: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return _("(nothing)")
    if column == "state":
        return state_words(str(value))
    if column == "business_no":
        return masked_business_number(str(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    text = ", ".join(str(entry) for entry in value) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
