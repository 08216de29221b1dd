"""The call for executors, and a firm's own proposals: begun, filled in, handed in, mended, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import conflicts, queries
from dure.domains.agreements.objected import may_object
from dure.domains.agreements.queries import CallCase, Proposal, ProposalDocument, ProposalSupplement
from dure.domains.agreements.queries_objections import has_objected
from dure.domains.agreements.services.begin_proposal import begin_proposal
from dure.domains.agreements.services.put_proposal_document import put_proposal_document
from dure.domains.agreements.services.save_proposal import save_proposal
from dure.domains.agreements.services.submit_proposal import submit_proposal
from dure.domains.agreements.services.withdraw_proposal import withdraw_proposal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.forms import ProposalForm, ReasonForm
from dure.web.agreements.outcome import outcome_shown
from dure.web.agreements.words import AGREEMENT, FIELDS, PROPOSAL, badge, places_text
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import sentence_of
from dure.web.officer.words import DOCUMENT_KINDS, DOCUMENT_STATES
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import instant
from dure.web.templatetags.programme import told
from dure.web.words import page_language

MOST_BYTES = 20 * 1024 * 1024
OPEN = ("draft", "supplementing")


@require_GET
def call_page(request: HttpRequest, programme: str) -> HttpResponse:
    """Show a call for executors: what is on offer, what is asked for, how firms are scored."""
    case = queries.call_case(programme)
    if case is None:
        raise Http404
    state = case.state(asked_at(request))
    return render(
        request,
        "agreements/call.html",
        {
            "case": case,
            "programme": case.programme,
            "call": case.call,
            "state": state,
            "window": f"{instant(case.call.window.opens_at)} – {instant(case.call.window.closes_at)}",
            "stages": case.stages,
            "stage_headers": headers(_("Stage"), _("Places on offer"), numeric=(_("Places on offer"),)),
            "document_headers": headers(_("Document"), _("Needed"), _("Issued by"), _("Good for")),
            "criterion_headers": headers(_("Criterion"), _("Weight"), _("Scored by"), numeric=(_("Weight"),)),
            "chosen": queries.chosen_firms(programme),
            "crumbs": crumbs(
                (_("Calls for applications"), reverse("calls")),
                (told(case.programme.title), reverse("call", args=[programme])),
                (_("Call for executors"), ""),
            ),
        },
    )


@signed_in
@require_POST
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """Begin a proposal, and go to its form."""
    case_or_404(programme)
    try:
        pk = begin_proposal(actor=actor(request), now=asked_at(request), programme=programme)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, sentence_of(problem))
        return redirect("executor_call", programme=programme)
    return redirect("my_proposal_form", proposal=pk)


@signed_in
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """Show the proposals and agreements of the firms for which somebody acts, and open calls."""
    who, now = actor(request), asked_at(request)
    mine = list(queries.own_proposals(who))
    cases = {case.programme.id: case for case in queries.all_calls(who)}
    agreements = [
        one for one in queries.agreements(who) if who.holds("executor_staff", one.executor, one.programme)
    ]
    return render(
        request,
        "agreements/mine.html",
        {
            "calls": [case for case in cases.values() if case.state(now) == "open"],
            "proposals": [
                {"row": one, "title": _title(cases, one.programme), "state": badge(PROPOSAL, one.state)}
                for one in mine
            ],
            "agreements": [
                {"row": one, "title": _title(cases, one.programme), "state": badge(AGREEMENT, one.state)}
                for one in agreements
            ],
            "proposal_headers": headers(_("Programme"), _("Number"), _("Firm"), _("State")),
            "agreement_headers": headers(_("Programme"), _("Executor"), _("Version"), _("State")),
            "crumbs": crumbs((_("Proposals and agreements"), "")),
        },
    )


def _title(cases: dict[str, CallCase], programme: str) -> str:
    return told(cases[programme].programme.title) if programme in cases else programme


@signed_in
@require_GET
def own_page(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show a proposal of one's own: where it stands, what was asked, what it says."""
    found = own_or_404(request, proposal)
    case = case_or_404(found.programme)
    who = actor(request)
    owed = _owed(request, found)
    asked = bool(conflicts.recusals_of(who, found.pk))
    return render(
        request,
        "agreements/proposal.html",
        {
            "proposal": found,
            "title": told(case.programme.title),
            "state": badge(PROPOSAL, found.state),
            "may_edit": found.state in OPEN and (found.state == "draft" or owed is not None),
            "may_withdraw": found.state in ("draft", "submitted", "supplementing", "checked", "chosen"),
            "may_recuse": found.number is not None and (conflicts.may_still_ask(found) or asked),
            "outcome": outcome_shown(found),
            "object_until": may_object(found, asked_at(request)),
            "objected": has_objected(who, found.pk),
            "owed": owed,
            "owed_fields": [field_text(case, name) for name in owed.fields] if owed else [],
            "facts": facts(case, found),
            "documents": document_rows(case, queries.documents(who, found.pk)),
            "document_headers": headers(_("Document"), _("File"), _("Issued"), _("State")),
            "agreements": [one for one in queries.agreements(who) if one.proposal_id == found.pk],
            "crumbs": _crumbs(found.number or _("Draft")),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show the form of a proposal; save what was typed, and hand it in where that is asked."""
    found = own_or_404(request, proposal)
    case = case_or_404(found.programme)
    owed = _owed(request, found)
    if found.state not in OPEN:
        return redirect("my_proposal", proposal=found.pk)
    who = actor(request)
    documents = {one.document: one for one in queries.documents(who, found.pk)}
    kept = {name: getattr(found, name) for name in _KEPT}
    issued = {name: one.issued_on for name, one in documents.items()}
    allowed = None if found.state == "draft" else (owed.fields if owed else [])
    sent = request.method == "POST"
    typed = ProposalForm(
        case, kept, issued, request.POST if sent else None, request.FILES if sent else None, allowed=allowed
    )
    if sent and typed.is_valid():
        try:
            _save(request, found, case, typed)
            if "submit" in request.POST:
                submit_proposal(actor=who, now=asked_at(request), proposal_id=found.pk)
                messages.success(request, _("The proposal is handed in."))
                return redirect("my_proposal", proposal=found.pk)
        except Refused as refused:
            fields = {p.code: name for p in refused.problems if (name := typed.target(p.code))}
            typed.marked()
            tell(typed, refused, fields)
        else:
            messages.success(request, _("Saved. Nobody else sees it before it is handed in."))
            return redirect("my_proposal_form", proposal=found.pk)
    typed.marked()
    page = {
        "form": typed,
        "heading": _("Proposal") if found.state == "draft" else _("Mend the proposal"),
        "lead": told(case.call.title),
        "note": owed.note if owed else "",
        "kept": document_rows(case, documents.values()),
        "document_headers": headers(_("Document"), _("File"), _("Issued"), _("State")),
        "multipart": True,
        "max_bytes": MOST_BYTES,
        "submit": _("Hand the proposal in"),
        "submit_name": "submit",
        "second": _("Save and go on later"),
        "second_name": "save",
        "back": reverse("my_proposal", args=[found.pk]),
        "crumbs": _crumbs(_("Proposal")),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)


_KEPT = (
    "firm", "business_no", "contact_name", "contact_email", "contact_phone", "cash_won", "gives", "places",
    "in_kind",
)  # fmt: skip


def _save(request: HttpRequest, found: Proposal, case: CallCase, typed: ProposalForm) -> None:
    who, now = actor(request), asked_at(request)
    save_proposal(actor=who, now=now, proposal_id=found.pk, said=typed.said())
    for one in case.call.documents:
        if f"document_{one.id}" not in typed.fields:
            continue
        file: Any = typed.cleaned_data.get(f"document_{one.id}")
        issued: date | None = typed.cleaned_data.get(f"issued_{one.id}")
        if isinstance(file, UploadedFile) or issued is not None:
            is_file = isinstance(file, UploadedFile)
            put_proposal_document(
                actor=who, now=now, proposal_id=found.pk, document=one.id,
                name=(file.name or "file") if is_file else "",
                content=file.read(MOST_BYTES + 1) if is_file else None, issued_on=issued,
            )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, proposal: int) -> HttpResponse:
    """Ask whether a proposal shall be withdrawn, and withdraw it."""
    found = own_or_404(request, proposal)
    typed = ReasonForm(request.POST if request.method == "POST" else None)
    typed.fields["reason"].required = False
    if typed.is_valid():
        try:
            withdraw_proposal(
                actor=actor(request), now=asked_at(request), proposal_id=found.pk,
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused)
        else:
            messages.success(request, _("The proposal is withdrawn."))
            return redirect("my_proposals")
    page = {
        "form": typed,
        "heading": _("Withdraw the proposal"),
        "lead": found.number or found.firm,
        "warning": _("A proposal that is withdrawn cannot be taken up again."),
        "submit": _("Withdraw the proposal"),
        "danger": True,
        "back": reverse("my_proposal", args=[found.pk]),
        "crumbs": _crumbs(_("Withdraw the proposal")),
    }
    return render(request, "agreements/form.html", page, status=422 if typed.errors else 200)


@for_persons
@require_GET
def document_file(request: HttpRequest, document: int) -> HttpResponseBase:
    """Hand out a document of a proposal to whoever sees the proposal."""
    found = queries.document(actor(request), document)
    if found is None:
        raise Http404
    note_view(request, "proposal", found.proposal_id, "document of a proposal")
    return file_response(request, found.file)


# --- shared with other pages ----------------------------------------------------------------------


def case_or_404(programme: str) -> CallCase:
    """Return the call of a programme, or the one that was answered; raises Http404 where there was none."""
    found = queries.kept_case(programme)
    if found is None:
        raise Http404
    return found


def own_or_404(request: HttpRequest, proposal: int) -> Proposal:
    """Return a proposal of one's own; raises Http404 for others'."""
    found = queries.own_proposal(actor(request), proposal)
    if found is None:
        raise Http404
    return found


def facts(case: CallCase, found: Proposal) -> list[dict[str, str]]:
    """Return what a proposal promises, as a description list."""
    kinds = [f"{one['title']} {money(one['won'])}, {one['basis']}" for one in found.in_kind]
    return [
        {"term": str(FIELDS["firm"]), "text": found.firm},
        {"term": str(FIELDS["places"]), "text": places_text(case.programme, found.places)},
        {"term": str(FIELDS["cash_won"]), "text": money(found.cash_won)},
        {
            "term": str(FIELDS["in_kind"]),
            "text": money(found.in_kind_won),
            "note": "; ".join(kinds),
        },
        {"term": str(FIELDS["gives"]), "text": found.gives},
    ]


def document_rows(case: CallCase, found: Any) -> list[dict[str, Any]]:
    """Return the documents of a proposal with their titles and states, and what is still missing."""
    held: dict[str, ProposalDocument] = {one.document: one for one in found}
    return [
        {
            "id": one.id,
            "title": one.title.to(page_language()),
            "required": one.required,
            "validity_days": one.validity_days,
            "row": held.get(one.id),
            "word": str(DOCUMENT_STATES[held[one.id].state]) if one.id in held else "",
            "kind": DOCUMENT_KINDS[held[one.id].state] if one.id in held else "",
        }
        for one in case.call.documents
    ]


def field_text(case: CallCase, name: str) -> str:
    """Return what a field that a supplement names is called."""
    if name in FIELDS:
        return str(FIELDS[name])
    own = name.removeprefix("document.")
    found = next((one for one in case.call.documents if one.id == own), None)
    return own if found is None else found.title.to(page_language())


def _owed(request: HttpRequest, found: Proposal) -> ProposalSupplement | None:
    """Return the supplement that can still be answered, or None."""
    now = asked_at(request)
    asked = queries.supplements(actor(request), found.pk)
    return next((one for one in asked if one.answered_at is None and one.due_at > now), None)


def _crumbs(last: str) -> list[dict[str, str]]:
    return crumbs((_("Proposals and agreements"), reverse("my_proposals")), (last, ""))
