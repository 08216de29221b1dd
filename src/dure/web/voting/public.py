"""Votes for everybody: which there are, candidates, the sealed list, the result."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.selection.queries_public import stages_with_results
from dure.domains.voting import queries, results
from dure.domains.voting.policies import may_picture
from dure.domains.voting.queries import Vote
from dure.web.actors import actor, asked_at
from dure.web.paging import narrowed, page_of
from dure.web.people.counting import total
from dure.web.people.files import picture_response
from dure.web.tables import crumbs, headers
from dure.web.voting.basket import basket_of
from dure.web.voting.words import PHASE_KINDS, PHASES, about, title_of

PER_PAGE = 24
VOTES = 20


def vote_list(request: HttpRequest) -> HttpResponse:
    """Show the votes, those that close last first."""
    found = queries.votes_listed(actor(request))
    page = page_of(request, found, "closes_at", VOTES, descending=True)
    now = asked_at(request)
    rows = [
        {"vote": one, "title": title_of(one), "phase": PHASES[phase], "kind": PHASE_KINDS[phase]}
        for one in page.rows
        for phase in [queries.phase_of(one, now)]
    ]
    return render(
        request,
        "voting/votes.html",
        {
            "rows": rows,
            "page": page,
            "empty": not rows,
            "headers": headers(_("Vote"), _("Votes until"), _("State")),
            "crumbs": crumbs((_("Public votes"), "")),
        },
    )


def vote_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the candidates of a vote, and where it stands."""
    vote = vote_or_404(request, programme, stage)
    words = request.GET.get("words", "").strip()[:100]
    found = queries.candidates(actor(request), vote, words)
    if words:
        found, _few = narrowed(found, "pk")
    page = page_of(request, found, "place", PER_PAGE)
    basket = basket_of(request, vote)
    pictures = queries.pictures_of(actor(request), page.rows)
    return render(
        request,
        "voting/vote.html",
        common(request, vote)
        | {
            "rows": [
                {
                    "candidate": one,
                    "about": about(vote, one),
                    "chosen": one.number in basket.choices,
                    "picture": pictures.get(one.pk),
                }
                for one in page.rows
            ],
            "page": page,
            "empty": not page.rows,
            "words_here": words,
            **total(found),
            "chosen": len(basket.choices),
            "headers": headers(_("Business name"), _("About it"), _("My ballot")),
            "crumbs": vote_crumbs(vote),
        },
    )


def candidate_page(request: HttpRequest, programme: str, stage: str, number: str) -> HttpResponse:
    """Show one candidate."""
    vote, candidate = candidate_or_404(request, programme, stage, number)
    page = common(request, vote) | {
        "candidate": candidate,
        "about": about(vote, candidate),
        "chosen": number in basket_of(request, vote).choices,
        "picture": queries.pictures_of(actor(request), [candidate]).get(candidate.pk),
        "may_picture": may_picture(actor(request), candidate),
        "crumbs": vote_crumbs(vote, candidate.name),
    }
    return render(request, "voting/candidate.html", page)


def picture(request: HttpRequest, programme: str, stage: str, number: str, picture_id: int) -> HttpResponse:
    """Hand out the picture of a candidate; its address is another once the picture is."""
    _vote, candidate = candidate_or_404(request, programme, stage, number)
    found = queries.picture_shown(actor(request), candidate, picture_id)
    if found is None:
        raise Http404
    return picture_response(found.file)


def check_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Say whether a ballot of a receipt stands in the sealed list."""
    vote = _sealed_or_404(request, programme, stage)
    ballot = request.GET.get("ballot", "").strip().lower()[:80]
    page = common(request, vote) | {
        "ballot": ballot,
        "found": bool(ballot) and results.is_in_list(vote, ballot),
        "crumbs": vote_crumbs(vote, _("Check a ballot")),
    }
    return render(request, "voting/check.html", page)


def sealed_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Hand out the sealed list of ballots: its SHA-256 is the one that was published."""
    vote = _sealed_or_404(request, programme, stage)
    return _csv(results.sealed_hashes(vote), f"{programme}-{stage}-sealed.csv")


def result_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show how many votes each candidate has, once the result of the stage is public."""
    vote = _result_or_404(request, programme, stage)
    found = results.result_rows(vote)
    page = page_of(request, found, "votes", 50, backwards=True)
    return render(
        request,
        "voting/results.html",
        common(request, vote)
        | {
            "rows": page.rows,
            "page": page,
            "total": found.count(),
            "aside": results.set_aside_counts(vote),
            "headers": headers(_("Business name"), _("Votes"), numeric=(_("Votes"),)),
            "aside_headers": headers(_("Why"), _("Ballots"), numeric=(_("Ballots"),)),
            "crumbs": vote_crumbs(vote, _("Result of the vote")),
        },
    )


def opened_list(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Hand out the opened ballots, once the result of the stage is public."""
    vote = _result_or_404(request, programme, stage)
    return _csv(results.opened_bytes(vote), f"{programme}-{stage}-ballots.csv")


def vote_or_404(request: HttpRequest, programme: str, stage: str) -> Vote:
    """Return the vote of a stage; 404 where there is none."""
    found = queries.vote_of(actor(request), programme, stage)
    if found is None:
        raise Http404
    return found


def candidate_or_404(
    request: HttpRequest, programme: str, stage: str, number: str
) -> tuple[Vote, queries.Candidate]:
    """Return a candidate and its vote; 404 where there is none."""
    vote = vote_or_404(request, programme, stage)
    candidate = queries.candidate_of(actor(request), vote, number)
    if candidate is None:
        raise Http404
    return vote, candidate


def common(request: HttpRequest, vote: Vote) -> dict[str, Any]:
    """Return what all pages of a vote show."""
    phase = queries.phase_of(vote, asked_at(request))
    return {
        "vote": vote,
        "title": title_of(vote),
        "phase": phase,
        "phase_text": PHASES[phase],
        "phase_kind": PHASE_KINDS[phase],
        "public_result": phase == "counted" and _is_public(request, vote),
    }


def vote_crumbs(vote: Vote, last: str = "") -> list[dict[str, str]]:
    """Return the way to a page of a vote."""
    here = reverse("vote", args=[vote.programme, vote.stage]) if last else ""
    return crumbs(
        (_("Public votes"), reverse("votes")), (title_of(vote), here), *([(last, "")] if last else [])
    )


def _sealed_or_404(request: HttpRequest, programme: str, stage: str) -> Vote:
    vote = vote_or_404(request, programme, stage)
    if vote.state == "open":
        raise Http404
    return vote


def _result_or_404(request: HttpRequest, programme: str, stage: str) -> Vote:
    vote = vote_or_404(request, programme, stage)
    if vote.state != "counted" or not _is_public(request, vote):
        raise Http404
    return vote


def _is_public(request: HttpRequest, vote: Vote) -> bool:
    found = stages_with_results(actor(request), asked_at(request), [vote.programme])
    return vote.stage in found.get(vote.programme, set())


def _csv(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
