"""A firm objects to what was decided of its proposal, sees its objections and takes one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.agreements.objected import Decided, may_object, may_object_within
from dure.domains.agreements.queries_objections import FirmObjection, objection, objections_of, own_objection
from dure.domains.agreements.services.file_firm_objection import file_firm_objection
from dure.domains.agreements.services.withdraw_firm_objection import withdraw_firm_objection
from dure.domains.programmes.objecting import OPEN
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.firm import MOST_BYTES, case_or_404, own_or_404
from dure.web.agreements.objection_form import FirmObjectionForm
from dure.web.agreements.words import AGAINST, OBJECTION_EFFECTS
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import signed_in
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import sentences, tell
from dure.web.selection_words import OBJECTION_KINDS, OBJECTION_STATES
from dure.web.tables import crumbs
from dure.web.templatetags.days import instant_text
from dure.web.templatetags.programme import told

FIELDS = {"objection.grounds": "grounds", "objection.long": "grounds"}


@signed_in
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show the objections of one's firm; take another one, or take one back."""
    found = own_or_404(request, proposal)
    who, now = actor(request), asked_at(request)
    problems: list[str] = []
    until, within = may_object(found, now), may_object_within(found, now)
    choices = _choices(within, proposal=until is not None)
    form = FirmObjectionForm(choices, initial=FirmObjectionForm.begun(choices, request.GET.get("about", "")))
    if request.POST.get("go") == "withdraw":
        try:
            _withdraw(request, found.pk)
        except Refused as refused:
            problems = sentences(refused)
        else:
            messages.success(request, _("The objection is withdrawn."))
            return redirect("my_firm_objections", proposal=found.pk)
    elif request.method == "POST":
        form = FirmObjectionForm(choices, request.POST, request.FILES)
        if form.is_valid():
            sent: Any = form.cleaned_data["file"]
            is_file = isinstance(sent, UploadedFile)
            try:
                file_firm_objection(
                    actor=who, now=now, proposal_id=found.pk, grounds=form.cleaned_data["grounds"],
                    against=form.against(),
                    file=(sent.name or "file", sent.read(MOST_BYTES + 1)) if is_file else None,
                    key=f"{who.user_id}/{form.cleaned_data['nonce']}",
                )  # fmt: skip
            except Refused as refused:
                tell(form, refused, FIELDS)
            else:
                messages.success(request, _("Your objection has been received."))
                return redirect("my_firm_objections", proposal=found.pk)
    page = {
        "proposal": found,
        "lead": told(case_or_404(found.programme).programme.title),
        "form": form,
        "problems": [{"text": text} for text in problems],
        "most_bytes": MOST_BYTES,
        "can_object": bool(choices),
        "until": until,
        "within": [
            {"against": str(AGAINST[one.against]), "at": one.at, "until": one.until} for one in within
        ],
        "rows": [row_of(one) for one in objections_of(who, found.pk)],
        "crumbs": crumbs(
            (_("Proposals and agreements"), reverse("my_proposals")),
            (found.number or "", reverse("my_proposal", args=[found.pk])),
            (_("Objections"), ""),
        ),
    }
    return render(
        request, "agreements/own_objections.html", page, status=422 if form.errors or problems else 200
    )


def _choices(within: list[Decided], *, proposal: bool) -> list[tuple[str, str]]:
    """Return what can be objected to now, as the form offers it."""
    found = [("", _("What was decided on the proposal"))] if proposal else []
    return found + [
        (
            f"{one.against}-{one.subject_id}",
            _("%(what)s, %(at)s") % {"what": AGAINST[one.against], "at": instant_text(one.at)},
        )
        for one in within
    ]


def _withdraw(request: HttpRequest, proposal_id: int) -> None:
    asked = request.POST.get("objection", "")
    found = own_objection(actor(request), int(asked)) if asked.isdigit() else None
    if found is None or found.proposal_id != proposal_id:
        raise Http404
    withdraw_firm_objection(actor=actor(request), now=asked_at(request), objection_id=found.pk)


def row_of(one: FirmObjection) -> dict[str, Any]:
    """Return an objection as pages show it."""
    return {
        "row": one,
        "against": str(AGAINST[one.against]),
        "state": {"word": str(OBJECTION_STATES[one.state]), "kind": OBJECTION_KINDS[one.state]},
        "effect": str(OBJECTION_EFFECTS[one.effect]) if one.effect else "",
        "open": one.state in OPEN,
    }


@for_persons
@require_GET
def file(request: HttpRequest, objection_id: int) -> HttpResponseBase:
    """Hand out what was handed in with an objection, to the firm and to the officers of the call."""
    who = actor(request)
    found = own_objection(who, objection_id) or objection(who, objection_id)
    if found is None or found.file is None:
        raise Http404
    note_view(request, "proposal", found.proposal_id, "file of a firm's objection")
    return file_response(request, found.file)
