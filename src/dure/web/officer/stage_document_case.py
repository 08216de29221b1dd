"""Documents of a stage of one applicant: each checked, or asked for again with a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dure.domains.applications.checking import DocumentDates
from dure.domains.applications.services.ask_supplement import LONGEST_NOTE, supplement_due
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_stage_documents import (
    Held,
    Wanted,
    asked_applications,
    held_by,
    is_chosen,
)
from dure.domains.selection.services.ask_stage_documents import ask_stage_documents
from dure.domains.selection.services.check_stage_document import check_stage_document
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.application_forms import DocumentForm
from dure.web.officer.application_page import needs_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.officer.selection import title_of
from dure.web.officer.stage_documents import later_case_or_404, state_of
from dure.web.officer.words import DOCUMENT_KINDS
from dure.web.people.access import note_view
from dure.web.people.files import can_be_shown
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told


class AskAgainForm(forms.Form):
    """A box and a note for each document of the stage."""

    def __init__(self, data: Mapping[str, Any] | None, held: tuple[Held, ...]) -> None:
        super().__init__(data)
        self.names = [one.document.id for one in held]
        for one in held:
            name, title = one.document.id, told(one.document.title)
            refused = one.row is not None and one.row.state == "refused"
            self.fields[f"ask-{name}"] = forms.BooleanField(label=title, required=False, initial=refused)
            self.fields[f"note-{name}"] = forms.CharField(
                label=_("What is to be mended: %(what)s") % {"what": title},
                required=False,
                max_length=LONGEST_NOTE,
                initial=one.row.note if refused and one.row else "",
                widget=forms.TextInput(),
            )

    def pairs(self) -> list[dict[str, Any]]:
        return [{"ask": self[f"ask-{name}"], "note": self[f"note-{name}"]} for name in self.names]

    def asked(self) -> dict[str, str]:
        """Return the notes of what was ticked."""
        return {
            name: self.cleaned_data[f"note-{name}"] for name in self.names if self.cleaned_data[f"ask-{name}"]
        }


@for_roles("officer", "ministry")
def case_page(request: HttpRequest, programme: str, stage: str, application: int) -> HttpResponse:
    """Show the documents of one applicant; that somebody looked is noted."""
    case, found = _found(request, programme, stage, application)
    note_view(request, "application", found.pk, f"documents of stage {stage}")
    return _page(request, case, found)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def check(request: HttpRequest, programme: str, stage: str, application: int, document: int) -> HttpResponse:
    """Accept or refuse a document."""
    case, found = _found(request, programme, stage, application)
    held = held_by(case, [found.pk], asked_at(request))[found.pk]
    one = next((one for one in held if one.row is not None and one.row.pk == document), None)
    if one is None or one.row is None:
        messages.warning(request, _("Another document was handed in since: look at that one."))
        return redirect(_url(case, found))
    form = _form(one, request.POST)
    if form.is_valid():
        days = {day: form.cleaned_data.get(day) for day in _DAYS}
        kept = {day: value if day in form.fields else getattr(one.row, day) for day, value in days.items()}
        accepted = request.POST.get("accepted") == "yes"
        try:
            check_stage_document(
                actor=actor(request),
                now=asked_at(request),
                document_id=document,
                stage=stage,
                accepted=accepted,
                dates=DocumentDates(**kept),
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            for problem in refused.problems:
                field = problem.code.removeprefix("document.")
                form.add_error(field if field in form.fields else None, sentence_of(problem))
        else:
            text = _("The document was accepted.") if accepted else _("The document was refused.")
            messages.success(request, text)
            return redirect(_url(case, found) + f"#document-{one.document.id}")
    return _page(request, case, found, wrong=form, posted=document)


_DAYS = ("issued_on", "valid_from", "valid_until")


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def ask_again(request: HttpRequest, programme: str, stage: str, application: int) -> HttpResponse:
    """Ask for documents again, each with a note."""
    case, found = _found(request, programme, stage, application)
    form = AskAgainForm(request.POST, held_by(case, [found.pk], asked_at(request))[found.pk])
    problems: list[dict[str, str]] = []
    if form.is_valid():
        try:
            ask_stage_documents(
                actor=actor(request),
                now=asked_at(request),
                application_id=found.pk,
                stage=stage,
                notes=form.asked(),
            )
        except Refused as refused:
            for problem in refused.problems:
                field = "note-" + problem.code.removeprefix("request.")
                if field in form.fields:
                    form.add_error(field, sentence_of(problem))
                else:
                    problems += lines([problem])
        else:
            messages.success(request, _("It was asked for again, and the applicant told."))
            return redirect(_url(case, found))
    return _page(request, case, found, ask=form, wrong=form, problems=problems)


def _found(request: HttpRequest, programme: str, stage: str, application: int) -> tuple[StageCase, Any]:
    case = later_case_or_404(programme, stage)
    asked = asked_applications(actor(request), case, Wanted(), asked_at(request))
    found = asked.filter(pk=application).first()
    if found is None:
        raise Http404
    return case, found


def _url(case: StageCase, found: Any) -> str:
    return reverse("officer_stage_document_case", args=[case.programme.id, case.stage.id, found.pk])


def _form(one: Held, data: Mapping[str, Any] | None) -> DocumentForm:
    assert one.row is not None, "only what was handed in is checked"
    kept = {day: getattr(one.row, day) for day in _DAYS} | {"note": one.row.note}
    return DocumentForm(data, told=one.document, kept=kept, prefix=f"document-{one.row.pk}")


def _page(
    request: HttpRequest,
    case: StageCase,
    found: Any,
    *,
    wrong: forms.Form | None = None,
    posted: int | None = None,
    ask: AskAgainForm | None = None,
    problems: list[dict[str, str]] | None = None,
) -> HttpResponse:
    now, who = asked_at(request), actor(request)
    held = held_by(case, [found.pk], now)[found.pk]
    can_act = may_select(who, case.programme.id) and not is_chosen(case)
    try:
        due = supplement_due(case.programme, now) if can_act else None
    except Refused:
        due = None
    page = {
        "application": found,
        "title": title_of(case),
        "programme": case.programme.id,
        "stage": case.stage.id,
        "documents": [_row(case, found, one, can_act, wrong, posted) for one in held],
        "wrong": wrong,
        "problems": problems or [],
        "ask": ask or AskAgainForm(None, held),
        "last_day": due - timedelta(microseconds=1) if due else None,
        "is_chosen": is_chosen(case),
        "crumbs": crumbs(
            (_("Selection"), reverse("officer_selections")),
            (told(case.stage.title), reverse("officer_selection", args=[case.programme.id, case.stage.id])),
            (
                _("Documents"),
                reverse("officer_stage_documents", args=[case.programme.id, case.stage.id]),
            ),
            (found.application_no or "", ""),
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/stage_document_case.html", page, status=status)


def _row(
    case: StageCase, found: Any, one: Held, can_act: bool, wrong: forms.Form | None, posted: int | None
) -> dict[str, Any]:
    row, asked = one.row, one.request
    state = state_of(one)
    form = None
    if row is not None and can_act:
        form = wrong if posted == row.pk else _form(one, None)
    return {
        "id": one.document.id,
        "title": told(one.document.title),
        "required": one.document.required,
        "issuer": told(one.document.issuer),
        "needs": needs_of(one.document, case.programme),
        "held": row,
        "can_be_shown": row is not None and can_be_shown(row.file),
        "state": state["word"],
        "kind": DOCUMENT_KINDS[row.state] if row else state["kind"],
        "more": state["more"],
        "due": one.document.due_on,
        "asked": asked,
        "asked_until": asked.due_at - timedelta(microseconds=1) if asked else None,
        "form": form,
        "says": None,
        "open": row is not None and (row.state == "handed_in" or posted == row.pk),
        "action": ""
        if row is None
        else reverse(
            "officer_stage_document_check", args=[case.programme.id, case.stage.id, found.pk, row.pk]
        ),
    }
