"""A list of applicants as a file: with a reason, which is kept with who took it and when."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.applications.exporting import COLUMNS, CONTACTS, csv_lines, write_workbook
from dure.domains.applications.queries_officer import applicants, count_applicants
from dure.engine.law.deadlines import SEOUL, day_of
from dure.engine.problems import Refused
from dure.files.headers import CONTACTS as CONTACT_HEADERS
from dure.files.headers import SYNONYMS
from dure.web.actors import actor, asked_at
from dure.web.officer.applicants import called_or_404, title_of, total_text
from dure.web.officer.filters import ApplicantFilter, query_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import sentence_of
from dure.web.officer.words import ENTRIES, STATES, VERDICTS, executor_names, told
from dure.web.people.access import note_download
from dure.web.tables import crumbs
from dure.web.words import page_language

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
LONGEST = 500


class ExportForm(forms.Form):
    """Which file, with or without contacts, and why."""

    kind = forms.ChoiceField(
        label=lazy("Kind of file"),
        choices=[("xlsx", "Excel (xlsx)"), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    contacts = forms.BooleanField(
        label=lazy("With owner's name, telephone and e-mail"),
        help_text=lazy("Only where they are needed for the purpose."),
        required=False,
    )
    reason = forms.CharField(
        label=lazy("Reason of the download"),
        help_text=lazy("The law asks for it: it is kept with your name and the time."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    called = called_or_404(request, programme)
    filtered = ApplicantFilter(request.GET, called.loaded.programme)
    now = asked_at(request)
    found = applicants(actor(request), programme, filtered.wanted(), on=day_of(now), now=now)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(
                request, programme, found, form.cleaned_data, executor_names(called.loaded.programme)
            )
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(None, sentence_of(problem))
    query = query_of(request.GET)
    page = {
        "form": form,
        "title": title_of(called),
        "filters": filtered.told(),
        "total_text": total_text(count_applicants(found)),
        "back": reverse("officer_applications", args=[programme]) + (f"?{query}" if query else ""),
        "crumbs": crumbs(
            (_("My desk"), reverse("officer_home")),
            (_("Applicants"), reverse("officer_applications", args=[programme])),
            (_("Export"), ""),
        ),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _file(
    request: HttpRequest, programme: str, found: Any, chosen: Mapping[str, Any], names: dict[str, str]
) -> HttpResponse:
    kind, contacts = chosen["kind"], chosen["contacts"]

    def word(column: str, value: Any) -> str:
        return _word(column, value, names)

    # Noted before it is handed out; a file that nobody took is noted too.
    what = f"applicants of {programme}" + (" with contacts" if contacts else "")
    note_download(request, "application", what, chosen["reason"], subjects=found.count())
    name = f"applicants-{programme}-{day_of(asked_at(request)).isoformat()}.{kind}"
    shown: dict[str, Any] = {"headers": _headers(), "contacts": contacts, "word": word}
    if kind == "csv":
        return streamed(csv_lines(found, **shown), name)
    with tempfile.TemporaryDirectory(prefix="dure-export-") as folder:
        path = Path(folder) / "applicants.xlsx"
        write_workbook(found, path, **shown)
        # An open file is read to its end, though its name is gone.
        answer = FileResponse(path.open("rb"), content_type=TYPES[kind], filename=name, as_attachment=True)
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)


def streamed(lines: Iterator[str], name: str) -> HttpResponse:
    """Return lines as a csv that begins at once and is never whole in memory."""
    # The lines are made after the view has answered: in the language of its page all the same.
    language = get_language() or "ko"

    def worded() -> Iterator[str]:
        with override(language):
            yield from lines

    answer = StreamingHttpResponse(worded(), content_type=TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file as a download of which no copy is kept on the way."""
    disposition = f'attachment; filename="{name}"'
    told_headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=told_headers)


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
            at: datetime = value
            return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
        case _:
            return str(value or "")
