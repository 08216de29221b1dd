"""What officers do with a list of diagnoses: give it to experts, remind, open another round, export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.diagnosis import queries_officer as diagnosis
from dure.domains.diagnosis.services.assign_experts import assign_experts
from dure.domains.diagnosis.services.open_again import open_again
from dure.domains.diagnosis.services.remind import remind
from dure.engine.problems import Refused
from dure.engine.programme.models.diagnosis import DiagnosisForm
from dure.web.actors import actor, asked_at
from dure.web.diagnosis.words import FILLED_BY, STATES, level_title, points_text
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import title_of, total_text
from dure.web.officer.diagnoses import form_crumbs, form_or_404
from dure.web.officer.diagnosis_forms import NAMES, AssignForm, DiagnosisFilter, ExpectedForm
from dure.web.officer.expert_offer import offer
from dure.web.officer.filters import kept_of, told_of
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.people.counting import counted
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import place

CHUNK = 500


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def assign(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """Show how many of a list have no expert, and give them to experts evenly."""
    called, described = form_or_404(request, programme, form)
    who, now = actor(request), asked_at(request)
    filtered = DiagnosisFilter(request.GET, described)
    offered = offer(request, programme, "experts")
    experts = offered.experts
    problems: list[dict[str, str]] = []
    asked = AssignForm(request.POST, experts=experts) if request.method == "POST" else None
    if asked is not None and asked.is_valid():
        try:
            done = assign_experts(
                actor=who,
                now=now,
                programme=programme,
                form=form,
                wanted=filtered.wanted(),
                experts=[int(one) for one in asked.cleaned_data["experts"]],
                expected=asked.cleaned_data["expected"],
                key=f"{who.user_id}/{asked.cleaned_data['nonce']}",
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            given = ngettext("%(n)s diagnosis was given.", "%(n)s diagnoses were given.", done.given)
            messages.success(request, given % {"n": count(done.given)})
            if done.lacking:
                text = _("%(n)s could be given to none of those chosen.") % {"n": count(done.lacking)}
                messages.warning(request, text)
            return redirect(_back(request, programme, form))
    found = diagnosis.diagnosed(who, programme, form, filtered.wanted())
    number = diagnosis.without_expert(found, programme, form).count()
    if asked is None or problems:
        chosen = asked.data.getlist("experts") if asked else []  # type: ignore[attr-defined]
        asked = AssignForm(experts=experts, initial={**ExpectedForm.fresh(number), "experts": chosen or None})
    page = _act_page(request, called, described, filtered, number, problems)
    page |= {"form": asked, "heading": _("Give diagnoses to experts"), "offer": offered}
    page |= {"no_experts": not experts and not offered.is_searched, "kept": filtered.kept()}
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/diagnosis_assign.html", page, status=status)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def send_reminder(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """Show how many of a list have not handed in, and remind them all."""
    called, described = form_or_404(request, programme, form)
    who, now = actor(request), asked_at(request)
    filtered = DiagnosisFilter(request.GET, described)
    problems: list[dict[str, str]] = []
    asked = ExpectedForm(request.POST) if request.method == "POST" else None
    if asked is not None and asked.is_valid():
        try:
            done = remind(
                actor=who,
                now=now,
                programme=programme,
                form=form,
                wanted=filtered.wanted(),
                expected=asked.cleaned_data["expected"],
                key=f"{who.user_id}/{asked.cleaned_data['nonce']}",
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            text = ngettext("%(n)s business was reminded.", "%(n)s businesses were reminded.", done)
            messages.success(request, text % {"n": count(done)})
            return redirect(_back(request, programme, form))
    found = diagnosis.diagnosed(who, programme, form, filtered.wanted())
    number = diagnosis.not_filled_in(found, programme, form).count()
    page = _act_page(request, called, described, filtered, number, problems)
    page |= {
        "form": ExpectedForm(initial=ExpectedForm.fresh(number)),
        "heading": _("Remind of the diagnosis"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/diagnosis_remind.html", page, status=status)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def open_round(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """Say what another round means, and open it."""
    called, described = form_or_404(request, programme, form)
    standing = diagnosis.current_round(programme, form)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        text = request.POST.get("number", "")
        try:
            done = open_again(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                form=form,
                number=int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0,
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            said = ngettext(
                "The round is open; %(n)s business was told.",
                "The round is open; %(n)s businesses were told.",
                done,
            )
            messages.success(request, said % {"n": count(done)})
            return redirect("officer_diagnoses", programme)
    page = {
        "title": f"{title_of(called)}, {told(described.title)}",
        "number": standing + 1,
        "possible": described.again_after_benefits,
        "problems": problems,
        "back": reverse("officer_diagnoses", args=[programme]),
        "crumbs": form_crumbs(called, described, _("Another round")),
    }
    return render(request, "officer/diagnosis_again.html", page, status=422 if problems else 200)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """Show what would be exported, and hand it out with a reason."""
    called, described = form_or_404(request, programme, form)
    filtered = DiagnosisFilter(request.GET, described)
    found = diagnosis.diagnosed(actor(request), programme, form, filtered.wanted())

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"diagnosis-{programme}-{form}",
            what=f"diagnosis {form} of {programme}",
            subjects=found.count(),
            headers=_headers(described),
            rows=_rows(found, described, diagnosis.current_round(programme, form)),
        )

    asked = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, asked, listed)) is not None:
        return file
    page = {
        "form": asked,
        "heading": _("Export diagnoses"),
        "title": f"{title_of(called)}, {told(described.title)}",
        "filters": told_of(filtered),
        "unfiltered": _("None: all applications in process"),
        "counted": _("Applications"),
        "total_text": total_text(counted(found)),
        "warning": _("The file holds business names with their levels and points"),
        "back": _back(request, programme, form),
        "crumbs": form_crumbs(called, described, _("Export")),
    }
    return render(request, "officer/export.html", page, status=422 if asked.errors else 200)


def _headers(form: DiagnosisForm) -> list[str]:
    sides = [str(FILLED_BY[side]) for side in form.filled_by]
    return [
        *(_("Receipt number"), _("Business name"), _("Region")),
        *sides,
        *(_("Level"), _("Points of 100"), _("Filled in by"), _("Handed in"), _("Round")),
    ]


def _rows(found: Any, form: DiagnosisForm, number: int) -> Iterator[list[str]]:
    ids = list(found.order_by("application_no", "id").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        sheets = diagnosis.sheets_of(chunk, form.id)
        for one in found.filter(pk__in=chunk).order_by("application_no", "id"):
            of = sheets.get(one.pk, {})
            now = [of[s].state if s in of and of[s].round == number else "" for s in form.filled_by]
            counting = of.get("counts")
            yield [
                one.application_no or "",
                one.name,
                place(one.region),
                *(str(STATES[state][0]) for state in now),
                level_title(form, counting.level) if counting else "",
                points_text(counting.score_low, counting.score_high) if counting else "",
                str(FILLED_BY[counting.filled_by]) if counting else "",
                instant_cell(counting.handed_in_at) if counting and counting.handed_in_at else "",
                str(counting.round) if counting else "",
            ]


def _act_page(
    request: HttpRequest,
    called: Any,
    form: DiagnosisForm,
    filtered: DiagnosisFilter,
    number: int,
    problems: list[dict[str, str]],
) -> dict[str, Any]:
    programme = called.version.programme
    query = kept_of(request.GET, *NAMES, "who")
    return {
        "title": f"{title_of(called)}, {told(form.title)}",
        "filters": told_of(filtered),
        "number": number,
        "problems": problems,
        "action": f"{request.path}?{query}",
        "back": _back(request, programme, form.id),
        "crumbs": form_crumbs(called, form),
    }


def _back(request: HttpRequest, programme: str, form: str) -> str:
    query = kept_of(request.GET, *NAMES)
    return reverse("officer_diagnosis", args=[programme, form]) + (f"?{query}" if query else "")
