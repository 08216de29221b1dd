"""A place is taken from who holds it (자격 취소): proposed with its ground, confirmed or sent back."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.next_vote import moving_into_vote
from dure.domains.selection.queries_disqualification import (
    Disqualification,
    alive_of,
    disqualifications_of,
)
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.drop_disqualification import drop_disqualification
from dure.domains.selection.services.give_notice import give_notice
from dure.domains.selection.services.propose_disqualification import propose_disqualification
from dure.domains.uploads.queries import StoredFile
from dure.engine.law.deadlines import day_of
from dure.engine.law.hearing import least_until
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.officer.selection import stage_crumbs, title_of
from dure.web.officer.selection_forms import ConsideredForm, DisqualifyForm, ReasonForm
from dure.web.people.access import note_download, note_view
from dure.web.people.files import can_be_shown, file_response, shown_response
from dure.web.selection_words import EXEMPT_WORDS, PLACE_KINDS, PLACE_STATES, executor_text

HEARD = ("noticed", "answered")
"""States in which the holder has the word."""


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def disqualify(request: HttpRequest, place_id: int) -> HttpResponse:
    """Propose that somebody loses a place; show what is proposed, and confirm it or send it back."""
    found = queries.place_by_id(actor(request), place_id)
    if found is None:
        raise Http404
    case = queries.case_of_selection(found.selection)
    back = reverse("officer_selection_places", args=[found.programme, found.stage])
    back = back if case.pooled else f"{back}?executor={found.executor}"
    past = disqualifications_of(actor(request), found)
    alive = alive_of(actor(request), found)
    heard = alive is not None and alive.state in HEARD
    least = least_until(day_of(asked_at(request)))
    form = _form(request, alive, least)
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            said = _act(request, place_id, alive, form.cleaned_data)
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, said)
            return redirect(back)
    names = queries.people(
        actor(request),
        [one.proposed_by_id for one in past]
        + [one.decided_by_id for one in past]
        + [one.noticed_by_id for one in past],
    )
    is_mine = alive is not None and alive.proposed_by_id == actor(request).user_id
    waiting = alive if alive is not None and alive.state == "proposed" else None
    page = {
        "place": found,
        "name": found.application.name,
        "number": found.application.application_no,
        "executor": executor_text(case, found.executor),
        "state": str(PLACE_STATES[found.state]),
        "kind": PLACE_KINDS[found.state],
        "held": found.state in queries.HELD,
        "title": title_of(case),
        "alive": alive,
        "heard": heard,
        "waiting": waiting,
        "least": least,
        "may_decide": _may_decide(request, alive),
        "noticed_by": names.get(alive.noticed_by_id or 0, "") if alive else "",
        "can_be_shown": alive is not None and can_be_shown(alive.answer_file),
        "exempt": str(EXEMPT_WORDS.get(waiting.exempt, "")) if waiting else "",
        "may_confirm": waiting is not None and not (waiting.second_officer and is_mine),
        "proposed_by": names.get(waiting.proposed_by_id or 0, "") if waiting else "",
        "second_officer": found.selection.second_officer,
        "right": case.programme.rights.objection,
        "past": [_told(one, names) for one in past if one.state in ("confirmed", "dropped")],
        "form": form,
        "vote": [sentence_of(one) for one in moving_into_vote(case, asked_at(request))],
        "problems": problems,
        "back": back,
        "crumbs": stage_crumbs(case, _("Disqualify")),
    }
    return render(request, "officer/selection_disqualify.html", page, status=422 if form.is_bound else 200)


@for_roles("officer", "ministry")
@require_GET
def answer_file(request: HttpRequest, place_id: int) -> HttpResponse:
    """Hand out what came with the answer to a notice; the download is noted."""
    found, file = _file(request, place_id)
    note_download(request, "application", f"answer to notice {found.pk}", _("Disqualification"), subjects=1)
    return cast(HttpResponse, file_response(request, file))


@for_roles("officer", "ministry")
@require_GET
def answer_file_view(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show what came with the answer to a notice in the browser; that it was is noted."""
    found, file = _file(request, place_id)
    note_view(request, "application", found.place.application_id, f"answer to notice {found.pk}")
    return cast(HttpResponse, shown_response(request, file))


def _file(request: HttpRequest, place_id: int) -> tuple[Disqualification, StoredFile]:
    """Return the newest disqualification of a place whose answer brought a file."""
    place = queries.place_by_id(actor(request), place_id)
    found = [] if place is None else disqualifications_of(actor(request), place)
    for one in found:
        if one.answer_file is not None:
            return one, one.answer_file
    raise Http404


def _may_decide(request: HttpRequest, alive: Disqualification | None) -> bool:
    """Say whether an answer is there, or the last day to answer is over."""
    if alive is None or alive.state not in HEARD:
        return False
    over = alive.answer_until is not None and day_of(asked_at(request)) > alive.answer_until
    return alive.state == "answered" or over


def _form(request: HttpRequest, alive: Disqualification | None, least: date) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if alive is None:
        return DisqualifyForm(data, initial={"exempt": "", "until": least})
    return ConsideredForm(data) if alive.state in HEARD else ReasonForm(data)


def _act(request: HttpRequest, place_id: int, alive: Disqualification | None, typed: dict[str, Any]) -> str:
    """Do what the request asks for, and return what to say of it."""
    who, now, reason = actor(request), asked_at(request), typed["reason"]
    if alive is None and not typed["exempt"]:
        give_notice(actor=who, now=now, place_id=place_id, reason=reason, until=typed["until"])
        return _("The applicant is told, and may answer. Nothing is taken yet.")
    if alive is None:
        disqualify_place(actor=who, now=now, place_id=place_id, reason=reason, exempt=typed["exempt"])
        return _said(request, place_id)
    if request.POST.get("go") == "drop":
        drop_disqualification(actor=who, now=now, disqualification_id=alive.pk, reason=reason)
        return _("This was sent back. The place stays with its holder.")
    if alive.state in HEARD:
        propose_disqualification(actor=who, now=now, disqualification_id=alive.pk, considered=reason)
        return _said(request, place_id)
    given = confirm_disqualification(actor=who, now=now, disqualification_id=alive.pk, reason=reason)
    if not given:
        return _("Confirmed, and the holder told. Nobody moved up.")
    text = ngettext(
        "Confirmed, and the holder told. The place was offered to the next of the reserve list.",
        "Confirmed, and the holder told. %(number)s places were offered to the next of the reserve list.",
        len(given),
    )
    return text % {"number": len(given)}


def _said(request: HttpRequest, place_id: int) -> str:
    """Return what to say of a proposal: it waits for another officer, or it has taken effect."""
    if alive_of(actor(request), place_id) is not None:
        return _("Proposed. The other officers are asked to confirm it; you cannot.")
    return _("The place is taken, its holder told, and the next of the reserve list asked.")


def _told(one: Disqualification, names: dict[int, str]) -> dict[str, object]:
    title = _("Disqualified") if one.state == "confirmed" else _("Proposed, and sent back")
    by = names.get(one.decided_by_id or 0, "")
    said = " / ".join(part for part in (one.reason, one.considered, one.decided_reason) if part)
    return {"at": one.decided_at, "title": title, "text": f"{by}: {said}"}
