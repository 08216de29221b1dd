"""The way of a ballot: chosen, verified by the agency, confirmed, and a receipt. Voters have no account."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dure.domains.voting import queries
from dure.domains.voting.agency import begin_verification, is_stub, window_origin
from dure.domains.voting.queries import Vote
from dure.domains.voting.services.cast_ballot import Trace, cast_ballot, has_voted
from dure.domains.voting.services.note_verification import note_verification
from dure.domains.voting.verifying import voter_verified
from dure.engine.problems import Refused
from dure.engine.selection.ballots import FORMAT
from dure.web.actors import actor, asked_at, asked_on
from dure.web.officer.problems import lines
from dure.web.people.access import address_of
from dure.web.voting.basket import Basket, basket_of, keep
from dure.web.voting.forms import BallotForm
from dure.web.voting.public import common, vote_crumbs, vote_or_404

LONGEST_HINT = 300


@require_POST
def choose(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Put a candidate on the ballot, or take one off; a single vote goes over to the new choice."""
    vote = vote_or_404(request, programme, stage)
    basket = basket_of(request, vote)
    number = request.POST.get("number", "")[:80]
    if request.POST.get("take_off"):
        basket.choices = [one for one in basket.choices if one != number]
    elif number not in basket.choices and queries.candidate_of(actor(request), vote, number) is not None:
        room = [] if vote.votes_each == 1 else basket.choices
        # One too many is put on all the same: the page says that one must go, and nothing is lost.
        basket.choices = [*room, number][: vote.votes_each + 1]
    keep(request, vote, basket)
    return redirect("vote_ballot", programme=programme, stage=stage)


@never_cache
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the ballot; sent with consent, it leads to the agency that verifies the identity."""
    vote = vote_or_404(request, programme, stage)
    basket = basket_of(request, vote)
    _programme, _stage, terms = queries.file_of(vote)
    form = BallotForm(terms.regions, asked_on(request), request.POST if request.method == "POST" else None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        if not 1 <= len(basket.choices) <= vote.votes_each:
            problems = [{"text": _("Choose first: nothing, or too much, stands on your ballot.")}]
        elif queries.phase_of(vote, asked_at(request)) != "open":
            problems = [{"text": _("The vote is not open now.")}]
        else:
            try:
                return _to_agency(request, vote, basket, str(form.cleaned_data.get("region", "")))
            except Refused as refused:
                problems = lines(refused.problems)
    page = _page(request, vote, basket) | {
        "form": form,
        "problems": problems,
        "regions": bool(terms.regions),
        "traces_days": terms.traces_days,
        "crumbs": vote_crumbs(vote, _("Your ballot")),
    }
    return render(request, "voting/ballot.html", page, status=422 if request.method == "POST" else 200)


def _to_agency(request: HttpRequest, vote: Vote, basket: Basket, region: str) -> HttpResponse:
    back = request.build_absolute_uri(f"/votes/{vote.programme}/{vote.stage}/verified/")
    number = secrets.token_hex(14)
    basket.browser = basket.browser or secrets.token_hex(16)
    note_verification(
        now=asked_at(request),
        vote_id=vote.pk,
        browser=basket.browser,
        address=address_of(request),
        request_no=number,
    )
    keep(request, vote, basket)  # also where the agency does not answer: the try counts
    asked = begin_verification(request_no=number, return_url=back, now=asked_at(request))
    basket.region, basket.request_no, basket.key = region, number, asked.key
    basket.voter = basket.verified_at = ""
    keep(request, vote, basket)
    page = common(request, vote) | {
        "asked": asked,
        "fields": list(asked.fields.items()),
        "stub": is_stub(),
        "crumbs": vote_crumbs(vote, _("Verify your identity")),
    }
    response = render(request, "voting/verify.html", page)
    # The one form that leaves us: its page alone may send one there.
    response._csp_update = {"form-action": [window_origin(asked)]}  # type: ignore[attr-defined]
    return response


@never_cache
@require_GET
def verified(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Take the agency's answer, once, and go on to an address that has nothing of it."""
    vote = vote_or_404(request, programme, stage)
    basket = basket_of(request, vote)
    number, key = basket.request_no, basket.key
    basket.request_no = basket.key = ""
    try:
        basket.voter = voter_verified(
            vote, request.GET.dict(), key=key, request_no=number, now=asked_at(request)
        )
    except Refused as refused:
        keep(request, vote, basket)
        page = common(request, vote) | {
            "problems": lines(refused.problems),
            "crumbs": vote_crumbs(vote, _("Verify your identity")),
        }
        return render(request, "voting/not_verified.html", page, status=422)
    basket.verified_at = asked_at(request).isoformat()
    basket.once = secrets.token_hex(8)
    keep(request, vote, basket)
    return redirect("vote_confirm", programme=programme, stage=stage)


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the ballot of a verified person once more, and cast it."""
    vote = vote_or_404(request, programme, stage)
    basket, now = basket_of(request, vote), asked_at(request)
    if not basket.is_verified(now):
        return redirect("vote_receipt" if basket.ballot else "vote_ballot", programme=programme, stage=stage)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            receipt = cast_ballot(
                now=now,
                vote_id=vote.pk,
                voter=basket.voter,
                verified_at=now.fromisoformat(basket.verified_at),
                choices=basket.choices,
                once=basket.once,
                consent=True,  # without it nobody comes past the ballot's page
                region=basket.region,
                trace=Trace(address_of(request), _hint(request)),
            )
        except Refused as refused:
            problems = lines(refused.problems)
        else:
            done = Basket(
                browser=basket.browser, ballot=receipt.ballot, salt=receipt.salt, cast=list(receipt.choices)
            )
            keep(request, vote, done)
            return redirect("vote_receipt", programme=programme, stage=stage)
    before = has_voted(vote, basket.voter)
    page = _page(request, vote, basket) | {
        "problems": problems,
        "voted_at": before,
        "final": before is not None and not vote.changeable,
        "crumbs": vote_crumbs(vote, _("Cast your ballot")),
    }
    return render(request, "voting/confirm.html", page, status=422 if problems else 200)


@never_cache
@require_GET
def receipt(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the receipt of the ballot that was cast in this session; it is nowhere else."""
    vote = vote_or_404(request, programme, stage)
    basket = basket_of(request, vote)
    if not basket.ballot:
        return redirect("vote_ballot", programme=programme, stage=stage)
    page = common(request, vote) | {
        "ballot": basket.ballot,
        "salt": basket.salt,
        "cast": queries.candidates_named(actor(request), vote, basket.cast),
        "numbers": ";".join(sorted(basket.cast)),
        "format": FORMAT,
        "crumbs": vote_crumbs(vote, _("Your receipt")),
    }
    return render(request, "voting/receipt.html", page)


def _page(request: HttpRequest, vote: Vote, basket: Basket) -> dict[str, Any]:
    chosen = queries.candidates_named(actor(request), vote, basket.choices)
    return common(request, vote) | {
        "chosen": chosen,
        "too_many": len(basket.choices) > vote.votes_each,
        "left": max(0, vote.votes_each - len(basket.choices)),
        "stub": is_stub(),
    }


def _hint(request: HttpRequest) -> str:
    told = (request.META.get("HTTP_USER_AGENT", ""), request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    return "\n".join(told)[:LONGEST_HINT]
