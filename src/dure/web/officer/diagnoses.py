"""Diagnoses of a programme: its forms with how they stand, and the list of a form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.queries_officer import count_applicants
from dure.domains.diagnosis import queries_officer as diagnosis
from dure.domains.diagnosis.policies import may_run
from dure.domains.programmes.queries import Call
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.web.actors import actor
from dure.web.charts import chart
from dure.web.diagnosis.words import FILLED_BY, level_title, points_text, state_badge
from dure.web.officer.applicants import called_or_404, title_of, total_text
from dure.web.officer.diagnosis_forms import NAMES, DiagnosisFilter
from dure.web.officer.filters import kept_of, told_of
from dure.web.officer.guard import for_roles
from dure.web.paging import FEW, narrowed, page_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import place

PER_PAGE = 50


@for_roles("officer", "ministry")
def form_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show each form of a programme with how far it is and which levels it gave."""
    called = called_or_404(request, programme)
    forms = called.loaded.programme.diagnosis
    if not forms:
        raise Http404
    number = diagnosis.applications_to_diagnose(actor(request), programme)
    counted = _("Applications")
    page = {
        "title": title_of(called),
        "programme": programme,
        "number": number,
        "forms": [_form(request, programme, form, number) for form in forms],
        "headers": headers(_("Level"), counted, numeric=(counted,)),
        "can_act": may_run(actor(request), programme),
        "crumbs": _crumbs(called),
    }
    return render(request, "officer/diagnoses.html", page)


def _form(request: HttpRequest, programme: str, form: DiagnosisForm, number: int) -> dict[str, Any]:
    stands = diagnosis.progress(actor(request), programme, form.id)
    levels = stands["levels"]
    rows = [(told(one.title), levels.get(one.id, 0), one.id) for one in form.levels]
    here = reverse("officer_diagnosis", args=[programme, form.id])
    return {
        "id": form.id,
        "title": told(form.title),
        "round": stands["round"],
        "again": form.again_after_benefits and bool(stands["handed_in"]),
        "sides": [
            {"word": FILLED_BY[side], "id": side, "done": stands["handed_in"].get(side, 0)}
            for side in form.filled_by
        ],
        "number": number,
        "url": here,
        "rows": [{"title": title, "count": n, "url": f"{here}?level={level}"} for title, n, level in rows],
        "chart": chart("", [_("Applications")], [(title, count(n), (n,)) for title, n, _level in rows]),
        "any": any(n for _title, n, _level in rows),
    }


@for_roles("officer", "ministry")
def diagnosis_list(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """Show the applications in process with their diagnosis by a form, as the filter leaves them."""
    called, described = form_or_404(request, programme, form)
    filtered = DiagnosisFilter(request.GET, described)
    found = diagnosis.diagnosed(actor(request), programme, form, filtered.wanted())
    few, number = narrowed(found, "application_no", "id")
    page = page_of(request, few, "application_no", PER_PAGE)
    if number > FEW:
        number = count_applicants(found)
    points = _("Points of 100")
    query = kept_of(request.GET, *NAMES)
    return render(
        request,
        "officer/diagnosis.html",
        {
            "form": filtered,
            "filters": told_of(filtered),
            "rows": rows_of(page.rows, programme, described),
            "page": page,
            "empty": not page.rows,
            "total_text": total_text(number),
            "headers": headers(
                _("Receipt number"),
                _("Business name"),
                _("Region"),
                *(str(FILLED_BY[side]) for side in described.filled_by),
                _("Level"),
                points,
                numeric=(points,),
            ),
            "query": query,
            "sides": described.filled_by,
            "programme": programme,
            "form_id": form,
            "round": diagnosis.current_round(programme, form),
            "title": f"{title_of(called)}, {told(described.title)}",
            "heading": told(described.title),
            "can_act": may_run(actor(request), programme),
            "crumbs": form_crumbs(called, described),
        },
    )


def rows_of(applications: list[Any], programme: str, form: DiagnosisForm) -> list[dict[str, Any]]:
    """Return rows of the list: words, with the sheets of each side and the level that counts."""
    sheets = diagnosis.sheets_of([one.pk for one in applications], form.id)
    number = diagnosis.current_round(programme, form.id)
    found = []
    for one in applications:
        of = sheets.get(one.pk, {})
        counting = of.get("counts")
        now = {side: of[side] if side in of and of[side].round == number else None for side in form.filled_by}
        found.append(
            {
                "number": one.application_no,
                "url": reverse("officer_diagnosis_case", args=[programme, form.id, one.pk]),
                "name": one.name,
                "place": place(one.region),
                "sides": [state_badge(now[side]) for side in form.filled_by],
                "level": level_title(form, counting.level) if counting else "",
                "score": points_text(counting.score_low, counting.score_high) if counting else "",
            }
        )
    return found


def form_or_404(request: HttpRequest, programme: str, form: str) -> tuple[Call, DiagnosisForm]:
    """Return a published programme and one of its forms; 404 where there is none."""
    called = called_or_404(request, programme)
    found = next((one for one in called.loaded.programme.diagnosis if one.id == form), None)
    if found is None:
        raise Http404
    return called, found


def form_crumbs(called: Call, form: DiagnosisForm, last: str = "") -> list[dict[str, str]]:
    """Return the way to a form of a programme."""
    here = reverse("officer_diagnosis", args=[called.version.programme, form.id])
    return [*_crumbs(called), *crumbs((told(form.title), here), *([(last, "")] if last else []))]


def _crumbs(called: Call) -> list[dict[str, str]]:
    programme = called.version.programme
    return crumbs(
        (_("My desk"), reverse("officer_home")),
        (_("Applicants"), reverse("officer_applications", args=[programme])),
        (_("Diagnosis"), reverse("officer_diagnoses", args=[programme])),
    )
