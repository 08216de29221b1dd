"""Lists of applicants: handed in, checked (dry run), imported; the error sheet, and an empty list."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.applications import queries_importing as queries
from dure.domains.applications.policies_officer import may_check
from dure.domains.applications.queries_importing import ImportRun
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_drop import import_applicants_drop
from dure.domains.applications.services.import_applicants_start import import_applicants_start
from dure.domains.uploads.purposes import PURPOSES
from dure.engine.problems import Refused
from dure.files.lists import write_list
from dure.files.reports.words import field_word
from dure.web.actors import actor, asked_at
from dure.web.list_files import attachment
from dure.web.officer.applicants import called_or_404, title_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, placed, sentence_of
from dure.web.officer.words import IMPORT_KINDS, IMPORT_STATES, executor_names, told
from dure.web.paging import page_of
from dure.web.people.access import note_download
from dure.web.people.files import file_response
from dure.web.tables import crumbs, headers
from dure.web.words import page_language

PER_PAGE = 20
MOST_BYTES = PURPOSES["import"].most_bytes
PHASES = {
    "": lazy("Waiting for its turn"),
    "waiting": lazy("Waiting for its turn"),
    "reading": lazy("Reading the rows"),
    "merchants": lazy("Bringing in the merchants"),
    "making": lazy("Making the applications"),
}


class ListForm(forms.Form):
    """A list of applicants."""

    list = forms.FileField(
        label=lazy("List of applicants"),
        help_text=lazy("One row a business; Korean or English column names, in any order."),
    )


class ConfirmForm(forms.Form):
    """That rows that are wrong are left out, where there are any, and that the applicants are told."""

    without_bad = forms.BooleanField(
        label=lazy("Leave the rows that are wrong out"),
        help_text=lazy("Mend them in the error sheet and hand that in as a list of its own."),
        required=False,
    )
    tell = forms.BooleanField(
        label=lazy("Tell the applicants that their application was received"),
        help_text=lazy(
            "One letter each, with the receipt number and how to see the application. Whoever has no address"
            " in the list or at the service gets none."
        ),
        required=False,
        initial=True,
    )


class SheetForm(forms.Form):
    """Why an error sheet is downloaded: it holds what the rows held."""

    reason = forms.CharField(
        label=lazy("Reason of the download"),
        help_text=lazy("The sheet holds personal data; the reason is kept with your name and the time."),
        max_length=500,
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def import_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the lists of a programme; an officer hands one in."""
    called = called_or_404(request, programme)
    who = actor(request)
    form = ListForm(request.POST or None, request.FILES or None) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        file: Any = form.cleaned_data["list"]
        if (file.size or 0) > MOST_BYTES:
            form.add_error("list", _("The file is larger than %(mb)s MB.") % {"mb": MOST_BYTES >> 20})
        else:
            try:
                run = import_applicants_start(
                    actor=who,
                    now=asked_at(request),
                    programme=programme,
                    name=file.name or "",
                    content=file.read(),
                    language=page_language(),
                )
            except Refused as refused:
                for problem in refused.problems:
                    form.add_error("list", sentence_of(problem))
            else:
                return redirect("officer_import", run=run)
    found = queries.import_runs(who, programme)
    page = page_of(request, found, "id", PER_PAGE, descending=True)
    context = {
        "form": form,
        "programme": programme,
        "title": title_of(called),
        "can_act": may_check(who, programme),
        "most_bytes": MOST_BYTES,
        "rows": [_row(run) for run in page.rows],
        "page": page,
        "empty": not page.rows,
        "executors": executor_names(called.loaded.programme),
        "questions": [q.title.to(page_language()) for q in called.loaded.programme.questions],
        "headers": headers(_("List"), _("State"), _("Rows"), _("Handed in at"), numeric=(_("Rows"),)),
        "crumbs": _crumbs(programme, (_("Lists of applicants"), "")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/imports.html", context, status=status)


@for_roles("officer", "ministry")
def import_page(request: HttpRequest, run: int) -> HttpResponse:
    """Show a list: how far it is, what is wrong, what it would make or made."""
    return _page(request, _found(request, run))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def confirm(request: HttpRequest, run: int) -> HttpResponse:
    """Have a checked list imported."""
    found = _found(request, run)
    form = ConfirmForm(request.POST)
    form.full_clean()
    try:
        import_applicants_confirm(
            actor=actor(request),
            now=asked_at(request),
            run_id=found.pk,
            without_bad=form.cleaned_data["without_bad"],
            tell=form.cleaned_data["tell"],
        )
    except Refused as refused:
        for problem in refused.problems:
            field = problem.code.removeprefix("import.")
            form.add_error(field if field in form.fields else None, sentence_of(problem))
        return _page(request, found, confirm_form=form, wrong=form)
    messages.success(request, _("The import has begun. You are told when it is done."))
    return redirect("officer_import", run=found.pk)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def drop(request: HttpRequest, run: int) -> HttpResponse:
    """Drop a list; its file is destroyed."""
    found = _found(request, run)
    try:
        import_applicants_drop(actor=actor(request), now=asked_at(request), run_id=found.pk)
    except Refused as refused:
        return _page(request, found, problems=lines(refused.problems))
    messages.success(request, _("The list was dropped and its file destroyed."))
    return redirect("officer_imports", programme=found.programme)


@for_roles("officer")
@require_POST
def errors(request: HttpRequest, run: int) -> HttpResponse:
    """Hand out the error sheet, with a reason."""
    found = _found(request, run)
    if found.error_sheet is None:
        raise Http404
    form = SheetForm(request.POST)
    if not form.is_valid():
        return _page(request, found, sheet_form=form, wrong=form)
    note_download(
        request, "import", "error sheet", form.cleaned_data["reason"], subjects=found.counts.get("bad", 1)
    )
    return cast(HttpResponse, file_response(request, found.error_sheet))


@for_roles("officer")
def template(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Hand out an empty list with the headers that are understood."""
    called = called_or_404(request, programme)
    headers_of = queries.template_headers(called.loaded.programme, page_language())
    with tempfile.TemporaryDirectory(prefix="dure-template-") as folder:
        path = Path(folder) / f"list.{kind}"
        write_list(path, headers_of, rows=())
        content = path.read_bytes()
    return attachment(content, f"applicants-{programme}.{kind}", kind)


def _found(request: HttpRequest, run_id: int) -> ImportRun:
    found = queries.import_run(actor(request), run_id)
    if found is None:
        raise Http404
    return found


def _row(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "name": run.file.name or _("List %(id)s") % {"id": run.pk},
        "state": told(IMPORT_STATES, run.state),
        "kind": IMPORT_KINDS[run.state],
        "rows": run.rows,
        "at": run.made_at,
    }


def _crumbs(programme: str, *last: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(
        (_("My desk"), reverse("officer_home")),
        (_("Applicants"), reverse("officer_applications", args=[programme])),
        *last,
    )


def _page(
    request: HttpRequest,
    found: ImportRun,
    *,
    problems: list[dict[str, str]] | None = None,
    confirm_form: ConfirmForm | None = None,
    sheet_form: SheetForm | None = None,
    wrong: Any = None,
) -> HttpResponse:
    row = _row(found)
    told_problems = queries.from_data(found.problems)
    context = {
        "run": found,
        "row": row,
        "counts": found.counts,
        "under_way": found.state in ("checking", "importing"),
        "phase": told(PHASES, found.phase),
        "all_rows": found.good if found.state == "importing" else found.rows,
        "progress_max": max(found.good or found.rows or found.done_rows, 1),
        "can_act": may_check(actor(request), found.programme),
        "problem_rows": [
            {"row": p.params["row"], "column": p.params["column"], "text": sentence_of(p)}
            for p in told_problems
            if "row" in p.params and "column" in p.params
        ],
        "whole_problems": [placed(p) for p in told_problems if not {"row", "column"} <= p.params.keys()],
        "alike": [
            {"header": header, "column": field_word(name, page_language())}
            for header, name in found.counts.get("alike", {}).items()
        ],
        "stopped": [sentence_of(p) for p in queries.from_data(found.counts.get("stopped", ()))],
        "problem_headers": headers(_("Row"), _("Column"), _("What is wrong"), numeric=(_("Row"),)),
        "confirm_form": confirm_form or ConfirmForm(),
        "sheet_form": sheet_form or SheetForm(),
        "problems": problems or [],
        "wrong": wrong,
        "crumbs": _crumbs(
            found.programme,
            (_("Lists of applicants"), reverse("officer_imports", args=[found.programme])),
            (row["name"], ""),
        ),
    }
    status = 422 if problems or wrong is not None else 200
    return render(request, "officer/import.html", context, status=status)
