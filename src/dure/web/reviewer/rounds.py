"""A reviewer's rounds: declare conflicts first, then the list of cases, and its download."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.review import queries as review
from dure.domains.review import queries_panel as panels
from dure.domains.review.queries import StageReview
from dure.domains.review.queries_cases import Application
from dure.domains.review.queries_panel import ScoreSheet, blind_to
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.web.actors import actor, asked_at
from dure.web.executor.case_facts import fact_rows
from dure.web.executor.words import SHEET, badge
from dure.web.list_files import ListFile, ListFileForm, handed_out
from dure.web.officer.guard import for_roles
from dure.web.people.problems import tell
from dure.web.reviewer.forms import DeclarationForm, NamesForm
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told
from dure.web.words import place


def found_round(request: HttpRequest, programme: str, round_id: str) -> StageReview:
    """Return a round in which the actor has cases, or answer that there is none."""
    found = review.round_review(programme, round_id)
    if found is None or not found.by_panel:
        raise Http404
    if not panels.own_rounds(actor(request), asked_at(request), (programme, round_id)):
        raise Http404
    return found


def blind_of(found: StageReview, sheet: ScoreSheet | None = None) -> tuple[str, ...]:
    """Return the profile columns that a reviewer does not see of a case; ``sheet`` is their own, if any."""
    return blind_to(found.round, own_submitted=is_submitted(sheet))


def is_submitted(sheet: ScoreSheet | None) -> bool:
    """Say whether a reviewer's own review is handed in, and not given back."""
    return sheet is not None and sheet.state == "submitted"


def number_of(found: StageReview, application: Application) -> str:
    """Return what a case is called: its receipt number, and where the round is blind its code."""
    return (
        panels.case_code(found, application.pk) if panels.is_blind(found) else str(application.application_no)
    )


def address_of(found: StageReview, application_id: int) -> str:
    """Return by what addresses name a case: its id, and where the round is blind its code."""
    return panels.case_code(found, application_id) if panels.is_blind(found) else str(application_id)


def number_title(found: StageReview) -> str:
    """Return the heading over what cases are called."""
    return _("Case code") if panels.is_blind(found) else _("Receipt number")


def name_of(found: StageReview, name: str, sheet: ScoreSheet | None = None) -> str:
    """Return the name of an applicant, or that it is blind."""
    return _("Name hidden in this review") if "name" in blind_of(found, sheet) else name


def region_of(found: StageReview, region: str | None, sheet: ScoreSheet | None = None) -> str:
    """Return the region of an applicant, or nothing where it is blind."""
    return "" if "region" in blind_of(found, sheet) else place(region)


def round_crumbs(found: StageReview, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of a round."""
    assert found.round is not None
    address = reverse("reviewer_round", args=[found.programme, found.round.id])
    return crumbs(
        (_("Reviews"), reverse("reviewer_home")), (told(found.round.title), address if more else ""), *more
    )


@for_roles("reviewer")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the rounds in which the reviewer has cases, and what is to do in each."""
    rows = []
    for own in panels.own_rounds(actor(request), asked_at(request)):
        found = review.round_review(own.programme, own.round)
        if found is not None and found.round is not None:
            rows.append(
                {
                    "own": own,
                    "title": told(found.round.title),
                    "programme": told(found.loaded.programme.title),
                    "url": reverse("reviewer_round", args=[own.programme, own.round]),
                }
            )
    counts = (_("To declare"), _("To score"), _("Scored"))
    return render(
        request,
        "reviewer/home.html",
        {
            "rows": rows,
            "headers": headers(_("Round of review"), _("Programme"), *counts, numeric=counts),
            "crumbs": crumbs((_("Reviews"), "")),
        },
    )


@for_roles("reviewer")
@require_http_methods(["GET", "POST"])
@never_cache
def round_page(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Ask for the declaration of conflicts while anything waits for it; then list the cases."""
    found = found_round(request, programme, round)
    waiting = panels.to_declare(actor(request), found, asked_at(request))
    if waiting and panels.hides_names(found):
        return _declare_of_names(request, found, len(waiting))
    if waiting:
        return _declare(request, found, waiting)
    if request.method == "POST":
        return redirect("reviewer_round", programme=programme, round=round)
    states = review.windows([programme])
    own = panels.cases(actor(request), found, asked_at(request))
    rows = [
        {
            "number": number_of(found, assignment.application),
            "name": name_of(found, assignment.application.name, sheet),
            "region": region_of(found, assignment.application.region, sheet),
            "sheet": badge(SHEET, sheet.state if sheet else ""),
            "score": mark_text(sheet.total) if sheet else "",
            "url": reverse(
                "reviewer_case", args=[programme, round, address_of(found, assignment.application_id)]
            ),
        }
        for assignment, sheet in own
    ]
    return render(
        request,
        "reviewer/cases.html",
        {
            "review": found,
            "rows": rows,
            "count": len(rows),
            "done": sum(bool(sheet and sheet.state == "submitted") for _row, sheet in own),
            "open": states.get((programme, found.stage.id)) == "open",
            "headers": headers(
                number_title(found), _("Business"), _("Region"), _("State"), _("Score"), numeric=(_("Score"),)
            ),
            "crumbs": round_crumbs(found),
        },
    )


def _declare(request: HttpRequest, found: StageReview, waiting: list[dict[str, Any]]) -> HttpResponse:
    """Show who waits, by name and region only, and take the declaration."""
    assert found.round is not None
    hidden = waiting if panels.is_blind(found) else []
    codes = {row["application_id"]: panels.case_code(found, row["application_id"]) for row in hidden}
    labels = [
        (
            row["application_id"],
            " · ".join(
                part
                for part in (
                    row["application__name"],
                    region_of(found, row["application__region"]),
                    codes.get(row["application_id"], row["application__application_no"]),
                )
                if part
            ),
        )
        for row in waiting
    ]
    form = DeclarationForm(request.POST if request.method == "POST" else None, cases=labels, codes=codes)
    if form.is_valid():
        try:
            declared = declare_conflicts(
                actor=actor(request),
                now=asked_at(request),
                programme=found.programme,
                round_id=found.round.id,
                seen=[application for application, _label in labels],
                conflicts=form.conflicts(),
                signed=form.cleaned_data["signed"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request,
                _("Your declaration is kept: %(opened)s cases are open to you, %(others)s go to others.")
                % {"opened": declared.opened, "others": declared.in_conflict},
            )
            return redirect("reviewer_round", programme=found.programme, round=found.round.id)
    page = {
        "review": found,
        "form": form,
        "count": len(labels),
        "crumbs": round_crumbs(found),
    }
    return render(request, "reviewer/declare.html", page, status=422 if form.errors else 200)


def _declare_of_names(request: HttpRequest, found: StageReview, waiting: int) -> HttpResponse:
    """Show all applicants of a round that hides whose case is whose, and take the declaration from there."""
    assert found.round is not None
    names = panels.names_to_declare(actor(request), found)
    marks = {one.mark: one.applications for one in names.shown}
    shown = sha256(" ".join(marks).encode()).hexdigest()
    form = NamesForm(
        request.POST if request.method == "POST" else None,
        names=[(one.mark, one.name) for one in names.shown],
        shown=shown,
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            declared = declare_conflicts(
                actor=actor(request),
                now=asked_at(request),
                programme=found.programme,
                round_id=found.round.id,
                seen=[case for of in marks.values() for case in of],
                conflicts={case: told["relation"] for mark in told["against"] for case in marks[mark]},
                signed=told["signed"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            if panels.to_declare(actor(request), found, asked_at(request)):
                messages.success(request, _("What you declared is kept. Here are the next names."))
                return redirect("reviewer_round", programme=found.programme, round=found.round.id)
            said = _("Your declaration is kept: %(opened)s cases are open to you.")
            messages.success(request, said % {"opened": declared.opened})
            return redirect("reviewer_home")
    page = {
        "review": found,
        "form": form,
        "count": waiting,
        "names_hidden": True,
        "names": names,
        "is_last": names.last == names.total,
        "crumbs": round_crumbs(found),
    }
    return render(request, "reviewer/declare.html", page, status=422 if form.errors else 200)


@for_roles("reviewer")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Ask why, log it, and hand out the open cases: without those in conflict, and without what is blind."""
    found = found_round(request, programme, round)
    rows = panels.cases(actor(request), found, asked_at(request))
    assert found.round is not None
    name = f"{found.programme}-{found.round.id}"

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        titles, lines = _listed(found, rows)
        return ListFile(name=name, what="reviewer's cases", subjects=len(rows), headers=titles, rows=lines)

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    page = {
        "form": form,
        "count": len(rows),
        "back": reverse("reviewer_round", args=[programme, round]),
        "crumbs": round_crumbs(found, (_("Download the cases"), "")),
    }
    return render(request, "reviewer/export.html", page, status=422 if form.errors else 200)


def _facts(application: Application, hidden: panels.Hidden) -> list[dict[str, str]]:
    return fact_rows(application.facts or {}, blind={*hidden.columns, "business_no"}, mask=hidden.mask)


def _listed(found: StageReview, rows: list[Any]) -> tuple[list[str], list[list[str]]]:
    """Return titles and lines of the open cases, without what is blind.

    What is blind of some cases alone, whose review is still to be handed in, leaves its cells empty there.
    """
    hidden = panels.hidden_of_each(found, [(row.application, is_submitted(sheet)) for row, sheet in rows])
    facts = [
        (
            assignment.application,
            {
                row["term"]: row["text"]
                for row in _facts(assignment.application, hidden[assignment.application_id])
            },
            sheet,
        )
        for assignment, sheet in rows
    ]
    # The case of which most is seen has every column, in its order.
    titles = max((list(known) for _application, known, _sheet in facts), key=len, default=[])
    lines = [
        [
            number_of(found, application),
            *(known.get(title, "") for title in titles),
            mark_text(sheet.total) if sheet else "",
        ]
        for application, known, sheet in facts
    ]
    return [number_title(found), *titles, _("Score")], lines
