"""How many who take part in a stage have listed executors, and a reminder to those who have not."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.selection.listing import counted
from dure.domains.selection.policies import may_select
from dure.domains.selection.services.remind_choices import remind_choices
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.diagnosis_forms import ExpectedForm
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import case_or_404, stage_crumbs, title_of
from dure.web.templatetags.amounts import count


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def choices_listed(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show how many have listed executors for a stage, and remind those who have not."""
    case, who, now = case_or_404(programme, stage), actor(request), asked_at(request)
    if not case.is_listed_late or not may_select(who, programme):
        raise Http404
    problems: list[dict[str, str]] = []
    asked = ExpectedForm(request.POST) if request.method == "POST" else None
    if asked is not None and asked.is_valid():
        try:
            done = remind_choices(
                actor=who,
                now=now,
                programme=programme,
                stage=stage,
                expected=asked.cleaned_data["expected"],
                key=f"{who.user_id}/{asked.cleaned_data['nonce']}",
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            text = ngettext("%(n)s business was reminded.", "%(n)s businesses were reminded.", done)
            messages.success(request, text % {"n": count(done)})
            return redirect("officer_stage_choices", programme=programme, stage=stage)
    listed = counted(case, now)
    page = {
        "title": title_of(case),
        "listed": listed,
        "until": listed.due_at - timedelta(microseconds=1),
        "is_over": now >= listed.due_at,
        "form": ExpectedForm(initial=ExpectedForm.fresh(listed.can_list)),
        "problems": problems,
        "back": reverse("officer_selection", args=[programme, stage]),
        "crumbs": stage_crumbs(case, _("Executors listed")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "officer/stage_choices.html", page, status=status)
