"""One proposal as officers see it: documents checked, a supplement asked, passed or refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.agreements import queries
from dure.domains.agreements.proposing import DOCUMENT, FIELDS
from dure.domains.agreements.queries import Proposal
from dure.domains.agreements.queries_objections import objections_of
from dure.domains.agreements.services.ask_proposal_supplement import ask_proposal_supplement
from dure.domains.agreements.services.check_proposal_document import check_proposal_document
from dure.domains.agreements.services.decide_proposal import decide_proposal
from dure.domains.agreements.services.reopen_proposal import reopen_proposal
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.calls import call_crumbs
from dure.web.agreements.firm import case_or_404, document_rows, facts, field_text
from dure.web.agreements.forms import SupplementForm
from dure.web.agreements.typed import said
from dure.web.agreements.words import PROPOSAL, badge
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.people.access import note_reveal, note_view
from dure.web.people.problems import tell
from dure.web.tables import headers


@for_roles("officer", "ministry")
@require_GET
def page(request: HttpRequest, proposal: int) -> HttpResponse:
    """Show a proposal with what can be done about it now."""
    return _page(request, _or_404(request, proposal))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def reveal(request: HttpRequest, proposal: int) -> HttpResponse:
    """Log it, and show whole whom to ask at the firm."""
    found = _or_404(request, proposal)
    if not actor(request).may_in(found.programme, "officer"):
        raise Http404
    note_reveal(request, "proposal", found.pk, "contact of the firm")
    return _page(request, found, revealed=True)


def _page(
    request: HttpRequest,
    found: Proposal,
    problems: list[str] | None = None,
    *,
    document: int | None = None,
    revealed: bool = False,
) -> HttpResponse:
    """Show a proposal; after a refusal with what was typed, beside ``document`` where it was about one."""
    who = actor(request)
    case = case_or_404(found.programme)
    note_view(request, "proposal", found.pk, "proposal page")
    asked = queries.supplements(who, found.pk)
    shown = {
        "proposal": found,
        "case": case,
        "state": badge(PROPOSAL, found.state),
        "may_act": who.may_in(found.programme, "officer"),
        "checking": found.state in ("submitted", "supplementing"),
        "may_reopen": found.state in ("refused", "checked"),
        "facts": facts(case, found),
        "documents": document_rows(case, queries.documents(who, found.pk)),
        "document_headers": headers(_("Document"), _("File"), _("Issued"), _("State"), _("Act")),
        "asked": [
            {
                "row": one,
                "fields": ", ".join(field_text(case, name) for name in one.fields),
            }
            for one in asked
        ],
        "agreements": [
            one for one in queries.agreements(who, found.programme) if one.proposal_id == found.pk
        ],
        "objections": objections_of(who, found.pk),
        "problems": problems or [],
        "typed": said(request, "reason"),
        "typed_note": said(request, "note"),
        "typed_at": document,
        "revealed": revealed,
        "crumbs": call_crumbs(case, (found.number or "", "")),
    }
    return render(request, "agreements/officer_proposal.html", shown, status=422 if problems else 200)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def document_check(request: HttpRequest, proposal: int, document: int) -> HttpResponse:
    """Accept or refuse a document."""
    found = _or_404(request, proposal)
    one = queries.document(actor(request), document)
    if one is None or one.proposal_id != found.pk:
        raise Http404
    try:
        check_proposal_document(
            actor=actor(request), now=asked_at(request), document_id=document,
            accepted="accept" in request.POST, note=said(request, "note"),
        )  # fmt: skip
    except Refused as refused:
        told = [sentence_of(problem) for problem in refused.problems]
        return _page(request, found, told, document=document)
    return redirect(f"{reverse('officer_proposal', args=[found.pk])}#documents")


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def supplement(request: HttpRequest, proposal: int) -> HttpResponse:
    """Ask the firm to mend what is named."""
    found = _or_404(request, proposal)
    case = case_or_404(found.programme)
    names = [*FIELDS, *(DOCUMENT + one.id for one in case.call.documents)]
    typed = SupplementForm(
        [(name, field_text(case, name)) for name in names], request.POST if request.method == "POST" else None
    )
    if typed.is_valid():
        try:
            ask_proposal_supplement(
                actor=actor(request), now=asked_at(request), proposal_id=found.pk,
                fields=typed.cleaned_data["fields_"], note=typed.cleaned_data["note"],
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, {"supplement.fields": "fields_", "supplement.note": "note"})
        else:
            messages.success(request, _("The firm is asked to mend its proposal."))
            return redirect("officer_proposal", proposal=found.pk)
    days = case.call.supplement_days
    shown: dict[str, Any] = {
        "form": typed,
        "heading": _("Ask for a supplement"),
        "lead": f"{found.number}, {found.firm}",
        "information": _("The firm has %(days)s days, to the end of the last.") % {"days": days},
        "submit": _("Ask the firm"),
        "back": reverse("officer_proposal", args=[found.pk]),
        "crumbs": call_crumbs(
            case,
            (found.number or "", reverse("officer_proposal", args=[found.pk])),
            (_("Ask for a supplement"), ""),
        ),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def decide(request: HttpRequest, proposal: int) -> HttpResponse:
    """Let a proposal pass the check, refuse it, or check it again."""
    found = _or_404(request, proposal)
    passed = "pass" in request.POST
    who, now, reason = actor(request), asked_at(request), said(request, "reason")
    try:
        if "reopen" in request.POST:
            reopen_proposal(actor=who, now=now, proposal_id=found.pk, reason=reason)
            done = _("The proposal is checked again, and the firm has been told.")
        else:
            decide_proposal(actor=who, now=now, proposal_id=found.pk, passed=passed, reason=reason)
            done = _("The check is over, and the firm has been told.")
    except Refused as refused:
        return _page(request, found, [sentence_of(problem) for problem in refused.problems])
    messages.success(request, done)
    return redirect("officer_proposal", proposal=found.pk)


def _or_404(request: HttpRequest, proposal: int) -> Proposal:
    found = queries.proposal(actor(request), proposal)
    if found is None:
        raise Http404
    return found
