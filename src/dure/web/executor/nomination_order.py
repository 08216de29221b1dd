"""The order of an executor's nominations: whom it would have first, with the reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dure.domains.applications import queries_executor
from dure.domains.applications.queries_executor import Nomination
from dure.domains.applications.services.order_nominations import order_nominations
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.executor.conflicts import to_declare_first
from dure.web.executor.desk import desk_crumbs, found_desk
from dure.web.executor.forms import OrderForm
from dure.web.officer.guard import for_roles
from dure.web.people.problems import sentences
from dure.web.tables import headers
from dure.web.templatetags.amounts import count


@for_roles("executor_staff")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, desk: str) -> HttpResponse:
    """Show the confirmed nominations with their places, and keep those that were typed."""
    at = found_desk(request, desk)
    conflicts = queries_executor.conflicts_with_nominated(actor(request), at)
    if not conflicts and (first := to_declare_first(request, at)) is not None:
        return first
    found = [] if conflicts else queries_executor.confirmed_nominations(at)
    typed = {one.pk: request.POST.get(f"place.{one.pk}", str(one.place or "")).strip() for one in found}
    form = OrderForm(request.POST if request.method == "POST" else None)
    reason = request.POST.get("reason", "").strip()[:1000].replace("\0", "")
    problems: list[str] = []
    if request.method == "POST" and not form.is_valid():
        problems = [str(text) for texts in form.errors.values() for text in texts]
    elif request.method == "POST" and _others_changed(request, found):
        # What was typed is kept; the places beside it are those of now.
        problems = [_("Somebody else has changed the order meanwhile: look at it and keep yours again.")]
    elif request.method == "POST":
        try:
            changed = order_nominations(
                actor=actor(request),
                now=asked_at(request),
                programme=at.version.programme,
                executor=at.executor.id,
                # What is no number is no place either, and is refused as one.
                places={pk: _place(text) for pk, text in typed.items() if f"place.{pk}" in request.POST},
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            problems = sentences(refused)
        else:
            said = ngettext(
                "The order is kept: %(number)s place changed.",
                "The order is kept: %(number)s places changed.",
                changed,
            )
            messages.success(request, said % {"number": count(changed)})
            return redirect("executor_nomination_order", desk=at.key)
    page: dict[str, Any] = {
        "desk": at,
        "conflicts": conflicts,
        "rows": [
            {
                "id": one.pk,
                "name": one.merchant.name,
                "number": one.application.application_no
                if one.application and queries_executor.is_listed(at, one)
                else "",
                "before": one.place or "",
                "reason": one.reason,
                "place": typed[one.pk],
            }
            for one in found
        ],
        "count": len(found),
        "reason": reason,
        "problems": [{"text": text} for text in problems],
        "headers": headers(
            _("Business"), _("No. in the order"), _("Receipt number"), _("Why you nominate it")
        ),
        "crumbs": desk_crumbs(
            at,
            (_("Nominations"), reverse("executor_nominations", args=[at.key])),
            (_("Order of the nominations"), ""),
        ),
    }
    return render(request, "executor/nomination_order.html", page, status=422 if problems else 200)


def _others_changed(request: HttpRequest, found: list[Nomination]) -> bool:
    """Say whether a place is another now than it was when the page was opened."""
    return any(
        request.POST.get(f"before.{one.pk}", str(one.place or "")) != str(one.place or "")
        for one in found
        if f"place.{one.pk}" in request.POST
    )


def _place(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
