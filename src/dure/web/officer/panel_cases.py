"""The cases of a panel: who reviews each, changed by hand within the bounds, and reviews given back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.review import queries as review
from dure.domains.review import queries_cases as cases
from dure.domains.review.policies import may_run
from dure.domains.review.queries import StageReview
from dure.domains.review.services.change_assignment import change_assignment
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.replace_reviewer import replace_reviewer
from dure.engine.problems import Refused
from dure.engine.review.marks import mark_text
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.review import round_of
from dure.web.officer.reviewers import labels_of
from dure.web.paging import page_of
from dure.web.people.problems import tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told

PER_PAGE = 50
WHICH = {
    "all": lazy("All cases"),
    "lacking": lazy("Too few reviewers"),
    "open": lazy("Not scored by everybody"),
}
GATE = {
    "passed": lazy("Go on to the next round"),
    "stopped": lazy("Do not go on"),
}
STATES = {
    "assigned": ("information", lazy("to score")),
    "scored": ("success", lazy("scored")),
    "conflict": ("danger", lazy("conflict of interest")),
    "taken_away": ("gray", lazy("taken away")),
}


class ChangeForm(forms.Form):
    """Who is to review a case, who is not to any more, and why a bound is overridden."""

    add = forms.TypedChoiceField(label=lazy("Give the case to"), coerce=int, required=False, empty_value=None)
    remove = forms.TypedChoiceField(
        label=lazy("Take the case from"), coerce=int, required=False, empty_value=None
    )
    override = forms.CharField(
        label=lazy("Why a bound of the panel is overridden"),
        help_text=lazy("Only where one is: it is kept with the assignment."),
        max_length=300,
        required=False,
    )


class WhyForm(forms.Form):
    """Of which reviewer, and why."""

    reviewer = forms.TypedChoiceField(label=lazy("Reviewer"), coerce=int)
    reason = forms.CharField(label=lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def crumbs_of(found: StageReview, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of a panel."""
    assert found.round is not None
    title = told(found.loaded.programme.title)
    return crumbs(
        (_("Review"), reverse("officer_review")),
        (title, reverse("officer_review_programme", args=[found.programme])),
        (told(found.round.title), reverse("officer_panel", args=[found.programme, found.round.id])),
        *more,
    )


@for_roles("officer", "ministry")
@require_GET
def case_list(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Show the cases of a round with who reviews them."""
    found = round_of(programme, round)
    assert found.round is not None
    kinds = WHICH if found.round.lets_through_from is None else WHICH | GATE
    blind, code = cases.is_blind(found), request.GET.get("code", "").strip()[:40]
    if blind and code and (meant := cases.case_by_code(actor(request), found, code)) is not None:
        return redirect("officer_panel_case", programme=programme, round=round, application=meant)
    which = request.GET.get("which", "all")
    which = which if which in kinds else "all"
    who = actor(request)
    wanted = cases.cases_of(who, found, which=which)
    page = page_of(request, wanted, "application_no", PER_PAGE)
    seats = cases.seats_of(who, found, [one.pk for one in page.rows])
    labels = labels_of(who, {seat.reviewer_id for of in seats.values() for seat in of})
    results = cases.results_of(who, found, [one.pk for one in page.rows])
    here = reverse("officer_panel_cases", args=[programme, round])
    rows = [
        {
            "number": one.application_no,
            "code": cases.case_code(found, one.pk) if blind else "",
            "name": one.name,
            "result": _result(results.get(one.pk)),
            "url": reverse("officer_panel_case", args=[programme, round, one.pk]),
            "seats": [
                _seat(seat, labels) for seat in seats.get(one.pk, ()) if seat.state in ("assigned", "scored")
            ],
        }
        for one in page.rows
    ]
    return render(
        request,
        "officer/panel_cases.html",
        {
            "review": found,
            "rows": rows,
            "page": page,
            "empty": not rows,
            "total": wanted.count(),
            "caption": str(kinds[which]),
            "filters": [
                {"label": str(label), "url": f"{here}?which={name}", "current": name == which}
                for name, label in kinds.items()
            ],
            "blind": blind,
            "code": code,
            "headers": headers(
                _("Receipt number"), *([_("Case code")] if blind else []), _("Business"), _("Reviewers")
            ),
            "crumbs": crumbs_of(found, (_("Cases and reviewers"), "")),
        },
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
def case_page(request: HttpRequest, programme: str, round: str, application: int) -> HttpResponse:
    """Show who reviews a case, and change it by hand."""
    found = round_of(programme, round)
    form = _change_form(request, found, application) if request.method == "POST" else None
    if form is not None and not may_run(actor(request), programme):
        return HttpResponse(status=403)
    if form is not None and form.is_valid():
        chosen = form.cleaned_data
        try:
            changed = change_assignment(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                application_id=application,
                add=chosen["add"],
                remove=chosen["remove"],
                override=chosen["override"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            if changed:
                messages.success(request, _("The reviewers of this case are changed."))
            else:
                messages.warning(request, _("Nothing was chosen that would change anything."))
            return redirect("officer_panel_case", programme=programme, round=round, application=application)
    return _case(request, found, application, form)


@for_roles("officer")
@require_POST
def case_reopen(request: HttpRequest, programme: str, round: str, application: int) -> HttpResponse:
    """Give a submitted review back to its reviewer."""
    found = round_of(programme, round)
    form = _why(request, found, application)
    if form.is_valid():
        try:
            reopen_review(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                application_id=application,
                reviewer_id=form.cleaned_data["reviewer"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, _("The review is a draft again. Its reviewer is told."))
            return redirect("officer_panel_case", programme=programme, round=round, application=application)
    return _case(request, found, application, None, form)


@for_roles("officer")
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, programme: str, round: str) -> HttpResponse:
    """Let a reviewer leave the panel: the open cases go to others at once."""
    found = round_of(programme, round)
    sitting = cases.sitting(found)
    labels = labels_of(actor(request), sitting)
    form = WhyForm(request.POST if request.method == "POST" else None, prefix="leave")
    _choices(form, "reviewer", [("", _("Choose one")), *((one, labels[one]) for one in sitting)])
    if form.is_valid():
        try:
            filled = replace_reviewer(
                actor=actor(request),
                now=asked_at(request),
                programme=programme,
                round_id=round,
                reviewer_id=form.cleaned_data["reviewer"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request,
                _("The reviewer left the panel; %(count)s cases went to others.")
                % {"count": filled.assigned},
            )
            if filled.lacks:
                messages.warning(request, _("Not every case has its reviewers: see the panel."))
            return redirect("officer_panel", programme=programme, round=round)
    page = {
        "review": found,
        "form": form,
        "sits": bool(sitting),
        "crumbs": crumbs_of(found, (_("A reviewer falls out"), "")),
    }
    return render(request, "officer/panel_replace.html", page, status=422 if form.errors else 200)


def _case(
    request: HttpRequest,
    found: StageReview,
    application: int,
    change: ChangeForm | None = None,
    back: WhyForm | None = None,
) -> HttpResponse:
    assert found.round is not None
    who = actor(request)
    one = cases.case_of_round(who, found, application)
    if one is None:
        raise Http404
    seats = cases.seats_of(who, found, [application]).get(application, [])
    labels = labels_of(who, {seat.reviewer_id for seat in seats})
    scored = any(seat.state == "scored" for seat in seats)
    page: dict[str, Any] = {
        "review": found,
        "number": one.application_no,
        "code": cases.case_code(found, application) if cases.is_blind(found) else "",
        "name": one.name,
        "result": _result(cases.results_of(who, found, [application]).get(application)),
        "application_id": application,
        "seats": [_seat(seat, labels) for seat in seats],
        "count": len(seats),
        "headers": headers(
            _("Reviewer"), _("State"), _("Score"), _("Handed in"), _("Note"), numeric=(_("Score"),)
        ),
        "can_run": may_run(who, found.programme),
        "open": review.windows([found.programme]).get((found.programme, found.stage.id)) == "open",
        "change": change or _change_form(None, found, application, who=request),
        "back": back or (_why(None, found, application, who=request) if scored else None),
        "crumbs": crumbs_of(
            found,
            (
                _("Cases and reviewers"),
                reverse("officer_panel_cases", args=[found.programme, found.round.id]),
            ),
            (one.application_no or "", ""),
        ),
    }
    failed = bool((change and change.errors) or (back and back.errors))
    return render(request, "officer/panel_case.html", page, status=422 if failed else 200)


def _change_form(
    request: HttpRequest | None, found: StageReview, application: int, *, who: HttpRequest | None = None
) -> ChangeForm:
    asker = request or who
    assert asker is not None
    seats = cases.seats_of(actor(asker), found, [application]).get(application, [])
    held = [seat.reviewer_id for seat in seats if seat.state in ("assigned", "scored")]
    barred = {seat.reviewer_id for seat in seats if seat.state == "conflict"}
    free = [one for one in cases.sitting(found) if one not in held and one not in barred]
    labels = labels_of(actor(asker), [*held, *free])
    form = ChangeForm(request.POST if request else None)
    nobody = [("", _("Nobody"))]
    _choices(form, "add", [*nobody, *((one, labels[one]) for one in free)])
    takable = [seat.reviewer_id for seat in seats if seat.state == "assigned"]
    _choices(form, "remove", [*nobody, *((one, labels[one]) for one in takable)])
    return form


def _why(
    request: HttpRequest | None, found: StageReview, application: int, *, who: HttpRequest | None = None
) -> WhyForm:
    asker = request or who
    assert asker is not None
    seats = cases.seats_of(actor(asker), found, [application]).get(application, [])
    scored = [seat.reviewer_id for seat in seats if seat.state == "scored"]
    labels = labels_of(actor(asker), scored)
    form = WhyForm(request.POST if request else None, prefix="back")
    _choices(form, "reviewer", [("", _("Choose one")), *((one, labels[one]) for one in scored)])
    return form


def _result(found: cases.RoundResult | None) -> dict[str, str] | None:
    """Return what a round decided on a case, as a badge with the score; None where it has not."""
    if found is None:
        return None
    kind, word = ("success", _("goes on")) if found.passed else ("danger", _("does not go on"))
    return {"kind": kind, "word": word, "score": mark_text(found.score)}


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _seat(seat: cases.CaseSeat, labels: dict[int, str]) -> dict[str, Any]:
    kind, word = STATES[seat.state]
    return {
        "label": labels.get(seat.reviewer_id, ""),
        "kind": kind,
        "state": word,
        "score": mark_text(seat.total),
        "submitted_at": seat.submitted_at,
        "late": seat.is_late,
        "reopened_at": seat.reopened_at,
        "override": seat.override,
        "asked_why": seat.asked_why,
    }
