"""A list of applicants as a file, with contacts where they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.applications.exporting import COLUMNS, CONTACTS, columns_of, texts_of
from dure.domains.applications.queries_officer import applicants, count_applicants
from dure.engine.law.deadlines import day_of
from dure.files.headers import CONTACTS as CONTACT_HEADERS
from dure.files.headers import SYNONYMS
from dure.web.actors import actor, asked_at, asked_on
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import called_or_404, title_of, total_text
from dure.web.officer.filters import ApplicantFilter, query_of
from dure.web.officer.guard import for_roles
from dure.web.officer.words import ENTRIES, STATES, VERDICTS, executor_names, told
from dure.web.tables import crumbs
from dure.web.words import page_language


class ExportForm(ListFileForm):
    """Which file, with or without contacts, and why."""

    contacts = forms.BooleanField(
        label=lazy("With owner's name, telephone and e-mail"),
        help_text=lazy("Only where they are needed for the purpose."),
        required=False,
    )
    field_order = ("kind", "contacts", "reason")


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    called = called_or_404(request, programme)
    filtered = ApplicantFilter(request.GET, called.loaded.programme, asked_on(request))
    now = asked_at(request)
    found = applicants(actor(request), programme, filtered.wanted(), on=day_of(now), now=now)
    names = executor_names(called.loaded.programme)

    def listed(chosen: Mapping[str, Any]) -> ListFile:
        contacts = chosen["contacts"]
        headers = _headers()
        return ListFile(
            name=f"applicants-{programme}",
            what=f"applicants of {programme}" + (" with contacts" if contacts else ""),
            subjects=found.count(),
            headers=[headers[name] for name in columns_of(contacts=contacts)],
            rows=texts_of(found, contacts=contacts, word=lambda column, value: _word(column, value, names)),
        )

    form = ExportForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    query = query_of(request.GET)
    page = {
        "form": form,
        "heading": _("Export applicants"),
        "title": title_of(called),
        "filters": filtered.told(),
        "unfiltered": _("None: all applicants"),
        "counted": _("Applications"),
        "total_text": total_text(count_applicants(found)),
        "warning": _("The file holds business numbers in full"),
        "back": reverse("officer_applications", args=[programme]) + (f"?{query}" if query else ""),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), reverse("officer_applications", args=[programme])),
            (_("Export"), ""),
        ),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _headers() -> dict[str, str]:
    """Return the headers in the language of the page; Korean ones are those that a list may bring."""
    if page_language() == "en":
        return {name: name for name in (*COLUMNS, *CONTACTS)}
    own = {"state": "진행상태", "verdict": "요건판정", "entry": "신청경로", "submitted_at": "접수일시"}
    known = {name: SYNONYMS[name][0] for name in COLUMNS if name in SYNONYMS}
    return known | own | {name: words[0] for name, words in CONTACT_HEADERS.items()}


def _word(column: str, value: Any, names: dict[str, str]) -> str:
    match column:
        case "choices":
            return ";".join(names.get(executor, executor) for executor in value)
        case "state":
            return told(STATES, value)
        case "verdict":
            return told(VERDICTS, value or "none")
        case "entry":
            return told(ENTRIES, value)
        case "submitted_at":
            return instant_cell(value)
        case _:
            return str(value or "")
