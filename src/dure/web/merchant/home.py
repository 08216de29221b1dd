"""My page: the businesses that I act for, what is to be done now, and my applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from dure.domains.applications.queries_own import Application, my_applications, open_nominations
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes import queries
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import signed_in
from dure.web.merchant.words import state
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for the person: what, where it is done, and until when."""

    title: str
    text: str
    url: str
    act: str
    until: datetime | None = None


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what is mine, and what waits for me."""
    who, now = actor(request), asked_at(request)
    applications = my_applications(who)
    page = {
        "merchants": my_merchants(who),
        "to_do": [*_supplements(applications, now), *_nominations(request), *_drafts(applications, now)],
        "applications": [_row(row) for row in applications],
        "headers": headers(
            _("Receipt number"), _("State"), _("Call"), _("Business"), _("Where it stands"), _("Handed in")
        ),
        "crumbs": crumbs((_("My page"), "")),
    }
    return render(request, "merchant/home.html", page)


def _supplements(applications: list[Application], now: datetime) -> list[ToDo]:
    found = []
    for row in applications:
        asked = next((one for one in row.asked if one.state == "open"), None)  # type: ignore[attr-defined]
        if row.state == "supplementing" and asked and now < asked.due_at:
            found.append(
                ToDo(
                    _("Hand in what was asked for"),
                    f"{_title(row)}, {row.application_no}",
                    reverse("my_supplement", args=[row.pk]),
                    _("Answer the supplement"),
                    asked.due_at,
                )
            )
    return sorted(found, key=lambda one: one.until or now)


def _nominations(request: HttpRequest) -> list[ToDo]:
    found = []
    for nomination in open_nominations(actor(request)):
        call = queries.call(actor(request), asked_at(request), nomination.programme)
        if call is None:
            continue
        found.append(
            ToDo(
                _("You were nominated"),
                f"{told(call.loaded.programme.title)}, {nomination.merchant.name}",
                _address("my_nomination", nomination.pk),
                _("Look at the nomination"),
                call.version.closes_at,
            )
        )
    return found


def _drafts(applications: list[Application], now: datetime) -> list[ToDo]:
    return [
        ToDo(
            _("Finish the application") if row.state == "draft" else _("Finish the change"),
            f"{_title(row)}, {row.merchant.name}",
            reverse("apply_step", args=[row.programme, row.pk, "eligibility"]),
            _("Go on"),
            row.version.closes_at,
        )
        for row in applications
        if (row.state == "draft" or (row.state == "submitted" and row.draft.get("purpose") == "change"))
        and now < row.version.closes_at
    ]


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _title(row: Application) -> str:
    return told(queries.loaded(row.version).programme.title)


def _row(row: Application) -> dict[str, Any]:
    word, kind = state(row)
    programme = queries.loaded(row.version).programme
    first = programme.stages[0] if programme.stages else None
    is_draft = row.state == "draft"
    return {
        "row": row,
        "title": told(programme.title),
        "state": word,
        "kind": kind,
        "stage": told(first.title) if first and row.state not in ("withdrawn", "refused", "draft") else "",
        "announced_on": first.dates.announced_on if first else None,
        "url": reverse("apply_step", args=[row.programme, row.pk, "eligibility"])
        if is_draft
        else reverse("my_application", args=[row.pk]),
        "label": _("Draft") if is_draft else row.application_no,
    }
