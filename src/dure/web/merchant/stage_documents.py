"""Documents of a later stage: what is asked for, what stands, files put together, handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.applications.drafting import StepProblem
from dure.domains.applications.queries_own import Application
from dure.domains.merchants.queries import is_from_register
from dure.domains.merchants.services.ask_mail_order import ask_mail_order
from dure.domains.selection.queries_stage_documents import Held, OwnStage, own_stages
from dure.domains.selection.services.hand_in_stage_documents import hand_in_stage_documents
from dure.domains.selection.services.save_stage_draft import Brought, save_stage_draft
from dure.domains.selection.stage_drafts import draft_of, read_draft
from dure.engine.problems import Problem, Refused
from dure.engine.programme.models.documents import Document
from dure.engine.programme.registers import register_of
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_application, signed_in
from dure.web.merchant.problems import Fault, worded
from dure.web.merchant.step_forms import TheseDocumentsForm
from dure.web.merchant.steps import MOST_BYTES, parts_of
from dure.web.merchant.typed_form import typed_in
from dure.web.merchant.words import DOCUMENT_STATES
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told


@signed_in
@require_http_methods(["GET", "POST"])
def stage_documents(request: HttpRequest, application: int, stage: str) -> HttpResponse:
    """Show what a stage asks for and what is there; keep files and days, and hand them in."""
    found = own_application(request, application)
    mine = own_stages(actor(request), [found.pk], asked_at(request)).get(found.pk, [])
    own = next((one for one in mine if one.case.stage.id == stage), None)
    if own is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, own, draft_of(found, stage)["typed"]["documents"])
    typed = typed_in(request)
    try:
        wrong = _kept(request, found, own, typed)
    except Refused as refused:
        return _page(request, found, own, typed, problems=refused.problems)
    if not wrong and request.POST.get("go") == "hand_in":
        return _handed_in(request, found, own, typed)
    if not wrong:
        messages.success(request, _("It is saved. It is not handed in yet."))
        return redirect("my_stage_documents", application=found.pk, stage=stage)
    found.refresh_from_db(fields=["draft"])
    return _page(request, found, own, typed, at_fields=wrong)


def _kept(
    request: HttpRequest, found: Application, own: OwnStage, typed: Mapping[str, list[str]]
) -> list[StepProblem]:
    """Keep days and files, and return what was wrong with files and registers."""
    who, now, stage = actor(request), asked_at(request), own.case.stage.id
    save = partial(save_stage_draft, actor=who, now=now, application_id=found.pk, stage=stage)
    save(typed=typed)
    if removed := request.POST.get("remove", "")[:40]:
        save(typed={}, file=(removed, None))
    wrong = []
    for one in own.held:
        name = one.document.id
        file = request.FILES.get(f"file.{name}")
        if file is not None and hasattr(file, "read"):
            try:
                # One byte more than is taken tells that it is too large, whatever its true size is.
                brought = Brought(file.name or name, file.read(MOST_BYTES + 1))
                save(typed={}, file=(name, brought))
            except Refused as refused:
                wrong += [StepProblem("documents", f"file.{name}", p) for p in refused.problems]
        wrong += _looked_up(request, found, one, typed)
    return wrong


def _looked_up(
    request: HttpRequest, found: Application, one: Held, typed: Mapping[str, list[str]]
) -> list[StepProblem]:
    """Ask a register that is chosen and was not asked yet; the tax service was asked at the registration."""
    register, way = register_of(one.document), f"from.{one.document.id}"
    if register is None or register.id != "mail_order" or typed.get(way) != ["register"]:
        return []
    who, now = actor(request), asked_at(request)
    if is_from_register(who, found.merchant_id, register):
        return []
    try:
        ask_mail_order(actor=who, now=now, merchant_id=found.merchant_id)
    except Refused as refused:
        return [StepProblem("documents", way, problem) for problem in refused.problems]
    return []


def _handed_in(
    request: HttpRequest, found: Application, own: OwnStage, typed: Mapping[str, list[str]]
) -> HttpResponse:
    stage = own.case.stage.id
    try:
        names = hand_in_stage_documents(
            actor=actor(request), now=asked_at(request), application_id=found.pk, stage=stage
        )
    except Refused as refused:
        found.refresh_from_db(fields=["draft"])
        known = {f"{kind}.{one.document.id}" for one in own.held for kind in _KINDS}
        at = [StepProblem("documents", p.code, p) for p in refused.problems if p.code in known]
        others = tuple(p for p in refused.problems if p.code not in known)
        return _page(request, found, own, typed, problems=others, at_fields=at)
    if names:
        messages.success(request, _("The documents are handed in. A receipt stands in your notices."))
    return redirect("my_stage_documents", application=found.pk, stage=stage)


_KINDS = ("file", "from", "issued_on", "valid_from", "valid_until")


def _page(
    request: HttpRequest,
    found: Application,
    own: OwnStage,
    typed: Mapping[str, list[str]],
    *,
    problems: tuple[Problem, ...] = (),
    at_fields: Iterable[StepProblem] = (),
) -> HttpResponse:
    draft = draft_of(found, own.case.stage.id)
    can = [one for one in own.held if one.is_open and not own.is_chosen]
    wrong = list(at_fields)
    documents = [_as_needed(one) for one in can]
    form = TheseDocumentsForm(documents, typed, wrong)
    faults = [Fault(worded(problem), "") for problem in problems]
    faults += [Fault(worded(one.problem), f"id_{one.name}") for one in wrong]
    until, number = own.until, found.application_no or ""
    page = {
        "application": found,
        "programme": own.case.programme,
        "stage": own.case.stage,
        "until": until - timedelta(microseconds=1) if until else None,
        "is_over": until is not None and until <= asked_at(request),
        "is_chosen": own.is_chosen,
        "rows": [_row(found, one) for one in own.held],
        "headers": headers(_("Document"), _("To be handed in by"), _("Handed in"), _("Check"), _("Note")),
        "form": form,
        "documents": parts_of(documents, form, draft["files"]),
        "most_bytes": MOST_BYTES,
        "problems": faults,
        "saved_at": draft.get("saved_at"),
        "is_ready": bool(read_draft(draft, own.held)[0]),
        "crumbs": crumbs(
            (_("My page"), reverse("my")),
            (number, reverse("my_application", args=[found.pk])),
            (_("Documents: %(stage)s") % {"stage": told(own.case.stage.title)}, ""),
        ),
    }
    return render(request, "merchant/stage_documents.html", page, status=422 if faults else 200)


def _as_needed(one: Held) -> Document:
    """Return a document as it is needed now: one that stands in order need not be handed in again."""
    stands = one.row is not None and one.row.state != "refused"
    if not stands or one.is_asked_again or one.is_expired:
        return one.document
    return one.document.model_copy(update={"required": False})


def _row(found: Application, one: Held) -> dict[str, Any]:
    row = one.row
    word, kind = DOCUMENT_STATES[row.state] if row else (_("Not handed in"), "gray")
    asked = one.request
    return {
        "title": told(one.document.title),
        "required": one.document.required,
        "due": one.document.due_on,
        "asked": asked if one.is_asked_again else None,
        "asked_until": asked.due_at - timedelta(microseconds=1) if asked else None,
        "row": row,
        "late": one.is_late,
        "expired": one.is_expired,
        "name": row.file.name if row and row.file else "",
        "url": reverse("my_document", args=[found.pk, row.pk]) if row and row.file else "",
        "state": str(word),
        "kind": kind,
    }
