"""A provider's own pages: profile, suggested merchants and why, matches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries_own import Application
from dure.domains.matching import queries
from dure.domains.matching.queries import Case, Provider, SuggestedMerchant
from dure.domains.matching.services.change_provider import change_provider
from dure.domains.matching.services.keep_provider import keep_provider
from dure.domains.matching.services.rank_merchants import rank_merchants
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.rest_provider import rest_provider
from dure.domains.matching.services.withdraw_provider import withdraw_provider
from dure.domains.programmes.queries import published_calls
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at, asked_on
from dure.web.matching.forms import FIELDS, OrderForm, ProfileForm, RegisterForm, WithdrawForm
from dure.web.matching.words import (
    MATCH_STATE,
    PROVIDER_STATE,
    badge,
    kind_word,
    part_rows,
    plain_parts,
    profile_rows,
    provider_name,
    skills_text,
)
from dure.web.merchant.doors import signed_in
from dure.web.officer.guard import led_where_asleep
from dure.web.officer.problems import forbidden_where_not_allowed
from dure.web.paging import page_of
from dure.web.people.access import note_view
from dure.web.people.problems import sentences, tell
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told
from dure.web.words import industry, place

PER_PAGE = 50


@signed_in
@led_where_asleep(*queries.PROVIDER_ROLES)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show my profiles, what waits for my answer, and where I could be matched."""
    who, now = actor(request), asked_at(request)
    own = queries.own_providers(who)
    cases = queries.cases_of_kinds({one.kind for one in own if one.state == "approved"}, now)
    calls = published_calls(now) if own else []
    titles = {one.version.programme: told(one.loaded.programme.title) for one in calls}
    page = {
        "profiles": [_profile(request, one, cases.get(one.kind, []), titles) for one in own],
        "can_register": bool(queries.kinds_to_register(who)),
        "headers": headers(
            _("Receipt number"),
            _("Programme"),
            _("State"),
            _("Points"),
            _("Answer by"),
            numeric=(_("Points"),),
        ),
        "now": now,
        "crumbs": crumbs((_("As a provider"), "")),
    }
    return render(request, "matching/home.html", page)


def _profile(
    request: HttpRequest, provider: Provider, cases: list[Case], titles: Mapping[str, str]
) -> dict[str, Any]:
    who = actor(request)
    listed = page_of(
        request,
        queries.matches_of_provider(who, provider),
        "id",
        PER_PAGE,
        backwards=True,
        mark=f"after-{provider.kind}-{provider.pk}",
    )
    return {
        "provider": provider,
        "name": provider_name(provider),
        "kind": kind_word(provider.kind),
        "state": badge(PROVIDER_STATE, provider.state),
        "page": listed,
        "matches": [
            {
                "match": one,
                "url": reverse("match", args=[one.pk]),
                "programme": titles.get(one.programme, one.programme),
                "state": badge(MATCH_STATE, one.state),
                "waits": one.state == "proposed" and one.provider_yes is None,
            }
            for one in listed.rows
        ],
        "empty": not listed.rows,
        "cases": [
            {
                "title": told(case.opened.pairing.title),
                "programme": told(case.called.loaded.programme.title),
                "url": reverse("provider_suggestions", args=[provider.pk, case.programme, case.pairing]),
            }
            for case in (cases if provider.state == "approved" else ())
        ],
    }


@signed_in
@led_where_asleep(*queries.PROVIDER_ROLES)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register as a provider."""
    who = actor(request)
    kinds = queries.kinds_to_register(who)
    form = RegisterForm(
        request.POST or None,
        day=asked_on(request),
        kinds=kinds,
        initial={"capacity": 1, "languages": ["ko"]},
    )
    if request.method == "POST" and form.is_valid():
        told_names = form.cleaned_data
        try:
            register_provider(
                actor=who,
                now=asked_at(request),
                kind=told_names["kind"],
                name_ko=told_names["name_ko"],
                name_en=told_names["name_en"],
                profile=form.profile(),
            )
        except Refused as refused:
            tell(form, refused, FIELDS)
        else:
            messages.success(request, _("You are registered. An officer looks at it before you are matched."))
            return redirect("provider_home")
    page = {
        "form": form,
        "heading": _("Register as a provider"),
        "act": _("Register"),
        "crumbs": crumbs((_("As a provider"), reverse("provider_home")), (_("Register"), "")),
    }
    return render(request, "matching/profile.html", page, status=422 if form.errors else 200)


@signed_in
@led_where_asleep(*queries.PROVIDER_ROLES)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def profile(request: HttpRequest, provider: int) -> HttpResponse:
    """Show my profile, change it, rest or return."""
    found = _own(request, provider)
    who, now = actor(request), asked_at(request)
    go = request.POST.get("go", "")
    problems: list[str] = []
    form = ProfileForm(
        request.POST if go == "save" else None, day=asked_on(request), initial=ProfileForm.of(found)
    )
    leaving = WithdrawForm(request.POST if go == "withdraw" else None)
    try:
        if go in ("rest", "return"):
            rest_provider(actor=who, now=now, provider_id=found.pk, resting=go == "rest")
            messages.success(request, _("Kept."))
            return redirect("provider_profile", found.pk)
        if go == "keep":
            keep_provider(actor=who, now=now, provider_id=found.pk)
            messages.success(request, _("Your profile stays. The time it is kept begins anew today."))
            return redirect("provider_profile", found.pk)
        if go == "withdraw" and leaving.is_valid():
            withdraw_provider(
                actor=who, now=now, provider_id=found.pk, reason=leaving.cleaned_data["withdraw_reason"]
            )
            messages.success(request, _("Your profile is withdrawn."))
            return redirect("provider_home")
        if go == "save" and form.is_valid():
            change_provider(actor=who, now=now, provider_id=found.pk, profile=form.profile())
            messages.success(request, _("The profile is kept; it counts from the next round on."))
            return redirect("provider_home")
    except NotAllowed:
        raise
    except Refused as refused:
        if go == "save":
            tell(form, refused, FIELDS)
        elif go == "withdraw":
            tell(leaving, refused, {"provider.withdraw_reason": "withdraw_reason"})
        else:
            problems = sentences(refused)
    page = {
        "form": form,
        "provider": found,
        "state": badge(PROVIDER_STATE, found.state),
        "leaving": leaving,
        "stands": queries.has_standing(found),
        "kept_until": queries.kept_until(found, now) if found.state != "destroyed" else None,
        "is_over": found.state in queries.OVER,
        "rows": profile_rows(found),
        "problems": [{"text": text} for text in problems],
        "heading": provider_name(found),
        "lead": kind_word(found.kind),
        "act": _("Keep the profile"),
        "crumbs": crumbs((_("As a provider"), reverse("provider_home")), (_("Profile of the provider"), "")),
    }
    wrong = form.errors or leaving.errors or problems
    return render(request, "matching/profile.html", page, status=422 if wrong else 200)


@signed_in
@led_where_asleep(*queries.PROVIDER_ROLES)
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def suggestions(request: HttpRequest, provider: int, programme: str, pairing: str) -> HttpResponse:
    """Show merchants who could be matched with me and why, without their names; put them in order."""
    found = _own(request, provider)
    who, now = actor(request), asked_at(request)
    case = queries.case_of(programme, pairing, now)
    if case is None or case.opened.pairing.paired_with != found.kind:
        raise Http404
    note_view(request, "provider", found.pk, "suggested merchants, without names")
    suggested = queries.suggested_merchants(case, found, now)
    ranks = case.opened.pairing.ranked_by == "both_sides"
    listed = [(one.application.pk, _called(n, one.application)) for n, one in enumerate(suggested, 1)]
    order = queries.order_of(found, case)
    others = queries.merchants_in_order(case, order, without=[pk for pk, _name in listed]) if ranks else []
    called = [(one.pk, _called(n, one)) for n, one in enumerate(others, len(listed) + 1)]
    form = OrderForm(request.POST or None, listed=listed + called, ranked=order)
    if request.method == "POST" and ranks and form.is_valid():
        try:
            rank_merchants(
                actor=who, now=now, provider_id=found.pk, programme=programme, pairing=pairing,
                application_ids=form.ranked(), shown=form.shown(), before=form.made_from(),
            )  # fmt: skip
        except Refused as refused:
            tell(form, refused)
            form.take_up()
        else:
            messages.success(request, _("Your order is kept; it counts from the next round on."))
            return redirect("provider_suggestions", found.pk, programme, pairing)
    page = {
        "provider": found,
        "title": told(case.opened.pairing.title),
        "lead": f"{told(case.called.loaded.programme.title)}, {provider_name(found)}",
        "rows": [_suggested(case, one, form, n) for n, one in enumerate(suggested, 1)],
        "others": [{"name": name, "field": form[f"place_{pk}"]} for pk, name in called],
        "ranks": ranks,
        "approved": found.state == "approved",
        "form": form,
        "part_headers": part_headers(),
        "crumbs": crumbs(
            (_("As a provider"), reverse("provider_home")), (told(case.opened.pairing.title), "")
        ),
    }
    return render(request, "matching/suggested_merchants.html", page, status=422 if form.errors else 200)


def _called(number: int, one: Application) -> str:
    """Return how a merchant is called before anybody has agreed: by number, place and trade."""
    return f"{number}. {place(one.region)}, {industry(one.ksic)}"


def _suggested(case: Case, one: SuggestedMerchant, form: OrderForm, number: int) -> dict[str, Any]:
    return {
        "title": _called(number, one.application),
        "points": one.points,
        "skills": skills_text(one.wish.skills) if one.wish else "",
        "text": one.wish.text if one.wish else "",
        "parts": part_rows(plain_parts(one.parts), case.opened.pairing.criteria),
        "field": form[f"place_{one.application.pk}"],
    }


def part_headers() -> Any:
    """Return the headers of a table of what speaks for a pair."""
    points = _("Points")
    return headers(_("Criterion"), points, _("Why"), numeric=(points,))


def _own(request: HttpRequest, provider_id: int) -> Provider:
    found = queries.own_provider(actor(request), provider_id)
    if found is None:
        raise Http404
    return found


def public_rows(providers: list[Provider]) -> list[dict[str, Any]]:
    """Return providers as lists show them to those who may see them."""
    return [
        {
            "provider": one,
            "name": provider_name(one),
            "kind": kind_word(one.kind),
            "rows": profile_rows(one),
        }
        for one in providers
    ]
