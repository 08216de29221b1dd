"""Conflicts of interest of executors' staff: declared before they score, or when one turns out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Desk
from dure.domains.review import staff
from dure.domains.review.queries import StageReview
from dure.domains.review.services.declare_staff_conflicts import declare_staff_conflicts
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.officer.guard import for_roles
from dure.web.people.problems import tell
from dure.web.reviewer.forms import ConflictForm, DeclarationForm
from dure.web.templatetags.amounts import count
from dure.web.words import place


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
@never_cache
def declare(request: HttpRequest, desk: str) -> HttpResponse:
    """Show whom staff judge and have said nothing about, by name and region only; take the declaration."""
    at = found_desk(request, desk)
    who, programme = actor(request), at.version.programme
    rows, total = staff.shown_to_declare(who, programme, at.executor.id)
    labels = [
        (row["pk"], " · ".join(part for part in (row["name"], place(row["region"]), row["application_no"])))
        for row in rows
    ]
    posted = request.method == "POST" and bool(labels)
    form = DeclarationForm(request.POST if posted else None, cases=labels, preset="none")
    if form.is_valid():
        try:
            declared = declare_staff_conflicts(
                actor=who,
                now=asked_at(request),
                programme=programme,
                executor=at.executor.id,
                seen=[application for application, _label in labels],
                conflicts=form.conflicts(),
                signed=form.cleaned_data["signed"],
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request,
                _("Your declaration is kept: %(opened)s applicants are open to you, %(others)s are not.")
                % {"opened": count(declared.opened), "others": count(declared.in_conflict)},
            )
            return redirect("executor_conflicts", desk=at.key)
    page = {
        "desk": at,
        "form": form,
        "rows": rows,
        "shown": len(rows),
        "total": total,
        "against": staff.conflicts_of(who, programme),
        "crumbs": desk_crumbs(at, (_("Conflicts of interest"), "")),
    }
    return render(request, "executor/conflicts.html", page, status=422 if form.errors else 200)


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
@never_cache
def turned_out(request: HttpRequest, desk: str, application: int) -> HttpResponse:
    """Take a conflict with one applicant that turns out now: a colleague goes on."""
    at = found_desk(request, desk)
    found = queries_executor.applicant(actor(request), at, application)
    if found is None:
        raise Http404
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            declare_staff_conflicts(
                actor=actor(request),
                now=asked_at(request),
                programme=at.version.programme,
                executor=at.executor.id,
                seen=[application],
                conflicts={application: form.cleaned_data["relation"]},
                signed=True,
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(
                request, _("The applicant is left to your colleagues. You will not see it again.")
            )
            return redirect("executor_applicants", desk=at.key)
    back = reverse("executor_applicant", args=[at.key, found.pk])
    page: dict[str, Any] = {
        "desk": at,
        "application": found,
        "form": form,
        "back": back,
        "crumbs": desk_crumbs(
            at,
            (_("Applicants"), reverse("executor_applicants", args=[at.key])),
            (found.application_no or "", back),
            (_("Declare a conflict of interest"), ""),
        ),
    }
    return render(request, "executor/conflict.html", page, status=422 if form.errors else 200)


def to_declare_first(request: HttpRequest, at: Desk, found: StageReview | None = None) -> HttpResponse | None:
    """Return the way to the declaration where something waits for it, else None.

    ``found`` is the stage that is about to be scored; its round may ask for no declaration.
    """
    if found is not None and not staff.declares(found):
        return None
    if not staff.to_declare(actor(request), at.version.programme, at.executor.id).exists():
        return None
    return redirect("executor_conflicts", desk=at.key)
