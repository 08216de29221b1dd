"""What can my business get? All open programmes in one answer, from what is known of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.applications.columns import support_columns
from dure.domains.applications.queries_own import applied_programmes
from dure.domains.merchants.queries import profile_row
from dure.domains.programmes.offers import OpenOffers, open_offers
from dure.domains.selection.queries_own import received_programmes
from dure.engine.advising import Advised, History, advise, support_asked
from dure.web.actors import actor, asked_at
from dure.web.merchant.doors import own_merchant, signed_in
from dure.web.public.advising import advice_parts, unjudged_words
from dure.web.public.verdicts import control_of
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told

MOST_FITTING = 5


@signed_in
def what_it_can_get(request: HttpRequest, merchant: int) -> HttpResponse:
    """Show what a merchant of one's own can get, with what it has applied to and received."""
    found = own_merchant(request, merchant)
    opened, advised = _advised(request, merchant)
    profile = reverse("merchant", args=[merchant])
    page = {
        "merchant": found,
        "offers": opened.offers,
        "unjudged": unjudged_words(opened),
        "crumbs": crumbs((_("My page"), reverse("my")), (found.name, profile), (_("What can I get?"), "")),
    }
    page |= advice_parts(advised, lambda name: profile + control_of(name))
    return render(request, "public/advice.html", page)


def fitting(request: HttpRequest, merchant: int) -> list[tuple[str, str]]:
    """Return (title, address) of open programmes that fit a merchant of one's own, those that close first."""
    _opened, advised = _advised(request, merchant)
    fit = [advice.offer for advice in advised.advices if advice.standing == "eligible"]
    return [(told(offer.title), reverse("call", args=[offer.programme])) for offer in fit[:MOST_FITTING]]


def _advised(request: HttpRequest, merchant: int) -> tuple[OpenOffers, Advised]:
    found, who = own_merchant(request, merchant), actor(request)
    opened = open_offers(who, asked_at(request))
    names = [column.name for column in support_asked(opened.offers)]
    support = {name: column.of(merchant) for name, column in support_columns(names, [merchant]).items()}
    history = History(received_programmes(who, merchant), applied_programmes(who, merchant), support)
    return opened, advise(opened.offers, profile_row(found), history)
