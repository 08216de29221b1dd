"""Measured points of a stage: a file checked (dry run), its errors, and what it brings taken over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.selection import queries_measured as queries
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import StageCase
from dure.domains.selection.services.apply_points import apply_points
from dure.domains.selection.services.check_points import MOST_BYTES, check_points
from dure.domains.selection.services.drop_points import drop_points
from dure.engine.problems import Problem, Refused
from dure.files.decisions import csv_bytes
from dure.web.actors import actor, asked_at
from dure.web.executor.words import UPLOAD, badge
from dure.web.list_files import attachment
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines, sentence_of
from dure.web.officer.selection import case_or_404, stage_crumbs, title_of
from dure.web.tables import headers
from dure.web.templatetags.amounts import count

REMEDIES = {
    "points.no_number": lazy("Write the receipt number of the application into the cell."),
    "points.doubled": lazy("Take one of the two rows away."),
    "points.not_here": lazy("Take the row away: it was refused, withdrawn, or is not in this stage."),
    "points.unknown": lazy("Compare it with the list that you can download here."),
    "points.number": lazy("Write a number such as 87.5, without a unit."),
    "points.decimals": lazy("Round it to three decimals."),
    "points.range": lazy("Bring the measured figure to the scale from 0 to 100."),
}


class PointsForm(forms.Form):
    """A file of measured points."""

    file = forms.FileField(
        label=lazy("File of points"),
        help_text=lazy("Two columns, receipt number and points: from 0 to 100, with up to three decimals."),
    )


class TakeForm(forms.Form):
    """Why points that stand are replaced; only asked where there are any."""

    reason = forms.CharField(
        label=lazy("Why points that stand are replaced"),
        help_text=lazy("Kept with the points, beside those that counted before."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def points_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the files of points of a stage; an officer hands one in."""
    case, who = _case(programme, stage), actor(request)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile) or not file.name:
            problems = [{"text": _("Choose a file first."), "target": "id_file"}]
        else:
            try:
                upload = check_points(
                    actor=who,
                    now=asked_at(request),
                    programme=programme,
                    stage=stage,
                    name=file.name,
                    content=file.read(MOST_BYTES + 1),
                )
            except Refused as refused:
                problems = [{**line, "target": "id_file"} for line in lines(refused.problems)]
            else:
                return redirect("officer_points_file", programme=programme, stage=stage, upload=upload)
    page = {
        "case": case,
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "form": PointsForm(),
        "most_bytes": MOST_BYTES,
        "can_act": may_select(who, programme),
        "fixed": queries.are_fixed(case),
        "problems": problems,
        "rows": [_row(one) for one in queries.uploads(who, programme, stage)],
        "headers": headers(
            _("File"), _("Handed in"), _("New"), _("Changed"), _("State"), numeric=(_("New"), _("Changed"))
        ),
        "crumbs": stage_crumbs(case, _("Measured points")),
    }
    return render(request, "officer/points.html", page, status=422 if problems else 200)


@for_roles("officer", "ministry")
@require_GET
def points_file(request: HttpRequest, programme: str, stage: str, upload: int) -> HttpResponse:
    """Show what a file would change, or what is wrong in it and how to mend it."""
    return _file_page(request, _case(programme, stage), _found(request, programme, stage, upload))


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def apply(request: HttpRequest, programme: str, stage: str, upload: int) -> HttpResponse:
    """Take the points of a file over, in one act."""
    case, row = _case(programme, stage), _found(request, programme, stage, upload)
    form = TakeForm(request.POST)
    form.is_valid()
    try:
        number = apply_points(
            actor=actor(request),
            now=asked_at(request),
            upload_id=upload,
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refused as refused:
        return _file_page(request, case, row, form, lines(refused.problems))
    text = ngettext("%(number)s measurement counts now.", "%(number)s measurements count now.", number)
    messages.success(request, text % {"number": count(number)})
    return redirect("officer_points", programme=programme, stage=stage)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def drop(request: HttpRequest, programme: str, stage: str, upload: int) -> HttpResponse:
    """Give a file up."""
    _found(request, programme, stage, upload)
    drop_points(actor=actor(request), now=asked_at(request), upload_id=upload)
    messages.success(request, _("The upload is given up: nothing was changed."))
    return redirect("officer_points", programme=programme, stage=stage)


@for_roles("officer", "ministry")
@require_GET
def errors(request: HttpRequest, programme: str, stage: str, upload: int) -> HttpResponse:
    """Hand out the error sheet of a file: row, column, what is wrong and how to mend it."""
    _case(programme, stage)
    row = _found(request, programme, stage, upload)
    cells = [[str(e["row"]), e["column"], e["text"], e["remedy"]] for e in _errors(row)]
    content = csv_bytes([_("Row"), _("Column"), _("What is wrong"), _("How to mend it")], cells)
    return attachment(content, f"errors-{stage}-{upload}.csv", "csv")


@for_roles("officer", "ministry")
@require_GET
def template(request: HttpRequest, programme: str, stage: str) -> HttpResponse:  # noqa: ARG001
    """Hand out a list to fill in: receipt numbers of those who take part, with the points that stand."""
    content = queries.points_template(_case(programme, stage))
    return attachment(content, f"{programme}-{stage}-points.csv", "csv")


def _case(programme: str, stage: str) -> StageCase:
    case = case_or_404(programme, stage)
    if not case.stage.takes_points:
        raise Http404
    return case


def _found(request: HttpRequest, programme: str, stage: str, upload_id: int) -> Any:
    row = queries.points_upload(actor(request), upload_id)
    if row is None or (row.programme, row.stage) != (programme, stage):
        raise Http404
    return row


def _row(one: Any) -> dict[str, Any]:
    return {"upload": one, "counts": one.counts, "state": badge(UPLOAD, one.state)}


def _errors(row: Any) -> list[dict[str, str]]:
    problems = [Problem(p["code"], p["message"], p["params"]) for p in row.problems]
    return [
        {
            "row": str(p.params["row"]),
            "column": str(p.params["column"]),
            "text": sentence_of(p),
            "remedy": str(REMEDIES[p.code]),
        }
        for p in problems
    ]


def _file_page(
    request: HttpRequest,
    case: StageCase,
    row: Any,
    form: TakeForm | None = None,
    refused: list[dict[str, str]] | None = None,
) -> HttpResponse:
    programme, stage = case.programme.id, case.stage.id
    found = _errors(row)
    here = stage_crumbs(case, _("Measured points"))
    here[-1] = {**here[-1], "url": reverse("officer_points", args=[programme, stage])}
    page = {
        "case": case,
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "upload": row,
        "state": badge(UPLOAD, row.state),
        "counts": row.counts,
        "changes": row.counts.get("new", 0) + row.counts.get("changed", 0),
        "form": form or TakeForm(),
        "errors": found,
        "more": row.problem_count - len(found),
        "headers": headers(
            _("Row"), _("Column"), _("What is wrong"), _("How to mend it"), numeric=(_("Row"),)
        ),
        "can_act": may_select(actor(request), programme),
        "refused": refused or [],
        "crumbs": [*here, {"label": row.file.name, "url": ""}],
    }
    return render(request, "officer/points_file.html", page, status=422 if refused else 200)
