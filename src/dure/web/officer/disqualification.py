"""A place is taken from who holds it (자격 취소): proposed with its ground, confirmed or sent back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.selection import queries
from dure.domains.selection.queries_disqualification import Disqualification, disqualifications_of
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.drop_disqualification import drop_disqualification
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import stage_crumbs, title_of
from dure.web.officer.selection_forms import DisqualifyForm, ReasonForm
from dure.web.selection_words import PLACE_KINDS, PLACE_STATES, executor_text


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
    waiting = next((one for one in past if one.state == "proposed"), None)
    form = (DisqualifyForm if waiting is None else ReasonForm)(
        request.POST if request.method == "POST" else None
    )
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            said = _act(request, place_id, waiting, form.cleaned_data["reason"])
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            messages.success(request, said)
            return redirect(back)
    names = queries.people(
        actor(request), [one.proposed_by_id for one in past] + [one.decided_by_id for one in past]
    )
    is_mine = waiting is not None and waiting.proposed_by_id == actor(request).user_id
    page = {
        "place": found,
        "name": found.application.name,
        "number": found.application.application_no,
        "executor": executor_text(case, found.executor),
        "state": str(PLACE_STATES[found.state]),
        "kind": PLACE_KINDS[found.state],
        "held": found.state in queries.HELD,
        "title": title_of(case),
        "waiting": waiting,
        "may_confirm": waiting is not None and not (waiting.second_officer and is_mine),
        "proposed_by": names.get(waiting.proposed_by_id or 0, "") if waiting else "",
        "second_officer": found.selection.second_officer,
        "right": case.programme.rights.objection,
        "past": [_told(one, names) for one in past if one.state != "proposed"],
        "form": form,
        "problems": problems,
        "back": back,
        "crumbs": stage_crumbs(case, _("Disqualify")),
    }
    return render(request, "officer/selection_disqualify.html", page, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, place_id: int, waiting: Disqualification | None, reason: str) -> str:
    """Do what the request asks for, and return what to say of it."""
    who, now = actor(request), asked_at(request)
    if waiting is None:
        made = disqualify_place(actor=who, now=now, place_id=place_id, reason=reason)
        done = next((one.state for one in disqualifications_of(who, place_id) if one.pk == made), "proposed")
        if done == "proposed":
            return _("Proposed. The other officers are asked to confirm it; you cannot.")
        return _("The place is taken, its holder told, and the next of the reserve list asked.")
    if request.POST.get("go") == "drop":
        drop_disqualification(actor=who, now=now, disqualification_id=waiting.pk, reason=reason)
        return _("The proposal was sent back. The place stays with its holder.")
    given = confirm_disqualification(actor=who, now=now, disqualification_id=waiting.pk, reason=reason)
    if not given:
        return _("Confirmed, and the holder told. Nobody moved up.")
    text = ngettext(
        "Confirmed, and the holder told. The place was offered to the next of the reserve list.",
        "Confirmed, and the holder told. %(number)s places were offered to the next of the reserve list.",
        len(given),
    )
    return text % {"number": len(given)}


def _told(one: Disqualification, names: dict[int, str]) -> dict[str, object]:
    title = _("Disqualified") if one.state == "confirmed" else _("Proposed, and sent back")
    by = names.get(one.decided_by_id or 0, "")
    return {"at": one.decided_at, "title": title, "text": f"{by}: {one.reason} / {one.decided_reason}"}
