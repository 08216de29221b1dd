"""Those who hold a place at an executor that left: who is affected, what would come of it, and the act."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.selection.moving import Affected, gone_from, move_plan, number_of, selection_left
from dure.domains.selection.policies import may_select
from dure.domains.selection.queries import StageCase, case_of_selection
from dure.domains.selection.services.move_placed import MovedOver, move_placed
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import stage_crumbs, title_of
from dure.web.officer.selection_forms import LONGEST_REASON
from dure.web.paging import Page
from dure.web.selection_words import NOT_MOVED, executor_text, seat_text
from dure.web.tables import headers
from dure.web.templatetags.amounts import count

PER_PAGE = 100


class MoveForm(forms.Form):
    """Why those placed there are moved."""

    reason = forms.CharField(
        label=lazy("Why they are moved"),
        help_text=lazy("Kept with every place that is moved, with who did it and when."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def move(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show who would be moved where; for officers, do it, with a reason."""
    selection = selection_left(actor(request), programme, stage)
    if selection is None:
        raise Http404
    case = case_of_selection(selection)
    form = MoveForm(request.POST if request.method == "POST" else None)
    refused_for: list[dict[str, str]] = []
    if form.is_valid():
        try:
            found = move_placed(
                actor=actor(request), now=asked_at(request), programme=programme, stage=stage,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            refused_for = lines(refused.problems)
        else:
            messages.success(request, _told(found))
            return redirect("officer_selection_move", programme=programme, stage=stage)
    plan = move_plan(selection, gone_from(selection))
    after = request.GET.get("after", "")
    rest = [one for one in plan.affected if number_of(one.place) > after]
    shown, more = rest[:PER_PAGE], rest[PER_PAGE:]
    here = reverse("officer_selection_move", args=[programme, stage])
    moving = sum(one.moved is not None for one in plan.affected)
    seats_headers = (_("Places as decided"), _("Taken over"), _("Held"), _("Free for those who move"))
    page = {
        "title": title_of(case),
        "left": [executor_text(case, one) for one in plan.after.gone],
        "moving": count(moving),
        "staying": count(len(plan.affected) - moving),
        "lost": count(plan.lost),
        "problems": refused_for,
        "in_the_way": lines(plan.problems),
        "can_move": may_select(actor(request), programme) and bool(plan.affected) and not plan.problems,
        "seats": [
            {
                "name": executor_text(case, one.executor),
                "cells": [count(n) for n in (one.decided, one.added + one.more, one.held, one.free)],
            }
            for one in plan.seats
        ],
        "seats_headers": headers(_("Executor"), *seats_headers, numeric=seats_headers),
        "rows": [_row(case, one) for one in shown],
        "headers": headers(
            _("Receipt number"),
            _("Business name"),
            _("Executor that left"),
            _("Other choices"),
            _("What would come of it"),
        ),
        "page": Page(
            shown,
            f"{here}?{urlencode({'after': number_of(shown[-1].place)})}" if more else "",
            here if after else "",
        ),
        "form": form,
        "back": reverse("officer_selection", args=[programme, stage]),
        "crumbs": stage_crumbs(case, _("Move those placed with an executor that left")),
    }
    return render(request, "officer/selection_move.html", page, status=422 if form.is_bound else 200)


def _told(found: MovedOver) -> str:
    moved = ngettext(
        "%(count)s place was moved, and the applicant told.",
        "%(count)s places were moved, and the applicants told.",
        found.moved,
    ) % {"count": count(found.moved)}
    if not found.without:
        return moved
    without = ngettext(
        "%(count)s is without an executor.", "%(count)s are without an executor.", found.without
    ) % {"count": count(found.without)}
    return f"{moved} {without}"


def _row(case: StageCase, one: Affected) -> dict[str, Any]:
    return {
        "number": number_of(one.place),
        "application": one.place.application_id,
        "name": one.place.application.name,
        "left": executor_text(case, one.place.executor),
        "others": [executor_text(case, other) for other in one.others],
        "to": executor_text(case, one.moved.executor) if one.moved else "",
        "seat": seat_text(case, one.moved.seat) if one.moved else "",
        "why": str(NOT_MOVED[one.why]) if one.why else "",
    }
