"""A claimant writes lines, puts evidence with them, and answers what is asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.claims import queries
from dure.domains.claims.policies import may_claim
from dure.domains.claims.queries import Claim, ClaimLine
from dure.domains.claims.services.answer_line import Mended, answer_line
from dure.domains.claims.services.drop_evidence import drop_evidence
from dure.domains.claims.services.drop_line import drop_line
from dure.domains.claims.services.put_evidence import put_evidence
from dure.domains.claims.services.save_line import save_line
from dure.domains.uploads.services.keep import MOST_BYTES
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.claims.forms import AnswerForm, EvidenceForm, LineForm
from dure.web.claims.own import drafted_claim, own_claim
from dure.web.claims.showing import proof
from dure.web.merchant.doors import signed_in as for_persons
from dure.web.officer.guard import signed_in
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.people.access import note_view
from dure.web.people.files import file_response
from dure.web.people.problems import tell
from dure.web.tables import crumbs

FIELDS = {
    "claims.kind": "kind", "claims.invoice_no": "number", "claims.no_file": "file",
    "claims.used_file": "file", "claims.used_number": "number", "claims.answer": "answer",
    "claims.day": "spent_on", "claims.period": "spent_on", "claims.year": "spent_on",
    "claims.payee": "payee", "claims.what": "what", "claims.cost_type": "cost_type",
    "claims.own_sale": "payee",
    "file.empty": "file", "file.large": "file", "file.type": "file", "file.script": "file",
    "file.locked": "file", "file.packed": "file", "file.broken": "file", "file.two_in_one": "file",
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new(request: HttpRequest, claim: int) -> HttpResponse:
    """Add a line, with its first piece of evidence where it is at hand."""
    found = drafted_claim(request, claim)
    binding = queries.binding_of(found)
    items = queries.prices_for(actor(request), found) if found.executor else []
    typed = LineForm(found, binding, items, *_sent(request))
    action = ""
    if typed.is_valid():
        pk = save_line(
            actor=actor(request), now=asked_at(request), claim_id=found.pk, said=typed.said(found, binding),
            key=typed.cleaned_data["nonce"],
        )  # fmt: skip
        try:
            if typed.cleaned_data["kind"] or typed.cleaned_data["file"]:
                _put(request, pk, typed.cleaned_data)
        except Refused as refused:
            # The line is kept; only its evidence is not. What is sent again changes the same line.
            tell(typed, refused, FIELDS)
        else:
            messages.success(request, _("The line is saved."))
            return redirect("my_claim", claim=found.pk)
    return _form(request, found, typed, _("New line"), action=action)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def one(request: HttpRequest, line: int) -> HttpResponse:
    """Change a line of a draft, put evidence with it, or take it out."""
    found = _line(request, line)
    claim = drafted_claim(request, found.claim_id)
    binding = queries.binding_of(claim)
    items = queries.prices_for(actor(request), claim) if claim.executor else []
    acting: dict[str, Any] = {"actor": actor(request), "now": asked_at(request)}
    if "remove" in request.POST:
        drop_line(**acting, line_id=found.pk)
        messages.success(request, _("The line is taken out."))
        return redirect("my_claim", claim=claim.pk)
    adds = "evidence" in request.POST
    typed = LineForm(
        claim, binding, items, request.POST if request.method == "POST" and not adds else None, None, found
    )
    proofs = EvidenceForm(*(_sent(request) if adds else (None, None)))
    if not adds and typed.is_valid():
        save_line(
            **acting, claim_id=claim.pk, said=typed.said(claim, binding), key=typed.cleaned_data["nonce"],
            line_id=found.pk,
        )  # fmt: skip
        messages.success(request, _("The line is saved."))
        return redirect("my_claim", claim=claim.pk)
    if adds and proofs.is_valid():
        try:
            _put(request, found.pk, proofs.cleaned_data)
        except Refused as refused:
            tell(proofs, refused, FIELDS)
        else:
            messages.success(request, _("The evidence is put with the line."))
            return redirect("my_claim_line", line=found.pk)
    more = {
        "proofs": proofs,
        "put": [proof(piece) for piece in queries.proofs_of(actor(request), found.pk)],
        "line": found,
    }
    heading = found.what or _("Line %(n)s") % {"n": found.position}
    return _form(request, claim, typed, heading, **more)


@signed_in
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def answer(request: HttpRequest, line: int) -> HttpResponse:
    """Answer what an officer asks of a line."""
    found = _line(request, line)
    claim = own_claim(request, found.claim_id)
    if found.state != "asked" or not may_claim(actor(request), claim):
        raise Http404
    typed = AnswerForm(found, queries.binding_of(claim), *_sent(request))
    if typed.is_valid():
        given = typed.cleaned_data
        file = given.get("file")
        mended = Mended(
            what=given.get("what"), payee=given.get("payee"), spent_on=given.get("spent_on"),
            cost_type=given.get("cost_type"), kind=given.get("kind") or "", number=given.get("number") or "",
            name=file.name if file else "", content=file.read(MOST_BYTES + 1) if file else b"",
        )  # fmt: skip
        try:
            answer_line(
                actor=actor(request), now=asked_at(request), line_id=found.pk, answer=given["answer"],
                mended=mended,
            )  # fmt: skip
        except Refused as refused:
            tell(typed, refused, {code: name for code, name in FIELDS.items() if name in typed.fields})
        else:
            messages.success(request, _("Your answer is handed in."))
            return redirect("my_claim", claim=claim.pk)
    back = reverse("my_claim", args=[claim.pk])
    shown = {
        "form": typed,
        "heading": _("Answer: %(what)s") % {"what": found.what},
        "note": found.asked,
        "multipart": True,
        "max_bytes": MOST_BYTES,
        "submit": _("Hand in the answer"),
        "back": back,
        "crumbs": crumbs((_("Your claims"), reverse("my_claims")), (claim.title, back), (found.what, "")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_POST
@forbidden_where_not_allowed
def remove_evidence(request: HttpRequest, evidence: int) -> HttpResponse:
    """Take a piece of evidence out of a draft."""
    found = queries.evidence(actor(request), evidence)
    if found is None:
        raise Http404
    drafted_claim(request, found.line.claim_id)
    drop_evidence(actor=actor(request), now=asked_at(request), evidence_id=found.pk)
    messages.success(request, _("The evidence is taken out."))
    return redirect("my_claim_line", line=found.line_id)


@for_persons
@require_GET
def evidence_file(request: HttpRequest, evidence: int) -> HttpResponseBase:
    """Hand out the file of a piece of evidence to whoever sees the claim."""
    found = queries.evidence(actor(request), evidence)
    if found is None or found.file is None:
        raise Http404
    note_view(request, "claim_line", found.line_id, "evidence of a claim")
    return file_response(request, found.file)


def _line(request: HttpRequest, line: int) -> ClaimLine:
    found = queries.line(actor(request), line)
    if found is None:
        raise Http404
    return found


def _put(request: HttpRequest, line: int, given: dict[str, Any]) -> None:
    file = given.get("file")
    put_evidence(
        actor=actor(request), now=asked_at(request), line_id=line, kind=given["kind"],
        number=given["number"], name=file.name if file else "file",
        content=file.read(MOST_BYTES + 1) if file else b"",
    )  # fmt: skip


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _form(request: HttpRequest, claim: Claim, typed: LineForm, heading: str, **more: Any) -> HttpResponse:
    back = reverse("my_claim", args=[claim.pk])
    wrong = typed.errors or (more["proofs"].errors if "proofs" in more else None)
    shown = {
        "form": typed,
        "heading": heading,
        "lead": claim.title,
        "max_bytes": MOST_BYTES,
        "back": back,
        "crumbs": crumbs((_("Your claims"), reverse("my_claims")), (claim.title, back), (heading, "")),
        **more,
    }
    return render(request, "claims/line_form.html", shown, status=422 if wrong else 200)
