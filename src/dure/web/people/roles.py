"""Roles: ended with a reason, passed on to a colleague for a while."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts import queries
from dure.domains.accounts.policies import may_end
from dure.domains.accounts.queries import Membership
from dure.domains.accounts.services.delegate import delegate
from dure.domains.accounts.services.end_membership import end_membership
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import signed_in
from dure.web.people.forms import DelegationForm, ReasonForm
from dure.web.people.periods import begins, ends_after, first_day, last_day
from dure.web.people.problems import tell
from dure.web.people.words import organisation_name, role, scope, staff_member
from dure.web.tables import crumbs

DELEGATION_FIELDS = {
    "delegate.colleague": "colleague",
    "delegate.held": "colleague",
    "delegate.period": "last",
    "delegate.longer": "last",
    "delegate.reason": "reason",
}


@signed_in
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, membership: int) -> HttpResponse:
    """End a role, lay one down, or take a delegation back: whoever may, with a reason."""
    who, now = actor(request), asked_at(request)
    found = queries.membership(who, membership)
    if found is None or not may_end(who, found):
        raise Http404
    own = found.user_id == who.user_id
    back = (
        reverse("my_account") if own or _is_mine(found, who.user_id)
        else reverse("organisation", args=[found.organisation_id])
    )  # fmt: skip
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_membership(actor=who, now=now, membership_id=found.pk, reason=form.cleaned_data["reason"])
        except Refused as refused:
            tell(form, refused, {"membership.reason": "reason"})
        else:
            messages.success(request, _("The role has ended."))
            return redirect(back)
    page = {
        "form": form,
        "role": role(found.role),
        "organisation": organisation_name(found.organisation),
        "programme": scope(found),
        "who": staff_member(found.user),
        "last": last_day(found.ends_at),
        "own": own,
        "taken_back": _is_mine(found, who.user_id) and not own,
        "back": back,
        "crumbs": crumbs((_("Back"), back), (_("End a role"), "")),
    }
    return render(request, "people/role_end.html", page, status=422 if form.errors else 200)


def _is_mine(membership: Membership, user_id: int | None) -> bool:
    """Say whether it was passed on by somebody."""
    return membership.delegated_by is not None and membership.delegated_by.user_id == user_id


@signed_in
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, membership: int) -> HttpResponse:
    """Pass one's own role on to a colleague for a while."""
    who, now = actor(request), asked_at(request)
    found = queries.membership(who, membership)
    if found is None or found.user_id != who.user_id or found.delegated_by_id is not None:
        raise Http404
    colleagues = [(str(one.pk), staff_member(one)) for one in queries.colleagues(who, now, found)]
    form = DelegationForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues,
        initial={"first": first_day(now)},
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            delegate(
                actor=who,
                now=now,
                membership_id=found.pk,
                to_user_id=int(told["colleague"]),
                # From today on means from now on: what was done this morning was not done for anybody.
                starts_at=max(begins(told["first"]), now),
                ends_at=ends_after(told["last"]),
                reason=told["reason"],
            )
        except Refused as refused:
            tell(form, refused, DELEGATION_FIELDS)
        else:
            messages.success(request, _("The role is passed on."))
            return redirect("my_account")
    page = {
        "form": form,
        "role": role(found.role),
        "organisation": organisation_name(found.organisation),
        "programme": scope(found),
        "nobody": not colleagues,
        "crumbs": crumbs((_("My account"), reverse("my_account")), (_("Pass a role on"), "")),
    }
    return render(request, "people/delegate.html", page, status=422 if form.errors else 200)
