"""A merchant in a planned round, at the officers' desk and at an executor's: moved, put in or taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.matching import queries_officer
from dure.domains.matching.queries_officer import Case, Match, SuggestedProvider
from dure.domains.matching.services.put_pair import put_pair
from dure.domains.matching.services.take_out_pair import take_out_pair
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.doors import Desk
from dure.web.matching.round_forms import PutForm, TakeOutForm
from dure.web.matching.round_pages import round_or_404
from dure.web.matching.words import part_rows, plain_parts, price_text, provider_name, skills_text
from dure.web.officer.applicants import title_of
from dure.web.officer.problems import lines
from dure.web.people.access import note_view
from dure.web.tables import headers
from dure.web.templatetags.amounts import count
from dure.web.templatetags.programme import told
from dure.web.words import place

MOST_SHOWN = 10
"""So many of those who fit are shown with why; all of them can be chosen."""


def by_hand_shown(
    request: HttpRequest, desk: Desk, case: Case, number: int, application: int
) -> HttpResponse:
    """Show the pairs of a merchant in a planned round and who else fits; change them as was asked."""
    who, now = actor(request), asked_at(request)
    found = round_or_404(request, desk, case, number)
    merchant = queries_officer.seeker(who, case, application, desk.executor)
    if merchant is None or found.state != "planned" or not desk.proposes(who, found):
        raise Http404
    pairs = queries_officer.pairs_of(who, found, merchant.pk)
    fits = queries_officer.who_fits(case, merchant, now)
    go = request.POST.get("go", "")
    choices = _choices(fits, pairs)
    put = PutForm(
        request.POST if go == "put" else None,
        providers=choices,
        pairs=[(one.pk, provider_name(one.provider)) for one in pairs],
        can_be_beside=len(pairs) < case.opened.pairing.providers_each,
    )
    out = TakeOutForm(request.POST if go.startswith("out-") else None)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            if go == "put" and put.is_valid():
                put_pair(
                    actor=who, now=now, round_id=found.pk, application_id=merchant.pk,
                    provider_id=int(put.cleaned_data["provider"]), reason=put.cleaned_data["reason"],
                    instead_of=put.instead_of(),
                )  # fmt: skip
                messages.success(
                    request, _("The pair stands in the round. Nobody is told before you propose it.")
                )
                return redirect(desk.url("match_round", case.pairing, number))
            if out.is_bound and out.is_valid():
                chosen = next((one for one in pairs if f"out-{one.pk}" == go), None)
                if chosen is not None:
                    take_out_pair(
                        actor=who, now=now, match_id=chosen.pk, reason=out.cleaned_data["out_reason"]
                    )
                messages.success(request, _("The pair is taken out of the round. Nobody was told of it."))
                return redirect(desk.url("match_round", case.pairing, number))
        except NotAllowed:
            raise
        except Refused as refused:
            problems = lines(refused.problems)
    note_view(request, "application", merchant.pk, "pairs of a round by hand")
    title = told(case.opened.pairing.title)
    context = {
        "title": title,
        "lead": title_of(case.called),
        "round": found,
        "number": merchant.application_no,
        "name": merchant.name,
        "place": place(merchant.region),
        "pairs": [{"match": one, "provider": provider_name(one.provider)} for one in pairs],
        "put": put,
        "out": out,
        "problems": problems,
        "fits": [_fit(case, one) for one in fits[:MOST_SHOWN]],
        "nobody_else": not choices,
        "fit_headers": headers(
            _("Provider"), _("Points"), _("Can do"), _("Costs a merchant"), _("Why"), numeric=(_("Points"),)
        ),
        "rules_url": f"{desk.url('matching', case.pairing)}#rules",
        "back": desk.url("match_round", case.pairing, number),
        "crumbs": desk.crumbs(
            (title, desk.url("matching", case.pairing)),
            (_("Round %(number)s") % {"number": number}, desk.url("match_round", case.pairing, number)),
            (merchant.application_no or "", ""),
        ),
    }
    return render(
        request, "matching/by_hand.html", context, status=422 if problems or put.errors or out.errors else 200
    )


def _choices(fits: list[SuggestedProvider], pairs: list[Match]) -> list[tuple[int, str]]:
    there = {one.provider_id for one in pairs}
    return [
        (
            one.provider.pk,
            _("%(name)s, %(points)s points")
            % {"name": provider_name(one.provider), "points": count(one.points)},
        )
        for one in fits
        if one.provider.pk not in there
    ]


def _fit(case: Case, one: SuggestedProvider) -> dict[str, Any]:
    parts = part_rows(plain_parts(one.parts), case.opened.pairing.criteria)
    return {
        "name": provider_name(one.provider),
        "points": one.points,
        "skills": skills_text(one.provider.skills),
        "price": price_text(one.provider.price_won),
        "why": [f"{part['title']} {part['points']}/{part['most']}: {part['why']}" for part in parts],
    }
