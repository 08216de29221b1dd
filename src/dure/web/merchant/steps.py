"""The steps of an application: each shows what is known and typed, saves it, and goes on when it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dure.domains.applications.drafting import StepProblem, choices_limit, documents, read
from dure.domains.applications.ready import BASIC, fields_read, unknown_fields
from dure.domains.applications.services.draft_file import put_file
from dure.domains.merchants.queries import is_from_register, profile_row
from dure.domains.merchants.services.ask_mail_order import ask_mail_order
from dure.domains.merchants.services.update_profile import update_profile
from dure.domains.privacy.encryption import decrypt
from dure.engine.problems import Refused
from dure.engine.programme.models.documents import Document
from dure.engine.programme.models.window import SEOUL
from dure.engine.programme.registers import register_of
from dure.web.actors import actor, asked_at, asked_on
from dure.web.merchant.checking import check
from dure.web.merchant.flow import Flow
from dure.web.merchant.problems import Fault, has, worded
from dure.web.merchant.saving import keep
from dure.web.merchant.showing import facts_list
from dure.web.merchant.step_forms import (
    ConsentsForm,
    DocumentsForm,
    ExecutorsForm,
    QuestionsForm,
    StepForm,
    consent_facts,
)
from dure.web.merchant.typed_form import TypedForm, typed_in
from dure.web.public.profile_form import ProfileForm, typed_data

MOST_BYTES = 20 * 1024 * 1024


def eligibility(flow: Flow) -> HttpResponse:
    """Step 1: what the rules say of what is known; only what is not known is asked for."""
    request, merchant = flow.request, flow.application.merchant
    known = profile_row(merchant)
    unknown = {f.name for f in unknown_fields(flow.call.version, known)} | set(flow.screening().missing)
    fields = [f for f in fields_read(flow.call.version) if f.name in unknown]
    contacts = {
        name: value
        for name, value in (
            ("owner_name", merchant.owner_name),
            ("phone", merchant.phone),
            ("email", merchant.email),
        )
        if not value and not (name in ("phone", "email") and (merchant.phone or merchant.email))
    }
    if contacts and not merchant.address:  # asked once beside what is needed, and never by itself
        contacts["address"] = ""
    posted = request.method == "POST"
    data = request.POST if posted else typed_data(flow.typed) if flow.typed else None
    required = (*BASIC, "owner_name", "phone")
    form = ProfileForm(
        data, day=asked_on(request), fields=fields, known=known, required=required, contacts=contacts
    )
    if not posted and data is not None:
        form.full_clean()
        form.errors.clear()  # what was typed comes back as it was; it is judged when it is sent
    page: dict[str, Any] = {
        "form": form,
        "contacts": form.contact_controls(),
        "known": facts_list(known, [f.name for f in fields_read(flow.call.version) if f.name not in unknown]),
        "status_known": merchant.business_status,
        "merchant_version": merchant.version,
    }
    status = 200
    if posted:
        conflict = _kept(flow, page)
        if conflict is None and _leaves(flow):
            return _on(flow)
        if conflict is None and form.is_valid():
            try:
                update_profile(
                    actor=actor(request),
                    now=asked_at(request),
                    merchant_id=merchant.pk,
                    version=counted(request.POST.get("version"), otherwise=merchant.version),
                    facts=form.told(),
                    contacts=form.told_contacts(),
                )
            except Refused as refused:
                for problem in refused.problems:
                    form.add_error(None, worded(problem))
            else:
                keep(request, flow.application, "eligibility", {}, last=True, seen=page["counter"])
                return _on(flow)
        status = conflict or 422
    return render(
        request, "merchant/steps/eligibility.html", flow.page() | flow.verdict() | page, status=status
    )


def executors(flow: Flow) -> HttpResponse:
    """Step 2: executors in order, up to as many as the call allows."""
    page = {"limit": choices_limit(flow.programme)}
    return _typed_step(flow, ExecutorsForm, "merchant/steps/executors.html", page)


def questions(flow: Flow) -> HttpResponse:
    """Step 3: the questions of the call."""
    return _typed_step(flow, QuestionsForm, "merchant/steps/questions.html", {})


def consents(flow: Flow) -> HttpResponse:
    """Step 5: each consent on its own."""
    return _typed_step(
        flow,
        ConsentsForm,
        "merchant/steps/consents.html",
        {"about": {f"consent.{c.id}": consent_facts(c) for c in flow.programme.consents}},
    )


def document_step(flow: Flow) -> HttpResponse:
    """Step 4: documents, uploaded or taken from the register, with the days that they are judged by."""
    request = flow.request
    if request.method != "POST":
        return _documents_page(flow, flow.typed, (), {})
    typed = typed_in(request)
    wrong = files_in(flow)
    page: dict[str, Any] = {}
    conflict = _kept(flow, page)
    wrong += looked_up(flow, typed)
    if removed := request.POST.get("remove"):
        put_file(
            actor=actor(request),
            now=asked_at(request),
            application_id=flow.application.pk,
            document=removed,
            name="",
            content=None,
        )
    stays = bool(removed or request.POST.get("go") == "upload")
    flow.application.refresh_from_db(fields=["draft"])
    fresh = Flow(request, flow.application, flow.call, flow.application.draft, flow.step, flow.tab)
    problems = [] if stays or _leaves(flow) else list(fresh.reading().of("documents"))
    if conflict is None and not wrong and not problems:
        return redirect(flow.url("documents")) if stays else _on(flow)
    return _documents_page(fresh, typed, [*wrong, *problems], page, conflict or 422)


def files_in(flow: Flow) -> list[StepProblem]:
    """Keep the files that a form brought and return what was wrong with others."""
    wrong = []
    for document in documents(flow.programme):
        file = flow.request.FILES.get(f"file.{document.id}")
        if file is None or not hasattr(file, "read"):
            continue
        try:
            put_file(
                actor=actor(flow.request),
                now=asked_at(flow.request),
                application_id=flow.application.pk,
                document=document.id,
                name=file.name or document.id,
                # One byte more than is taken tells that it is too large, whatever its true size is.
                content=file.read(MOST_BYTES + 1),
            )
        except Refused as refused:
            wrong += [StepProblem("documents", f"file.{document.id}", p) for p in refused.problems]
    return wrong


def looked_up(flow: Flow, typed: Mapping[str, list[str]]) -> list[StepProblem]:
    """Ask the registers that are chosen and were not asked yet; return what they did not answer.

    The tax service was asked when the business was registered.
    """
    wrong = []
    for document in documents(flow.programme):
        register, way = register_of(document), f"from.{document.id}"
        if register is None or register.id != "mail_order" or typed.get(way) != ["register"]:
            continue
        who, now = actor(flow.request), asked_at(flow.request)
        if is_from_register(who, flow.application.merchant_id, register):
            continue
        try:
            ask_mail_order(actor=who, now=now, merchant_id=flow.application.merchant_id)
        except Refused as refused:
            wrong += [StepProblem("documents", way, problem) for problem in refused.problems]
    return wrong


def _documents_page(
    flow: Flow,
    typed: Mapping[str, list[str]],
    problems: Iterable[StepProblem],
    page: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    defaults = {
        f"from.{d.id}": ["register" if d.required else ""]
        for d in documents(flow.programme)
        if register_of(d) and f"from.{d.id}" not in typed
    }
    form = DocumentsForm(flow.programme, {**defaults, **typed}, problems)
    parts = {"form": form, "documents": document_parts(flow, form), "most_bytes": MOST_BYTES}
    return render(
        flow.request, "merchant/steps/documents.html", flow.page() | parts | dict(page), status=status
    )


def document_parts(flow: Flow, form: StepForm) -> list[dict[str, Any]]:
    """Return each document with its controls and the file that is there."""
    asked = [one for one in documents(flow.programme) if form.is_asked(one.id)]
    return parts_of(asked, form, flow.draft.get("files", {}))


def parts_of(
    asked: Iterable[Document], form: TypedForm, files: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return some documents with their controls and the files that are there."""
    found = []
    for document in asked:
        file = files.get(document.id) or {}
        days = [f"{name}.{document.id}" for name in ("issued_on", "valid_from", "valid_until")]
        found.append(
            {
                "document": document,
                "way": form[f"from.{document.id}"] if register_of(document) else None,
                "upload": form[f"file.{document.id}"],
                "days": [form[name] for name in days if name in form.fields],
                "file": {"name": decrypt(file["name"]), "size": file.get("size")} if file.get("id") else None,
            }
        )
    return found


def _typed_step(flow: Flow, form_class: type[StepForm], template: str, page: dict[str, Any]) -> HttpResponse:
    request = flow.request
    if request.method != "POST":
        form = form_class(flow.programme, flow.typed)
        return render(request, template, flow.page() | page | {"form": form})
    typed = typed_in(request)
    conflict = _kept(flow, page)
    today = asked_at(request).astimezone(SEOUL).date()
    draft = {**flow.draft, "typed": {**flow.draft.get("typed", {}), flow.step: typed}}
    problems = read(flow.programme, draft, today).of(flow.step)
    if conflict is None and (_leaves(flow) or not problems):
        return _on(flow)
    form = form_class(flow.programme, typed, problems)
    return render(request, template, flow.page() | page | {"form": form}, status=conflict or 422)


def _kept(flow: Flow, page: dict[str, Any]) -> int | None:
    """Save what was typed, right or wrong; returns 409, and says so on the page, where another window did."""
    try:
        saved = keep(flow.request, flow.application, flow.step, typed_in(flow.request), last=True)
    except Refused as refused:
        page["conflict"] = Fault(worded(refused.problems[0]), "")
        page["newer"] = has(refused, "draft.newer")
        return 409
    page |= {"counter": saved.counter, "saved_at": saved.at.isoformat()}
    return None


def counted(text: str | None, *, otherwise: int) -> int:
    """Return a count that a form carries."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _leaves(flow: Flow) -> bool:
    """Say whether the draft is left as it is: then nothing in it is judged."""
    return flow.request.POST.get("go") == "leave"


def _on(flow: Flow) -> HttpResponse:
    """Go on to the next step, or leave."""
    if _leaves(flow):
        messages.success(flow.request, _("The draft is saved. Go on with it whenever you like."))
        return redirect("my")
    return redirect(flow.after())


STEP_VIEWS: dict[str, Callable[[Flow], HttpResponse]] = {
    "eligibility": eligibility,
    "executors": executors,
    "questions": questions,
    "documents": document_step,
    "consents": consents,
    "check": check,
}
