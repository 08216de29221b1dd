"""Organisations and who acts for them: officers see all, colleagues their own."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.accounts import queries
from dure.domains.accounts.policies import may_manage, may_staff, may_take_off_second_factor
from dure.domains.accounts.queries import KINDS, Membership, Organisation
from dure.domains.accounts.second_factors import has_second_factor
from dure.domains.accounts.services.make_organisation import make_organisation
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.forms import OrganisationForm
from dure.web.people.periods import first_day, last_day
from dure.web.people.problems import tell
from dure.web.people.words import kind, organisation_name, role, scope, staff_member
from dure.web.tables import crumbs, headers
from dure.web.templatetags.masks import masked_email

PER_PAGE = 20
MOST_PAST = 50
FIELDS = {
    "organisation.kind": "kind",
    "organisation.code": "code",
    "organisation.taken": "code",
    "organisation.name": "name_ko",
}
MAY_STAFF = ("officer", "executor_staff", "association_staff", "centre_staff")
"""Who may invite to some organisation: officers to each, the others to their own."""
STAFF = (*MAY_STAFF, "ministry")


@for_roles(*STAFF)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations; whoever has one only is shown it at once."""
    who, now = actor(request), asked_at(request)
    words, chosen = request.GET.get("words", "")[:100], request.GET.get("kind", "")
    found = queries.organisations(who, now, words, chosen)
    if not who.has("officer", "ministry"):
        own = list(found[:2])
        if len(own) == 1:
            return redirect("organisation", organisation=own[0].pk)
    page = page_of(request, found, "code", PER_PAGE)
    people = _("People")
    context = {
        "rows": [
            {
                "id": o.pk,
                "name": organisation_name(o),
                "kind": kind(o.kind),
                "code": o.code,
                "people": o.people,
            }
            for o in page.rows
        ],
        "page": page,
        "empty": not page.rows,
        "count": found.count(),
        "written": words,
        "kinds": [{"code": code, "label": kind(code), "chosen": code == chosen} for code in KINDS],
        "can_manage": may_manage(who),
        "headers": headers(_("Organisation"), _("Kind"), _("Code"), people, numeric=(people,)),
        "crumbs": crumbs((_("Organisations"), "")),
    }
    return render(request, "people/organisations.html", context)


@for_roles("officer", of_all=True)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an organisation."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = make_organisation(actor=actor(request), now=asked_at(request), **form.cleaned_data)
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("The organisation was entered. Invite its people now."))
            return redirect("organisation", organisation=made)
    page = {
        "form": form,
        "crumbs": crumbs((_("Organisations"), reverse("organisations")), (_("Enter an organisation"), "")),
    }
    return render(request, "people/organisation_new.html", page, status=422 if form.errors else 200)


@for_roles(*STAFF)
def organisation_page(request: HttpRequest, organisation: int) -> HttpResponse:
    """Show one organisation: its people, invitations, and who was there before."""
    who, now = actor(request), asked_at(request)
    found = queries.organisation(who, organisation)
    if found is None:
        raise Http404
    may = may_staff_some(request, found)
    rows = list(queries.members(who, now, found))
    armed = has_second_factor({one.user_id for one in rows})
    may_take = {pk for pk in armed if may_take_off_second_factor(who, pk, now)}
    members = [
        _row(request, one) | {"user": one.user_id, "can_take_off": one.user_id in may_take} for one in rows
    ]
    open_ones = list(queries.invitations(who, found))
    page = {
        "organisation": found,
        "name": organisation_name(found),
        "kind": kind(found.kind),
        "members": members,
        "no_members": not members,
        "past": [_row(request, one) for one in queries.past_members(who, now, found)[:MOST_PAST]],
        "invitations": [
            {
                "id": one.pk,
                "address": masked_email(one.email),
                "role": role(one.role),
                "programme": one.programme or _("All programmes"),
                "sent": one.invited_at,
                "expires": one.expires_at,
                "over": one.expires_at <= now,
                "nonce": secrets.token_hex(8),
                "can_revoke": may_staff(who, found, one.programme, one.role),
            }
            for one in open_ones
        ],
        "no_invitations": not open_ones,
        "can_invite": may,
        "can_set_region": found.kind == "centre" and may_manage(who),
        "member_headers": headers(
            _("Person"), _("Role"), _("Programme"), _("First day"), _("Last day"), _("Act")
        ),
        "past_headers": headers(_("Person"), _("Role"), _("Programme"), _("First day"), _("Last day")),
        "invitation_headers": headers(
            _("Address"), _("Role"), _("Programme"), _("Sent"), _("Open until"), _("Act")
        ),
        "crumbs": crumbs((_("Organisations"), reverse("organisations")), (organisation_name(found), "")),
    }
    return render(request, "people/organisation.html", page)


def may_staff_some(request: HttpRequest, organisation: Organisation, role: str = "") -> bool:
    """Say whether whoever asks may invite to a role in an organisation, for all programmes or for some."""
    who = actor(request)
    scopes = {"", *(programme for _role, code, programme in who.held if code == organisation.code)}
    return any(may_staff(who, organisation, programme, role) for programme in scopes)


def _row(request: HttpRequest, one: Membership) -> dict[str, object]:
    who = actor(request)
    return {
        "id": one.pk,
        "who": staff_member(one.user),
        "role": role(one.role),
        "by": staff_member(one.delegated_by.user) if one.delegated_by else "",
        "programme": scope(one),
        "first": first_day(one.starts_at),
        "last": last_day(one.ends_at),
        "can_end": may_staff(who, one.organisation, one.programme, one.role) or one.user_id == who.user_id,
    }
