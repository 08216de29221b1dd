"""My page: the businesses that I act for, what is to be done now, and my applications."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from dure.domains.applications.queries_own import Application, my_applications, open_nominations
from dure.domains.bodies.queries import own_affiliations
from dure.domains.diagnosis.queries import to_fill_in
from dure.domains.matching.queries import matches_to_answer
from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes import queries
from dure.domains.selection.listing import own_listings
from dure.domains.selection.queries import StageCase, case_of_selection
from dure.domains.selection.queries_own import notices_to_answer, places_to_answer
from dure.domains.selection.queries_own_refusal import may_be_objected_to
from dure.domains.selection.queries_stage_documents import own_stages
from dure.engine.law.deadlines import end_of
from dure.web.actors import actor, asked_at
from dure.web.bodies.words import names_of
from dure.web.merchant.doors import signed_in
from dure.web.merchant.words import state
from dure.web.selection_words import executor_text
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
    other_act: str = ""
    other_url: str = ""
    """What may be done in place of it."""


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what is mine, and what waits for me."""
    who, now = actor(request), asked_at(request)
    applications = my_applications(who)
    may_object = may_be_objected_to(who, now, applications)
    page = {
        "merchants": my_merchants(who),
        "to_do": [
            *_notices(request),
            *_places(request),
            *_supplements(applications, now),
            *_stage_documents(request, applications),
            *_stage_choices(request, applications),
            *_diagnoses(request, applications),
            *_matches(request, applications),
            *_nominations(request),
            *_associations(request),
            *_drafts(applications, now),
        ],
        "applications": [_row(row, may_object) for row in applications],
        "no_applications": not applications,
        "headers": headers(
            _("Receipt number"), _("State"), _("Call"), _("Business"), _("Where it stands"), _("Handed in")
        ),
        "crumbs": crumbs((_("My page"), "")),
    }
    return render(request, "merchant/home.html", page)


def _notices(request: HttpRequest) -> list[ToDo]:
    """Return the notices that a place is to be taken: what is answered in time is taken into account."""
    found = []
    for notice in notices_to_answer(actor(request), asked_at(request)):
        place, case = notice.place, case_of_selection(notice.place.selection)
        assert notice.answer_until is not None, "a notice has a last day"
        found.append(
            ToDo(
                _("Your place is to be taken: you may answer"),
                f"{told(case.programme.title)}, {told(case.stage.title)}, {place.application.application_no}",
                reverse("my_place_notice", args=[place.pk]),
                _("Read the notice"),
                end_of(notice.answer_until) - timedelta(microseconds=1),
            )
        )
    return found


def _at(case: StageCase, executor: str) -> str:
    """Say where a place is, behind a comma; nothing where no executor has it."""
    return f", {executor_text(case, executor)}" if executor else ""


def _places(request: HttpRequest) -> list[ToDo]:
    """Return the places that wait for an answer: each lapses when its period is over."""
    found = []
    for place in places_to_answer(actor(request), asked_at(request)):
        case = case_of_selection(place.selection)
        found.append(
            ToDo(
                _("You are selected: accept your place"),
                f"{told(case.programme.title)}, {told(case.stage.title)}"
                f"{_at(case, place.executor)}, {place.application.application_no}",
                reverse("my_place_accept", args=[place.pk]),
                _("Accept the place"),
                # Its last minute, not the first of the day after.
                place.due_at - timedelta(microseconds=1) if place.due_at else None,
                _("Give up the place"),
                reverse("my_place_give_up", args=[place.pk]),
            )
        )
    return found


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
                    asked.due_at - timedelta(microseconds=1),
                )
            )
    return sorted(found, key=lambda one: one.until or now)


def _stage_documents(request: HttpRequest, applications: list[Application]) -> list[ToDo]:
    """Return the documents that a later stage asks for and that are not there, or asked for again."""
    rows = {row.pk: row for row in applications if row.state == "accepted"}
    asked = own_stages(actor(request), list(rows), asked_at(request)) if rows else {}
    return [
        ToDo(
            _("Hand in documents: %(stage)s") % {"stage": told(one.case.stage.title)},
            f"{told(one.case.programme.title)}, {rows[pk].application_no}",
            reverse("my_stage_documents", args=[pk, one.case.stage.id]),
            _("To the documents"),
            one.until - timedelta(microseconds=1) if one.until else None,
        )
        for pk, stages in asked.items()
        for one in stages
        if one.to_do
    ]


def _stage_choices(request: HttpRequest, applications: list[Application]) -> list[ToDo]:
    """Return the stages for which executors are to be listed and none is."""
    rows = {row.pk: row for row in applications if row.state == "accepted"}
    asked = own_listings(actor(request), rows.values(), asked_at(request)) if rows else {}
    return [
        ToDo(
            _("List executors: %(stage)s") % {"stage": told(one.case.stage.title)},
            f"{told(one.case.programme.title)}, {rows[pk].application_no}",
            reverse("my_stage_choices", args=[pk, one.case.stage.id]),
            _("To the list"),
            one.until - timedelta(microseconds=1) if one.until else None,
        )
        for pk, stages in asked.items()
        for one in stages
        if one.to_do
    ]


def _diagnoses(request: HttpRequest, applications: list[Application]) -> list[ToDo]:
    """Return the diagnoses of one's own that are not handed in."""
    return [
        ToDo(
            _("Fill in the diagnosis again, after the support") if number > 1 else _("Fill in the diagnosis"),
            f"{told(form.title)}, {_title(row)}, {row.application_no}",
            reverse("my_diagnosis", args=[row.pk, form.id]),
            _("Go to the diagnosis"),
        )
        for row, form, number in to_fill_in(actor(request), applications)
    ]


def _matches(request: HttpRequest, applications: list[Application]) -> list[ToDo]:
    """Return the matches that are proposed and wait for one's own answer."""
    rows = {row.pk: row for row in applications}
    return [
        ToDo(
            _("Somebody is proposed to you: accept or decline"),
            f"{_title(rows[one.application_id])}, {rows[one.application_id].application_no}",
            reverse("match", args=[one.pk]),
            _("Answer the proposal"),
            one.due_at - timedelta(microseconds=1) if one.due_at else None,
        )
        for one in matches_to_answer(actor(request), list(rows), asked_at(request))
    ]


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


def _associations(request: HttpRequest) -> list[ToDo]:
    """Return the associations that ask whether one's business is their member."""
    rows = [one for one in own_affiliations(actor(request)) if one.state == "open"]
    names = names_of({one.association for one in rows}) if rows else {}
    return [
        ToDo(
            _("An association asks whether you are its member"),
            f"{names.get(one.association, one.association)}, {one.merchant.name or one.merchant.business_no}",
            reverse("my_associations"),
            _("Look at the request"),
        )
        for one in rows
    ]


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


def _row(row: Application, may_object: Collection[int]) -> dict[str, Any]:
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
        "object_until": row.object_until if row.pk in may_object else None,
        "url": reverse("apply_step", args=[row.programme, row.pk, "eligibility"])
        if is_draft
        else reverse("my_application", args=[row.pk]),
        "label": _("Draft") if is_draft else row.application_no,
    }
