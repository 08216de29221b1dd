"""Mid-term checks of an executor: noted, answered, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.agreements import queries
from dure.domains.agreements.policies import may_run
from dure.domains.agreements.services.answer_midterm import answer_midterm
from dure.domains.agreements.services.close_midterm import close_midterm
from dure.domains.agreements.services.note_midterm import note_midterm
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.agreements.agreement import agreement_crumbs, agreement_page, or_404
from dure.web.agreements.forms import MidtermForm
from dure.web.agreements.typed import said
from dure.web.agreements.words import executor_name
from dure.web.officer.guard import for_roles, signed_in
from dure.web.officer.problems import forbidden_where_not_allowed, sentence_of
from dure.web.people.problems import tell


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def new(request: HttpRequest, agreement: int) -> HttpResponse:
    """Note what a check found."""
    found = or_404(request, agreement)
    if not may_run(actor(request), found.programme):
        raise Http404
    typed = MidtermForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        given = typed.cleaned_data
        try:
            note_midterm(
                actor=actor(request), now=asked_at(request), agreement_id=found.pk, held_on=given["held_on"],
                findings=given["findings"], grade=given["grade"], measures=given["measures"],
                due_on=given["due_on"], key=given["nonce"],
            )  # fmt: skip
        except Refused as refused:
            names = ("held_on", "findings", "grade", "due_on")
            tell(typed, refused, {f"midterm.{name}": name for name in names})
        else:
            messages.success(request, _("The check is noted, and the executor has been told."))
            return redirect("agreement", agreement=found.pk)
    shown = {
        "form": typed,
        "heading": _("Mid-term check"),
        "lead": executor_name(found),
        "submit": _("Note the check"),
        "back": reverse("agreement", args=[found.pk]),
        "crumbs": agreement_crumbs(request, found, _("Mid-term check")),
    }
    return render(request, "agreements/form.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_POST
@forbidden_where_not_allowed
def answer(request: HttpRequest, agreement: int, check: int) -> HttpResponse:
    """Answer a check for the executor, or close it for the agency; which, the button says."""
    found = or_404(request, agreement)
    who, now = actor(request), asked_at(request)
    if queries.check(who, found.pk, check) is None:
        raise Http404
    words = said(request, "words")
    try:
        if "close" in request.POST:
            close_midterm(actor=who, now=now, check_id=check, reason=words)
            done = _("The check is closed.")
        else:
            answer_midterm(actor=who, now=now, check_id=check, answer=words)
            done = _("Your answer is sent.")
    except Refused as refused:
        told = [sentence_of(problem) for problem in refused.problems]
        return agreement_page(request, found, told, at=f"words-{check}")
    messages.success(request, done)
    return redirect("agreement", agreement=found.pk)
