"""Objections of one's own: to a decision of a selection, or to the refusal at the document check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_own import Application
from dure.domains.programmes.queries import loaded
from dure.domains.selection.queries_own import Objection, objection_file, own_objection
from dure.domains.selection.queries_own_refusal import own_refusal
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.object_to_refusal import object_to_refusal
from dure.domains.selection.services.withdraw_objection import withdraw_objection
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.merchant.decision_forms import ObjectionForm
from dure.web.merchant.decisions import crumbs_of, own_of
from dure.web.merchant.decisions import shown as decision_shown
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import sentences
from dure.web.merchant.refusal import reasons, shown
from dure.web.people.files import file_response
from dure.web.selection_words import EFFECTS, OBJECTION_KINDS, OBJECTION_STATES, clock, clock_kind
from dure.web.tables import crumbs
from dure.web.words import page_language

MOST_BYTES = 20 * 1024 * 1024
OPEN = ("filed", "assigned")


@signed_in
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take an objection to a decision."""
    own = own_of(request, decision_id)
    page = decision_shown(request, own)
    place, executor = page["place"], page["executor"]
    against = page["decided"] + (f", {executor}" if executor else "")
    if place and place["ended"]:
        # What is objected to is how the place was lost, and not what was decided before it was given.
        against = f"{place['executor']}: {place['state']}" if place["executor"] else place["state"]
    page |= {
        "lead": f"{page['programme_title']}, {page['stage_title']}, {own.decision.application_no}",
        "may_object": own.may_object,
        "against": against,
        "until": own.object_until,
        "until_clock": page["object_clock"],
        "back": reverse("my_decision", args=[own.decision.pk]),
        "back_label": _("Back to the decision"),
        "crumbs": crumbs_of(own, _("Object to the decision")),
    }
    return _taken(
        request,
        page,
        lambda **given: file_objection(decision_id=decision_id, **given),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def object_to_refused(request: HttpRequest, application: int) -> HttpResponse:
    """Take an objection to the refusal of an application at the document check."""
    found = own_application(request, application)
    if found.application_no is None:
        raise Http404
    own = own_refusal(actor(request), asked_at(request), found)
    refusal = shown(request, found, own)
    page = {
        "lead": f"{_title(found)}, {found.application_no}",
        "may_object": own.may_object,
        "against": _("Refused at the document check"),
        "reasons": refusal["reasons"],
        "until": own.until,
        "until_clock": refusal["clock"],
        "not_refused": not own.stands,
        "back": reverse("my_application", args=[found.pk]),
        "back_label": _("Back to the application"),
        "crumbs": crumbs(*_way(found), (_("Object to the decision"), "")),
    }
    return _taken(request, page, lambda **given: object_to_refusal(application_id=found.pk, **given))


@signed_in
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show an objection of one's own, with its clock and its answer."""
    found = _own(request, objection_id)
    now = asked_at(request)
    page: dict[str, Any] = {
        "objection": found,
        "number": found.application.application_no,
        "state": str(OBJECTION_STATES[found.state]),
        "kind": OBJECTION_KINDS[found.state],
        "is_open": found.state in OPEN,
        "clock": clock(found.due_on, now),
        "clock_kind": clock_kind(found.due_on, now),
        "effect": str(EFFECTS[found.effect]) if found.effect else "",
        "crumbs": crumbs(*_way_to(found), (_("Objection"), "")),
    }
    if found.decision is None:
        programme = loaded(found.application.version).programme
        page |= {
            "lead": f"{_title(found.application)}, {_('Document check')}",
            "refused_at": found.refused_at,
            "reasons": reasons(programme, found.refused_rules, found.refused_reason),
            "back": reverse("my_application", args=[found.application_id]),
            "back_label": _("Back to the application"),
        }
    else:
        decided = decision_shown(request, own_of(request, found.decision.pk))
        page |= {
            "lead": f"{decided['programme_title']}, {decided['stage_title']}",
            "place": decided["place"],
            "reserves": decided["reserves"],
            "back": reverse("my_decision", args=[found.decision.pk]),
            "back_label": _("Back to the decision"),
        }
    return render(request, "merchant/objection.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Ask whether an objection shall be taken back, and take it back."""
    found = _own(request, objection_id)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            withdraw_objection(actor=actor(request), now=asked_at(request), objection_id=objection_id)
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("You have taken your objection back."))
            return redirect("my_objection", objection_id=objection_id)
    here = reverse("my_objection", args=[found.pk])
    page = {
        "objection": found,
        "number": found.application.application_no,
        "is_open": found.state in OPEN,
        "problems": problems,
        "crumbs": crumbs(*_way_to(found), (_("Objection"), here), (_("Take the objection back"), "")),
    }
    return render(request, "merchant/objection_withdraw.html", page, status=422 if problems else 200)


@signed_in
def objection_download(request: HttpRequest, objection_id: int) -> HttpResponseBase:
    """Hand out the file that one handed in with an objection."""
    stored = objection_file(_own(request, objection_id))
    if stored is None:
        raise Http404
    return file_response(request, stored)


def _taken(request: HttpRequest, page: dict[str, Any], file_it: Callable[..., int]) -> HttpResponse:
    """Show the form of an objection, or file what was typed in it; what was typed is kept on an error."""
    form = ObjectionForm.fresh()
    problems: list[Any] = []
    if request.method == "POST":
        form = ObjectionForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                filed = file_it(
                    actor=actor(request),
                    now=asked_at(request),
                    grounds=form.cleaned_data["grounds"],
                    file=_bytes(form.cleaned_data["file"]),
                    key=form.cleaned_data["nonce"],
                )
            except Refused as refused:
                problems = sentences(refused)
            else:
                messages.success(request, _("Your objection has been received."))
                return redirect("my_objection", objection_id=filed)
    page |= {"form": form, "problems": problems, "most_bytes": MOST_BYTES}
    status = 422 if request.method == "POST" else 200
    return render(request, "merchant/objection_new.html", page, status=status)


def _own(request: HttpRequest, objection_id: int) -> Objection:
    found = own_objection(actor(request), objection_id)
    if found is None:
        raise Http404
    return found


def _bytes(file: object) -> tuple[str, bytes] | None:
    if not isinstance(file, UploadedFile):
        return None
    return file.name or "file", file.read(MOST_BYTES + 1)


def _title(application: Application) -> str:
    return loaded(application.version).programme.title.to(page_language())


def _way(application: Application) -> list[tuple[str, str]]:
    number = application.application_no or ""
    return [(_("My page"), reverse("my")), (number, reverse("my_application", args=[application.pk]))]


def _way_to(found: Objection) -> list[tuple[str, str]]:
    if found.decision is None:
        return _way(found.application)
    return [(_("My page"), reverse("my")), (_("Decision"), reverse("my_decision", args=[found.decision.pk]))]
