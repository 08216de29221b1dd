"""A list as a file: handed out with a reason, which is kept with who took it and when."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as lazy

from dure.engine.law.deadlines import SEOUL, day_of
from dure.engine.problems import Refused
from dure.files.lists import csv_lines, write_list
from dure.web.actors import asked_at
from dure.web.officer.problems import sentence_of
from dure.web.people.access import note_download

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
LONGEST = 500
_KEEP_NOWHERE = "private, no-store"


class ListFileForm(forms.Form):
    """Which kind of file, and why it is needed."""

    kind = forms.ChoiceField(
        label=lazy("Kind of file"),
        choices=[("xlsx", "Excel (xlsx)"), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    reason = forms.CharField(
        label=lazy("Reason of the download"),
        help_text=lazy("The law asks for it: it is kept with your name and the time."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class ListFile:
    """What of a list goes into a file."""

    name: str
    """Of the file, without the day and the ending."""
    what: str
    """What is noted of it: in English, without personal data."""
    subjects: int
    """Of how many people it tells."""
    headers: Sequence[str]
    rows: Iterable[Sequence[str]]
    """In the words of the page; read when the file is written."""


def handed_out(
    request: HttpRequest, form: ListFileForm, listed: Callable[[Mapping[str, Any]], ListFile]
) -> HttpResponse | None:
    """Return the file that a form asks for, noted; None where the page is to be shown, with what is wrong.

    ``listed`` returns what goes into the file for what was chosen.
    """
    if not form.is_valid():
        return None
    chosen = form.cleaned_data
    file = listed(chosen)
    try:
        # Noted before it is handed out; a file that nobody took is noted too.
        note_download(request, "application", file.what, chosen["reason"], subjects=file.subjects)
        return _response(file, f"{file.name}-{day_of(asked_at(request)).isoformat()}", chosen["kind"])
    except Refused as refused:
        for problem in refused.problems:
            form.add_error(None, sentence_of(problem))
    return None


def _response(file: ListFile, name: str, kind: str) -> HttpResponse:
    if kind == "csv":
        return _streamed(csv_lines(file.headers, file.rows), f"{name}.csv")
    with tempfile.TemporaryDirectory(prefix="dure-export-") as folder:
        path = Path(folder) / f"list.{kind}"
        write_list(path, file.headers, file.rows)
        # An open file is read to its end, though its name is gone.
        answer = FileResponse(
            path.open("rb"), content_type=TYPES[kind], filename=f"{name}.{kind}", as_attachment=True
        )
    answer["Cache-Control"] = _KEEP_NOWHERE
    return cast(HttpResponse, answer)


def _streamed(lines: Iterator[str], name: str) -> HttpResponse:
    """Return lines as a csv that begins at once and is never whole in memory."""
    # The lines are made after the view has answered: in the language of its page all the same.
    language = get_language() or "ko"

    def worded() -> Iterator[str]:
        with override(language):
            yield from lines

    answer = StreamingHttpResponse(worded(), content_type=TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = _KEEP_NOWHERE
    return cast(HttpResponse, answer)


def instant_cell(at: datetime) -> str:
    """Return an instant in Korean time as a spreadsheet sorts it: ``2025-06-04 09:00``."""
    return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file as a download of which no copy is kept on the way."""
    disposition = f'attachment; filename="{name}"'
    told_headers = {"Content-Disposition": disposition, "Cache-Control": _KEEP_NOWHERE}
    return HttpResponse(content, content_type=TYPES[kind], headers=told_headers)
