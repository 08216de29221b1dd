"""Officers' pages of a vote: where it stands, who came, signs of abuse, ballots set aside, the count."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dure.domains.selection.services.open_vote import open_vote
from dure.domains.voting import queries, queries_officer, results, signals
from dure.domains.voting.policies import may_run_votes
from dure.domains.voting.queries import Vote
from dure.domains.voting.services.count_vote import count_vote
from dure.domains.voting.services.decide_set_aside import decide_set_aside
from dure.domains.voting.services.propose_set_aside import propose_set_aside
from dure.domains.voting.services.seal_vote import seal_vote
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.officer.selection import case_or_404, stage_crumbs, title_of
from dure.web.paging import page_of
from dure.web.tables import headers
from dure.web.templatetags.amounts import count
from dure.web.voting.forms import SetAsideForm, VoteReasonForm
from dure.web.voting.words import PHASE_KINDS, PHASES, SET_ASIDE_STATES, SIGNALS

PER_PAGE = 50


@for_roles("officer", "ministry")
def vote_page(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show where the vote of a stage stands."""
    return _vote_page(request, programme, stage)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def open_(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Fix the candidates, or add those who have come since."""
    case_or_404(programme, stage)
    try:
        new = open_vote(actor=actor(request), now=asked_at(request), programme=programme, stage=stage)
    except Refused as refused:
        return _vote_page(request, programme, stage, problems=lines(refused.problems), status=422)
    text = ngettext("%(number)s candidate more is fixed.", "%(number)s candidates more are fixed.", new)
    messages.success(request, text % {"number": count(new)})
    return redirect("officer_vote", programme=programme, stage=stage)


@for_roles("officer")
@require_POST
@forbidden_where_not_allowed
def seal(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Seal a vote that is over."""
    vote = _vote_or_404(request, programme, stage)
    try:
        seal_vote(actor=actor(request), now=asked_at(request), vote_id=vote.pk)
    except Refused as refused:
        return _vote_page(request, programme, stage, problems=lines(refused.problems), status=422)
    messages.success(request, _("The vote is sealed: the hash of its list is public."))
    return redirect("officer_vote", programme=programme, stage=stage)


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def ballots(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Show the ballots of one sign: when they came, never for whom; propose to set them aside."""
    vote = _vote_or_404(request, programme, stage)
    who = actor(request)
    signal, of = request.GET.get("signal", ""), request.GET.get("of", "")
    found = signals.ballots_in(who, vote, signal, int(of)) if of.isdecimal() and len(of) < 18 else None
    if found is None:
        raise Http404
    problems: list[dict[str, str]] = []
    form = SetAsideForm.fresh()
    if request.method == "POST":
        form = SetAsideForm(request.POST)
        if form.is_valid():
            try:
                propose_set_aside(
                    actor=who,
                    now=asked_at(request),
                    vote_id=vote.pk,
                    signal=signal,
                    of=int(of),
                    reason=form.cleaned_data["reason"],
                    key=form.cleaned_data["nonce"],
                )
            except Refused as refused:
                problems = lines(refused.problems)
            else:
                messages.success(request, _("Noted. The ballots and the reason stand with the vote."))
                return redirect("officer_vote", programme=programme, stage=stage)
    page = page_of(request, found, "cast_at", PER_PAGE)
    context = _base(programme, stage, _("Ballots of one sign")) | {
        "vote": vote,
        "signal": SIGNALS[signal],
        "rows": page.rows,
        "page": page,
        "total": found.count(),
        "form": form,
        "problems": problems,
        "can_act": may_run_votes(who, programme) and vote.state == "sealed",
        "headers": headers(_("Ballot"), _("Cast"), _("Changed"), _("Verified"), _("Set aside")),
    }
    return render(
        request, "voting/officer_ballots.html", context, status=422 if request.method == "POST" else 200
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def set_aside(request: HttpRequest, programme: str, stage: str, set_aside_id: int) -> HttpResponse:
    """Show a proposal to set ballots aside, and answer it."""
    vote = _vote_or_404(request, programme, stage)
    proposal = queries_officer.set_aside_by_id(actor(request), vote, set_aside_id)
    if proposal is None:
        raise Http404
    problems: list[dict[str, str]] = []
    form = VoteReasonForm.fresh()
    if request.method == "POST":
        form = VoteReasonForm(request.POST)
        if form.is_valid():
            try:
                decide_set_aside(
                    actor=actor(request),
                    now=asked_at(request),
                    set_aside_id=proposal.pk,
                    confirm=request.POST.get("answer") == "confirm",
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refused:
                problems = lines(refused.problems)
            else:
                messages.success(request, _("The proposal is answered."))
                return redirect("officer_vote", programme=programme, stage=stage)
    context = _base(programme, stage, _("Ballots set aside")) | {
        "vote": vote,
        "proposal": proposal,
        "signal": SIGNALS[proposal.signal],
        "state": SET_ASIDE_STATES[proposal.state],
        "count": len(proposal.ballot_ids),
        "proposed_by": _names(request, [proposal.proposed_by_id]).get(proposal.proposed_by_id or 0, ""),
        "own": proposal.proposed_by_id == actor(request).user_id,
        "form": form,
        "problems": problems,
    }
    return render(
        request, "voting/officer_set_aside.html", context, status=422 if request.method == "POST" else 200
    )


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def count_(request: HttpRequest, programme: str, stage: str) -> HttpResponse:
    """Say what the count does, and open the ballots with a reason."""
    vote = _vote_or_404(request, programme, stage)
    problems: list[dict[str, str]] = []
    form = VoteReasonForm.fresh()
    if request.method == "POST":
        form = VoteReasonForm(request.POST)
        if form.is_valid():
            try:
                count_vote(
                    actor=actor(request),
                    now=asked_at(request),
                    vote_id=vote.pk,
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refused:
                problems = lines(refused.problems)
            else:
                messages.success(request, _("The vote is counted. Its result is public with the selection."))
                return redirect("officer_vote", programme=programme, stage=stage)
    context = _base(programme, stage, _("Count the vote")) | {
        "vote": vote,
        "form": form,
        "problems": problems,
    }
    return render(
        request, "voting/officer_count.html", context, status=422 if request.method == "POST" else 200
    )


def _vote_page(
    request: HttpRequest,
    programme: str,
    stage: str,
    *,
    problems: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    case = case_or_404(programme, stage)
    if not case.stage.has_vote:
        raise Http404
    who, vote = actor(request), queries.vote_of(actor(request), programme, stage)
    context = _base(programme, stage, _("Public vote")) | {
        "vote": vote,
        "terms": case.stage.vote,
        "can_act": may_run_votes(who, programme),
        "problems": problems or [],
    }
    if vote is not None:
        context |= _standing(request, vote)
    return render(request, "voting/officer_vote.html", context, status=status)


def _standing(request: HttpRequest, vote: Vote) -> dict[str, Any]:
    who = actor(request)
    phase = queries.phase_of(vote, asked_at(request))
    total = signals.turnout(who, vote)
    asides = queries_officer.set_asides(who, vote)
    names = _names(request, [one.proposed_by_id for one in asides])
    address = reverse("officer_vote_ballots", args=[vote.programme, vote.stage])
    found: dict[str, Any] = {
        "phase": phase,
        "phase_text": PHASES[phase],
        "phase_kind": PHASE_KINDS[phase],
        "candidates": queries.candidates(who, vote).count(),
        "turnout": total,
        "days": signals.ballots_per_day(who, vote),
        "day_headers": headers(_("Day"), _("Ballots"), numeric=(_("Ballots"),)),
        "groups": [
            {"group": one, "text": SIGNALS[one.signal], "url": f"{address}?signal={one.signal}&of={one.of}"}
            for one in signals.groups(who, vote, total.ballots)
        ],
        "group_headers": headers(
            _("Sign"),
            _("Ballots"),
            _("From"),
            _("Until"),
            _("Set aside"),
            numeric=(_("Ballots"), _("Set aside")),
        ),
        "asides": [
            {
                "one": one,
                "state": SET_ASIDE_STATES[one.state],
                "count": len(one.ballot_ids),
                "by": names.get(one.proposed_by_id or 0, ""),
            }
            for one in asides
        ],
        "aside_headers": headers(
            _("Why"), _("Ballots"), _("Proposed by"), _("State"), numeric=(_("Ballots"),)
        ),
    }
    if phase == "counted":
        found |= {
            "result": list(results.result_rows(vote).order_by("-votes", "number")[:PER_PAGE]),
            "result_headers": headers(_("Business name"), _("Votes"), numeric=(_("Votes"),)),
        }
    return found


def _base(programme: str, stage: str, last: str) -> dict[str, Any]:
    case = case_or_404(programme, stage)
    return {
        "title": title_of(case),
        "programme": programme,
        "stage": stage,
        "crumbs": stage_crumbs(case, last),
    }


def _status(request: HttpRequest) -> int:
    """Return 422 for what was sent and is shown again."""
    return 422 if request.method == "POST" else 200


def _names(request: HttpRequest, ids: list[int | None]) -> dict[int, str]:
    return queries_officer.names(actor(request), ids)


def _vote_or_404(request: HttpRequest, programme: str, stage: str) -> Vote:
    found = queries.vote_of(actor(request), programme, stage)
    if found is None:
        raise Http404
    return found
