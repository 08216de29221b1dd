"""Titles: the public register, a certificate to print, and whether one that somebody holds is in force."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dure.domains.benefits import queries, queries_titles
from dure.domains.benefits.queries_titles import Certificate
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.benefits.forms import VerifyForm
from dure.web.benefits.words import CERTIFICATE, last_day
from dure.web.funds.words import fact
from dure.web.officer.guard import signed_in
from dure.web.paging import page_of
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count
from dure.web.templatetags.days import day_text
from dure.web.templatetags.programme import told
from dure.web.words import place

PER_PAGE = 50
LONGEST = 100


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Show the businesses that hold a title now, by name; of one title or all."""
    who, today = actor(request), day_of(asked_at(request))
    words = request.GET.get("words", "").strip()[:LONGEST]
    titles = {
        f"{case.programme.id}/{case.benefit.id}": (told(case.benefit.title), n)
        for case, n in queries_titles.titles_registered(who, today)
    }
    chosen = request.GET.get("title", "")
    chosen = chosen if chosen in titles else ""
    programme, _slash, benefit = chosen.partition("/")
    found = queries_titles.register(who, today, programme, benefit, words)
    page = page_of(request, found, "name", PER_PAGE)
    shown = {
        "titles": [{"key": key, "title": title, "count": count(n)} for key, (title, n) in titles.items()],
        "chosen": chosen,
        "words_here": words,
        "headers": headers(_("Business"), _("Title"), _("Region"), _("Certificate"), _("Last day")),
        "rows": [
            {
                "name": one.name,
                "title": titles[f"{one.programme}/{one.benefit}"][0],
                "region": place(one.region) if one.region else "–",
                "number": one.number,
                "until": last_day(one.ends_on),
            }
            for one in page.rows
        ],
        "page": page,
        "crumbs": crumbs((_("Register of titles"), "")),
    }
    return render(request, "benefits/register.html", shown)


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is in force, to whoever has its code."""
    today = day_of(asked_at(request))
    typed = VerifyForm(request.GET if "code" in request.GET else None)
    found: Certificate | None = None
    asked = False
    if typed.is_valid():
        asked = True
        found = queries_titles.verified(typed.cleaned_data["code"].strip().upper())
    shown = {
        "form": typed,
        "asked": asked,
        "found": found,
        "state": badge(CERTIFICATE, queries_titles.state_on(found, today)) if found else None,
        "facts": _facts(found) if found else [],
        "crumbs": crumbs((_("Register of titles"), reverse("titles")), (_("Verify a certificate"), "")),
    }
    return render(request, "benefits/verify.html", shown, status=422 if typed.errors else 200)


@signed_in
@require_GET
def certificate(request: HttpRequest, certificate: int) -> HttpResponse:
    """Show a certificate as it is printed, to whoever sees the grant."""
    found = queries_titles.certificate(actor(request), certificate)
    if found is None:
        raise Http404
    case = queries.case_in(found.grant.version, found.benefit)
    benefit = case.benefit
    shown = {
        "certificate": found,
        "heading": told(benefit.title),
        "programme": told(case.programme.title),
        "agency": told(case.programme.agency) if case.programme.agency else "",
        "state": badge(CERTIFICATE, queries_titles.state_on(found, day_of(asked_at(request)))),
        "facts": _facts(found),
        "verify_url": request.build_absolute_uri(reverse("verify_title")),
        "back": reverse("grant", args=[found.grant_id]),
        "crumbs": crumbs((told(benefit.title), reverse("grant", args=[found.grant_id])), (found.number, "")),
    }
    return render(request, "benefits/certificate.html", shown)


def _facts(one: Certificate) -> list[dict[str, str]]:
    return [
        fact(_("Business"), one.name),
        *([fact(_("Region"), place(one.region))] if one.region else []),
        fact(_("Certificate"), one.number),
        fact(_("From"), day_text(one.starts_on)),
        fact(_("Last day"), last_day(one.ends_on)),
    ]
