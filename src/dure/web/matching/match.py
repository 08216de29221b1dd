"""One match, as each side and officers see it: why, what was said, contacts once both have accepted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.diagnosis import queries as diagnosis
from dure.domains.diagnosis.services.begin_visit import begin_visit
from dure.domains.matching import queries
from dure.domains.matching.policies import may_take_apart, reads_as_staff, side_of
from dure.domains.matching.queries import Case, Match
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.end_match import end_match
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.diagnosis.words import state_badge
from dure.web.matching.forms import AnswerReasonForm
from dure.web.matching.provider import part_headers
from dure.web.matching.words import MATCH_STATE, badge, part_rows, profile_rows, provider_name, skills_text
from dure.web.merchant.doors import signed_in
from dure.web.officer.guard import led_where_asleep
from dure.web.people.access import note_reveal, note_view
from dure.web.people.problems import sentences
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told
from dure.web.words import industry, place


@signed_in
@led_where_asleep(*queries.PROVIDER_ROLES)
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, match: int) -> HttpResponse:
    """Show a match of mine; accept, decline or end it."""
    who, now = actor(request), asked_at(request)
    found = queries.match(who, match)
    if found is None:
        raise Http404
    case = queries.case_of_round(found.round, now)
    side = _side(request, found)
    problems: list[str] = []
    form = AnswerReasonForm(request.POST if request.POST.get("go") in ("no", "end") else None)
    if request.method == "POST":
        try:
            if request.POST.get("go") == "diagnose":
                sheet = begin_visit(
                    actor=who,
                    now=now,
                    application_id=found.application_id,
                    form=request.POST.get("diagnosis", ""),
                )
                return redirect("diagnosis_sheet", sheet)
            if _act(request, found, form):
                return redirect("match", found.pk)
        except NotAllowed as refused:
            raise Http404 from refused
        except Refused as refused:
            problems = sentences(refused)
    note_view(request, "application", found.application_id, "match")
    page = _page(request, found, case, side)
    page |= {"form": form, "problems": [{"text": text} for text in problems]}
    return render(request, "matching/match.html", page, status=422 if problems or form.errors else 200)


def _act(request: HttpRequest, found: Match, form: AnswerReasonForm) -> bool:
    """Do what was asked and say so; False where the reason is missing."""
    who, now, go = actor(request), asked_at(request), request.POST.get("go", "")
    if go == "yes":
        answer_match(actor=who, now=now, match_id=found.pk, yes=True)
        messages.success(request, _("You have accepted."))
        return True
    if not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    if go == "no":
        answer_match(actor=who, now=now, match_id=found.pk, yes=False, reason=reason)
        messages.success(request, _("You have declined. Another one is sought for the next round."))
    else:
        end_match(actor=who, now=now, match_id=found.pk, reason=reason)
        messages.success(request, _("The match is ended. Another one is sought for the next round."))
    return True


def _side(request: HttpRequest, found: Match) -> str:
    try:
        return side_of(actor(request), found)
    except NotAllowed as refused:
        if reads_as_staff(actor(request), found):
            return "staff"
        raise Http404 from refused


def _page(request: HttpRequest, found: Match, case: Case, side: str) -> dict[str, Any]:
    who, now = actor(request), asked_at(request)
    answered = {"merchant": found.merchant_yes, "provider": found.provider_yes}.get(side)
    open_ = found.state == "proposed" and (found.due_at is None or now < found.due_at)
    agreed = queries.both_agreed(found)
    # Officers see names on their own pages; the provider reads no name before both have accepted.
    shown = agreed or side in ("merchant", "staff")
    pairing = told(case.opened.pairing.title)
    contacts = []
    if side == "merchant":
        contacts = queries.contacts_of_provider(found, now)
    elif side == "provider":
        own = queries.contact_of_merchant(found)
        contacts = [own] if own else []
    if contacts:
        note_reveal(request, "application", found.application_id, "contacts of a match")
    wish = queries.wish_of_match(found)
    return {
        "match": found,
        "left": queries.was_left(found),
        "side": side,
        "state": badge(MATCH_STATE, found.state),
        "title": pairing,
        "lead": f"{told(case.called.loaded.programme.title)}, {found.application.application_no}",
        "merchant_name": found.application.name if shown else "",
        "merchant_place": place(found.application.region),
        "merchant_trade": industry(found.application.ksic),
        "wish": wish,
        "wish_skills": skills_text(wish.skills) if wish else "",
        "provider_name": provider_name(found.provider),
        "provider_rows": profile_rows(found.provider),
        "parts": part_rows(found.parts, case.opened.pairing.criteria),
        "part_headers": part_headers(),
        "contacts": contacts,
        "visits": _visits(request, found) if side == "provider" and agreed else [],
        "can_answer": open_ and side in case.asks and answered is None,
        "can_agree": found.state == "accepted" and side != "staff" and answered is None,
        "has_said_yes": found.state in ("proposed", "accepted") and answered is True and not agreed,
        "can_end": (found.state == "accepted" and (side != "staff" or may_take_apart(who, found)))
        or (found.state == "proposed" and side == "staff" and may_take_apart(who, found)),
        "crumbs": crumbs(*_way(found, side, runs=_reads_lists(who, found)), (pairing, "")),
    }


def _visits(request: HttpRequest, found: Match) -> list[dict[str, Any]]:
    """Return the diagnoses that a consultant of this match makes, with how each stands."""
    return [
        {
            "id": one.form.id,
            "title": told(one.form.title),
            "taken": one.taken,
            "state": state_badge(one.sheet) if one.sheet else None,
            "url": reverse(
                "diagnosis_result" if one.sheet.state == "handed_in" else "diagnosis_sheet",
                args=[one.sheet.pk],
            )
            if one.sheet
            else "",
        }
        for one in diagnosis.visits_of(actor(request), found.application)
    ]


def _reads_lists(who: SignedActor, found: Match) -> bool:
    return who.may_in(found.programme, "officer", "ministry")


def _way(found: Match, side: str, *, runs: bool) -> list[tuple[str, str]]:
    if side == "provider":
        return [(_("As a provider"), reverse("provider_home"))]
    if side == "merchant":
        here = reverse("my_application", args=[found.application_id])
        return [(_("My page"), reverse("my")), (found.application.application_no or "", here)]
    if not runs:  # staff of an executor: the pairing's page is the agency's
        return [(_("My desk"), reverse("executor_home"))]
    return [(_("Matching"), reverse("officer_matching", args=[found.programme, found.pairing]))]
