"""My account: what is known of me, my roles, safety, closing."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts import queries
from dure.domains.accounts.services.change_account import change_account
from dure.domains.accounts.services.close_account import close_account
from dure.domains.merchants.queries import merchants_of
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at, roles_asleep
from dure.web.officer.guard import signed_in
from dure.web.people.forms import AccountForm
from dure.web.people.periods import first_day, last_day
from dure.web.people.problems import sentences, tell
from dure.web.people.words import organisation_name, role, scope, staff_member
from dure.web.tables import crumbs, headers

FIELDS = {"account.name": "name", "account.phone": "phone", "account.language": "language"}


@signed_in
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change what is known of me."""
    who, now = actor(request), asked_at(request)
    user = queries.account(who)
    if user is None:
        raise Http404
    known = {"name": user.name, "phone": user.phone, "language": user.language}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            change_account(actor=who, now=now, **form.cleaned_data)
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("Your account was changed."))
            return redirect("my_account")
    page = {
        "form": form,
        "user_email": user.email,
        "roles": [_row(one) for one in queries.own_roles(who, now)],
        "passed_on": [_row(one) for one in queries.passed_on(who, now)],
        "asleep": roles_asleep(request),
        "second_factor": who.second_factor,
        "role_headers": headers(_("Role"), _("Organisation"), _("Programme"), _("Last day"), _("Act")),
        "passed_headers": headers(_("Role"), _("Colleague"), _("First day"), _("Last day"), _("Act")),
        "crumbs": crumbs((_("My account"), "")),
    }
    return render(request, "people/account.html", page, status=422 if form.errors else 200)


def _row(membership: queries.Membership) -> dict[str, object]:
    return {
        "id": membership.pk,
        "role": role(membership.role),
        "organisation": organisation_name(membership.organisation),
        "programme": scope(membership),
        "who": staff_member(membership.user),
        "by": staff_member(membership.delegated_by.user) if membership.delegated_by else "",
        "first": first_day(membership.starts_at),
        "last": last_day(membership.ends_at),
    }


@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close my account, after saying what follows."""
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        who = actor(request)
        try:
            close_account(actor=who, now=asked_at(request), merchants=merchants_of(who))
        except Refused as refused:
            problems = [{"text": text} for text in sentences(refused)]
        else:
            logout(request)
            messages.success(request, _("Your account is closed, and your contacts are deleted."))
            return redirect("home")
    page = {
        "problems": problems,
        "crumbs": crumbs((_("My account"), reverse("my_account")), (_("Close the account"), "")),
    }
    return render(request, "people/close.html", page, status=422 if problems else 200)
