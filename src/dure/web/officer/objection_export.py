"""Objections as a file, in words; what was written only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from dure.domains.programmes.queries import loaded
from dure.domains.selection import queries
from dure.domains.selection import queries_objections as objections
from dure.domains.selection.exporting import WRITTEN, objections_in_order
from dure.domains.selection.queries_objections import Objection
from dure.domains.selection.reasons import reason_lines, told_reason
from dure.web.actors import actor, asked_at
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.objections import WHICH, which_of
from dure.web.officer.words import STATES, told
from dure.web.people.counting import counted
from dure.web.score_tables import corrected_by
from dure.web.selection_words import DECISIONS, EFFECTS, OBJECTION_STATES
from dure.web.tables import crumbs
from dure.web.words import page_language

DECIDED = ("granted", "dismissed")


class ObjectionsForm(ListFileForm):
    """Which file, with or without what was written, and why."""

    written = forms.BooleanField(
        label=lazy("With what was written: the grounds, the answer, and the words of a refusal"),
        help_text=lazy("It may tell of persons. Only where it is needed for the purpose."),
        required=False,
    )
    field_order = ("kind", "written", "reason")


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    which = which_of(request)
    found = objections.objection_rows(actor(request), asked_at(request), which=which)

    def listed(chosen: Mapping[str, Any]) -> ListFile:
        written = chosen["written"]
        return ListFile(
            name="objections",
            what=f"objections, {which}" + (" with what was written" if written else ""),
            subjects=found.order_by().values("application_id").distinct().count(),
            headers=_headers(written=written),
            rows=_rows(request, found, written=written),
        )

    form = ObjectionsForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    back = f"{reverse('officer_objections')}?which={which}"
    page = {
        "form": form,
        "heading": _("Export objections"),
        "filters": [str(WHICH[which])],
        "counted": _("Objections"),
        "total_text": total_text(counted(found)),
        "warning": _("The file tells who objected, and to what"),
        "back": back,
        "crumbs": crumbs((_("Objections"), back), (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _headers(*, written: bool) -> list[str]:
    own = [
        _("Receipt number"),
        _("Programme"),
        _("Stage"),
        _("Filed"),
        _("Objection to"),
        _("Reasons"),
        _("State"),
        _("To be answered by"),
        _("Extended"),
        _("Officer"),
        _("Answered on"),
        _("Outcome"),
        _("What it does"),
        _("Scores put right"),
    ]
    words = [_("Officer's words of the refusal"), _("What the applicant says"), _("The answer")]
    return own + words if written else own


def _rows(request: HttpRequest, found: QuerySet[Objection], *, written: bool) -> Iterator[list[str]]:
    right = objections.corrections_of_objections(actor(request), found.order_by().values("pk"))
    for one in objections_in_order(found, written=written):
        officer = one.assigned_to
        programme, stage, against, reasons = _against(one)
        yield [
            one.application.application_no or "",
            programme,
            stage,
            _instant(one.filed_at),
            against,
            reasons,
            str(OBJECTION_STATES[one.state]),
            one.due_on.isoformat(),
            _instant(one.extended_at),
            (officer.name or officer.email) if officer else "",
            _instant(one.answered_at),
            str(OBJECTION_STATES[one.state]) if one.state in DECIDED else "",
            str(EFFECTS[one.effect]) if one.effect else "",
            " / ".join(corrected_by(one, right.get(one.pk, []))),
            *((getattr(one, name) for name in WRITTEN) if written else ()),
        ]


def _against(one: Objection) -> tuple[str, str, str, str]:
    """Return programme, stage, what an objection is against, and the reasons that were told of it."""
    language = page_language()
    if one.decision is None:
        programme = loaded(one.application.version).programme
        reasons = [rule.reason.to(language) for rule in programme.eligibility if rule.id in one.refused_rules]
        stage, against = _("Document check"), told(STATES, "refused")
    else:
        case = queries.case_of_selection(one.decision.selection)
        programme, stage = case.programme, case.stage.title.to(language)
        reasons = reason_lines(told_reason(one.decision, case), case, language)
        against = str(DECISIONS[one.decision.decision])
    return programme.title.to(language), stage, against, " ".join(reasons)


def _instant(at: datetime | None) -> str:
    return instant_cell(at) if at else ""
