"""What can I get? All open programmes in one answer, from facts that are typed; nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dure.domains.merchants.queries import my_merchants
from dure.domains.programmes.offers import open_offers
from dure.engine.advising import advise
from dure.web.actors import actor, asked_at, asked_on
from dure.web.public.advising import advice_parts, facts_asked, unjudged_words
from dure.web.public.profile_form import ProfileForm
from dure.web.public.verdicts import control_of
from dure.web.tables import crumbs


def what_can_i_get(request: HttpRequest) -> HttpResponse:
    """Ask for the facts that open programmes read, and answer over all of them. POST keeps nothing.

    Whoever acts for one merchant is led to that merchant's own answer.
    """
    who = actor(request)
    if request.method == "GET" and who.user_id is not None:
        mine = my_merchants(who)
        if len(mine) == 1:
            return redirect("merchant_advice", merchant=mine[0].pk)
    found = open_offers(who, asked_at(request))
    offers = found.offers
    form = ProfileForm(request.POST or None, day=asked_on(request), fields=facts_asked(offers))
    page = {
        "form": form,
        "offers": offers,
        "unjudged": unjudged_words(found),
        "crumbs": crumbs((_("What can I get?"), "")),
    }
    invalid = request.method == "POST" and not form.is_valid()
    if request.method == "POST" and form.is_valid():
        page |= advice_parts(advise(offers, form.row()), control_of)
    return render(request, "public/advice.html", page, status=422 if invalid else 200)
