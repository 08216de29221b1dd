"""Documents of a later stage: who takes part and what is there, as a list and a file; a reminder to all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.applications.queries_officer import count_applicants
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import StageCase
from dure.domains.selection.queries_stage_documents import (
    Held,
    Wanted,
    asked_applications,
    held_by,
    is_chosen,
    not_handed_in,
)
from dure.domains.selection.services.remind_stage_documents import remind_stage_documents
from dure.domains.selection.stage_documents import documents_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.diagnosis_forms import ExpectedForm
from dure.web.officer.filters import kept_of, told_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import case_or_404, stage_crumbs, title_of
from dure.web.officer.words import DOCUMENT_KINDS, DOCUMENT_STATES
from dure.web.paging import FEW, narrowed, page_of
from dure.web.people.counting import counted
from dure.web.tables import headers
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import place

PER_PAGE, CHUNK = 50, 500
NAMES = ("words", "state", "document")
STATES = {
    "missing": lazy("Something required is missing or refused"),
    "waiting": lazy("Something waits to be checked"),
    "refused": lazy("Something is refused"),
    "asked": lazy("Asked for again, still open"),
    "overdue": lazy("Asked for again, deadline over"),
    "late": lazy("Handed in late"),
    "expired": lazy("Has grown too old since"),
    "complete": lazy("All that is required is accepted"),
}


class StageDocumentsFilter(forms.Form):
    """What the list is filtered by; whatever it does not know counts as everything."""

    words = forms.CharField(
        label=lazy("Name, business number or receipt number"),
        help_text=lazy("First consonants do too, such as ㄷㄹ for 두레."),
        required=False,
        max_length=100,
    )
    state = forms.ChoiceField(label=lazy("State"), required=False)
    document = forms.ChoiceField(label=lazy("Document"), required=False)

    def __init__(self, data: Mapping[str, Any], case: StageCase) -> None:
        super().__init__(data)
        titles = [(one.id, told(one.title)) for one in documents_of(case)]
        self.fields["state"].choices = [("", _("All")), *STATES.items()]  # type: ignore[attr-defined]
        self.fields["document"].choices = [("", _("All")), *titles]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what is asked for; a value that no choice has is left out."""
        self.full_clean()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in NAMES})


def later_case_or_404(programme: str, stage: str) -> StageCase:
    """Return a later stage of a published programme; 404 for the first one, and where there is none."""
    case = case_or_404(programme, stage)
    if case.before is None:
        raise Http404
    return case


@for_roles("officer", "ministry")
def document_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show who takes part in a stage with what they have handed in, as the filter leaves them."""
    case = later_case_or_404(programme, stage)
    who, now = actor(request), asked_at(request)
    filtered = StageDocumentsFilter(request.GET, case)
    found = asked_applications(who, case, filtered.wanted(), now)
    few, number = narrowed(found, "application_no", "id")
    page = page_of(request, few, "application_no", PER_PAGE)
    if number > FEW:
        number = count_applicants(found)
    held = held_by(case, [one.pk for one in page.rows], now)
    return render(
        request,
        "officer/stage_documents.html",
        {
            "form": filtered,
            "filters": told_of(filtered),
            "rows": [_row(one, held[one.pk], case) for one in page.rows],
            "page": page,
            "empty": not page.rows,
            "total_text": total_text(number),
            "requires": any(one.required for one in documents_of(case)),
            "documents": [
                {"title": told(one.title), "due": one.due_on, "required": one.required}
                for one in documents_of(case)
            ],
            "headers": headers(
                _("Receipt number"),
                _("Business name"),
                _("Region"),
                *(told(one.title) for one in documents_of(case)),
            ),
            "query": kept_of(request.GET, *NAMES),
            "programme": programme,
            "stage": stage,
            "title": title_of(case),
            "is_chosen": is_chosen(case),
            "can_act": may_select(who, programme),
            "crumbs": stage_crumbs(case, _("Documents")),
        },
    )


def _row(one: Any, held: tuple[Held, ...], case: StageCase) -> dict[str, Any]:
    return {
        "number": one.application_no,
        "url": reverse("officer_stage_document_case", args=[case.programme.id, case.stage.id, one.pk]),
        "name": one.name,
        "place": place(one.region),
        "documents": [state_of(document) for document in held],
    }


def state_of(one: Held) -> dict[str, Any]:
    """Return where a document stands as a badge, with what else is to be known of it."""
    more = []
    if one.is_late:
        more.append(_("late"))
    if one.is_expired:
        more.append(_("has grown too old"))
    if one.is_asked_again:
        more.append(_("asked for again"))
    if one.row is None:
        needed = one.document.required
        return {"word": _("Not handed in"), "kind": "warning" if needed else "gray", "more": ", ".join(more)}
    state = one.row.state
    return {
        "word": str(DOCUMENT_STATES[state]),
        "kind": DOCUMENT_KINDS[state],
        "more": ", ".join(more),
    }


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    case = later_case_or_404(programme, stage)
    who, now = actor(request), asked_at(request)
    filtered = StageDocumentsFilter(request.GET, case)
    found = asked_applications(who, case, filtered.wanted(), now)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        of_each = (_("%(document)s, handed in"), _("%(document)s, state"), _("%(document)s, remarks"))
        columns = [text % {"document": told(one.title)} for one in documents_of(case) for text in of_each]
        return ListFile(
            name=f"documents-{programme}-{stage}",
            what=f"documents of stage {stage} of {programme}",
            subjects=found.count(),
            headers=[_("Receipt number"), _("Business name"), _("Region"), *columns],
            rows=_file_rows(found, case, now),
        )

    asked = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, asked, listed)) is not None:
        return file
    page = {
        "form": asked,
        "heading": _("Export the list of documents"),
        "title": title_of(case),
        "filters": told_of(filtered),
        "unfiltered": _("None: all who take part in the stage"),
        "counted": _("Applications"),
        "total_text": total_text(counted(found)),
        "warning": _("The file holds business names with the state of their documents"),
        "back": _list_url(request, case),
        "crumbs": stage_crumbs(case, _("Export")),
    }
    return render(request, "officer/export.html", page, status=422 if asked.errors else 200)


def _file_rows(found: Any, case: StageCase, now: Any) -> Iterator[list[str]]:
    ids = list(found.order_by("application_no", "id").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        held = held_by(case, chunk, now)
        for one in found.filter(pk__in=chunk).order_by("application_no", "id"):
            cells = []
            for document in held[one.pk]:
                state = state_of(document)
                at = instant_cell(document.row.handed_in_at) if document.row else ""
                cells += [at, state["word"], state["more"]]
            yield [one.application_no or "", one.name, place(one.region), *cells]


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def send_reminder(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show how many lack a required document, and remind them all."""
    case = later_case_or_404(programme, stage)
    who, now = actor(request), asked_at(request)
    problems: list[dict[str, str]] = []
    asked = ExpectedForm(request.POST) if request.method == "POST" else None
    if asked is not None and asked.is_valid():
        try:
            done = remind_stage_documents(
                actor=who,
                now=now,
                programme=programme,
                stage=stage,
                expected=asked.cleaned_data["expected"],
                key=f"{who.user_id}/{asked.cleaned_data['nonce']}",
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            text = ngettext("%(n)s business was reminded.", "%(n)s businesses were reminded.", done)
            messages.success(request, text % {"n": count(done)})
            return redirect("officer_stage_documents", programme=programme, stage=stage)
    number = not_handed_in(who, case).count()
    page = {
        "title": title_of(case),
        "number": number,
        "form": ExpectedForm(initial=ExpectedForm.fresh(number)),
        "problems": problems,
        "back": _list_url(request, case),
        "crumbs": stage_crumbs(case, _("Remind of documents")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/stage_documents_remind.html", page, status=status)


def _list_url(request: HttpRequest, case: StageCase) -> str:
    query = kept_of(request.GET, *NAMES)
    here = reverse("officer_stage_documents", args=[case.programme.id, case.stage.id])
    return here + (f"?{query}" if query else "")
