"""The inputs of a preview as a file, so that an officer can choose from them with ``dure select``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.selection.preview import PREVIEW_SEED, preview_inputs
from dure.engine.problems import Refused
from dure.web.actors import actor
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import case_or_404, stage_crumbs, title_of
from dure.web.officer.selection_forms import PreviewDownloadForm
from dure.web.people.access import note_download


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def preview_file(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Ask why the inputs are needed, note it, and hand them out as they stand now."""
    case = case_or_404(programme, stage)
    form = PreviewDownloadForm(request.POST if request.method == "POST" else None)
    problems: list[dict[str, str]] = []
    if form.is_valid():
        kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
        try:
            made = preview_inputs(
                actor=actor(request), programme=programme, stage=stage, with_facts=kind == "facts"
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            what = f"inputs of a preview: {programme}/{stage}, {kind}"
            note_download(request, "application", what, reason, subjects=made.applicants)
            response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{programme}-{stage}-preview.csv"'
            response["Cache-Control"] = "private, no-store"
            return response
    page = {
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "seed": PREVIEW_SEED,
        "form": form,
        "problems": problems,
        "crumbs": stage_crumbs(case, _("Inputs of the preview")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/selection_preview_inputs.html", page, status=status)
