"""Matching as officers run it: pairings of a programme, one pairing, one round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.matching import queries, queries_officer
from dure.domains.matching.policies import may_run
from dure.domains.matching.queries_officer import Case, Match, MatchRound
from dure.domains.matching.services.drop_round import drop_round
from dure.domains.matching.services.propose_round import propose_round
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.forms import PlanForm, RuleForm
from dure.web.matching.words import (
    MATCH_STATE,
    PROVIDER_STATE,
    REASONS,
    ROUND_STATE,
    badge,
    kind_word,
    profile_rows,
    provider_name,
)
from dure.web.officer.applicants import called_or_404, title_of, total_text
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed, lines
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.tables import crumbs, headers
from dure.web.templatetags.programme import told
from dure.web.words import page_language, place

PER_PAGE = 50
RANKED_BY = {
    "points": lazy("Everybody who can be matched, then the most points"),
    "both_sides": lazy("Both sides put the other in order; nobody would rather have another who would too"),
}
BY = {
    "agency": lazy("The agency decides; nobody is asked"),
    "executor": lazy("The executor decides; nobody is asked"),
    "provider": lazy("The provider must accept"),
    "both_agree": lazy("Both must accept"),
}


@for_roles("officer", "ministry")
@require_GET
def pairing_list(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the pairings of a programme with how each stands."""
    called = called_or_404(request, programme)
    pairings = called.loaded.programme.pairings
    if not pairings:
        raise Http404
    rows = []
    for one in pairings:
        case = case_or_404(request, programme, one.id)
        stands = queries_officer.standing(actor(request), case, asked_at(request))
        rows.append(
            {
                "title": told(one.title),
                "kind": kind_word(one.paired_with),
                "url": reverse("officer_matching", args=[programme, one.id]),
                "providers": stands.providers,
                "matched": stands.matches.get("accepted", 0),
                "waiting": stands.matches.get("proposed", 0),
                "newest": stands.newest.number if stands.newest else 0,
            }
        )
    names = (_("Providers"), _("Matched"), _("Waiting for answers"), _("Newest round"))
    page = {
        "title": title_of(called),
        "rows": rows,
        "headers": headers(_("Matching"), _("With whom"), *names, numeric=names),
        "crumbs": _crumbs(programme),
    }
    return render(request, "matching/officer_pairings.html", page)


@for_roles("officer", "ministry")
@require_GET
def pairing(request: HttpRequest, programme: str, pairing: str) -> HttpResponse:
    """Show a pairing: what binds, its rounds, its rules about pairs, its matches."""
    case = case_or_404(request, programme, pairing)
    return render(request, "matching/officer_pairing.html", pairing_page(request, case))


def pairing_page(
    request: HttpRequest, case: Case, rule: RuleForm | None = None, problems: Any = ()
) -> dict[str, Any]:
    """Return what the page of a pairing shows, with a form of a rule as it was sent."""
    who = actor(request)
    state = request.GET.get("state", "")
    state = state if state in MATCH_STATE else ""
    found = queries_officer.matches(who, case, state=state).exclude(state__in=("planned", "dropped"))
    page = page_of(request, found, "id", PER_PAGE, backwards=True)
    one = case.opened.pairing
    rules = queries_officer.rules(who, case)
    points = _("Points")
    return {
        "case": case,
        "pairing": one,
        "title": told(one.title),
        "lead": title_of(case.called),
        "facts": _facts(case),
        "rounds": [_round(case, row) for row in queries_officer.rounds(who, case)[:20]],
        "round_headers": headers(_("Round"), _("State"), _("Planned at"), _("Answer by")),
        "rules": rules,
        "rule_rows": [{"rule": row, "provider": provider_name(row.provider)} for row in rules],
        "rule_headers": headers(_("Merchant"), _("Provider"), _("Rule"), _("Reason"), _("Act")),
        "rows": match_rows(page.rows),
        "page": page,
        "empty": not page.rows,
        "total_text": total_text(counted(found)),
        "state": state,
        "states": [
            ("", _("All")),
            *((s, w) for s, (w, _k) in MATCH_STATE.items() if s not in ("planned", "dropped")),
        ],
        "headers": headers(
            _("Receipt number"), _("Business name"), _("Provider"), _("State"), points, numeric=(points,)
        ),
        "can_act": may_run(who, case.programme),
        "plan": PlanForm(initial=PlanForm.fresh()),
        "rule": rule or rule_form(case, asked_at(request)),
        "problems": problems,
        "crumbs": _crumbs(case.programme, (told(one.title), "")),
    }


def rule_form(case: Case, now: datetime, data: Any = None) -> RuleForm:
    """Return the form of a rule about a pair."""
    rows = queries_officer.approved(case, now).order_by("pk")
    return RuleForm(data, providers=[(one.pk, provider_name(one)) for one in rows])


def _facts(case: Case) -> list[dict[str, Any]]:
    one = case.opened.pairing
    way = one.way.partition(".") if one.way else None
    programme = case.called.loaded.programme
    form = next((f for f in programme.diagnosis if way and f.id == way[0]), None)
    stage = programme.stage(one.stage) if one.stage else None
    who = (
        _("Whoever holds a place at “%(stage)s”") % {"stage": told(stage.title)}
        if stage
        else _("Every accepted application")
    )
    if form is not None:
        who += _(", if the diagnosis “%(form)s” leads here") % {"form": told(form.title)}
    rows = [
        (_("With whom"), kind_word(one.paired_with)),
        (_("Who is matched"), who),
        (_("How"), RANKED_BY[one.ranked_by]),
        (_("Who decides"), BY[one.by]),
        (_("Providers a merchant"), str(one.providers_each)),
        (
            _("Merchants a provider"),
            str(one.merchants_each) if one.merchants_each else _("As each provider says"),
        ),
        (_("Lowest points"), str(one.lowest_points)),
    ]
    return [{"term": term, "text": text} for term, text in rows]


@for_roles("officer", "ministry")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def match_round(request: HttpRequest, programme: str, pairing: str, number: int) -> HttpResponse:
    """Show a round: pairs, loads, who got nobody and why; propose or drop it."""
    case = case_or_404(request, programme, pairing)
    who, now = actor(request), asked_at(request)
    found = queries_officer.round_of(who, case, number)
    if found is None:
        raise Http404
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            if request.POST.get("go") == "propose":
                propose_round(actor=who, now=now, round_id=found.pk)
                messages.success(request, _("The round is proposed; both sides are told."))
            else:
                drop_round(actor=who, now=now, round_id=found.pk)
                messages.success(request, _("The round is dropped; nobody was told."))
            return redirect("officer_matching", programme, pairing)
        except Refused as refused:
            problems = lines(refused.problems)
    page = _round_page(request, case, found) | {"problems": problems}
    return render(request, "matching/officer_round.html", page, status=422 if problems else 200)


def _round_page(request: HttpRequest, case: Case, found: MatchRound) -> dict[str, Any]:
    who = actor(request)
    pairs = queries_officer.matches(who, case, found.number).exclude(state="dropped")
    page = page_of(request, pairs, "id", PER_PAGE)
    points, taken, room = _("Points"), _("Merchants in this round"), _("Merchants at a time")
    lonely = _("Merchants")
    loads = [
        {
            "name": row[
                "provider__organisation__name_en"
                if page_language() == "en"
                else "provider__organisation__name_ko"
            ],
            "number": row["number"],
            "capacity": row["provider__capacity"],
        }
        for row in queries_officer.load(who, found)
    ]
    changed = queries_officer.outdated_profiles(who, found)
    return {
        "round": found,
        "outdated": [_outdated(one) for one in changed[: queries_officer.MOST_SHOWN]],
        "outdated_number": len(changed),
        "outdated_more": max(0, len(changed) - queries_officer.MOST_SHOWN),
        "outdated_headers": headers(_("Provider"), _("What changed"), _("In this round"), _("Now")),
        "plan": PlanForm(initial=PlanForm.fresh()),
        "case": case,
        "title": told(case.opened.pairing.title),
        "lead": title_of(case.called),
        "state": badge(ROUND_STATE, found.state),
        "rows": match_rows(page.rows),
        "page": page,
        "empty": not page.rows,
        "number": pairs.count(),
        "ignored": [
            {"number": one.application.application_no, "provider": provider_name(one.provider)}
            for one in queries_officer.ignored_rules(who, found)
        ],
        "headers": headers(
            _("Receipt number"), _("Business name"), _("Provider"), _("State"), points, numeric=(points,)
        ),
        "lonely": len(found.unmatched),
        "no_lonely": not found.unmatched,
        "reasons": [
            {"reason": REASONS[reason], "number": n}
            for reason, n in Counter(row["reason"] for row in found.unmatched).most_common()
        ],
        "reason_headers": headers(_("Reason"), lonely, numeric=(lonely,)),
        "lonely_url": reverse("officer_match_unmatched", args=[case.programme, case.pairing, found.number]),
        "loads": loads,
        "no_loads": not loads,
        "load_headers": headers(_("Provider"), taken, room, numeric=(taken, room)),
        "can_act": may_run(who, case.programme) and found.state == "planned",
        "asks": bool(case.asks),
        "days": case.opened.pairing.answered_within_days,
        "export": reverse("officer_matching_export", args=[case.programme, case.pairing])
        + f"?round={found.number}",
        "crumbs": _crumbs(
            case.programme,
            (
                told(case.opened.pairing.title),
                reverse("officer_matching", args=[case.programme, case.pairing]),
            ),
            (_("Round %(number)s") % {"number": found.number}, ""),
        ),
    }


def _outdated(one: queries_officer.Outdated) -> dict[str, Any]:
    rows = [
        {"what": before["term"], "before": before["text"], "now": now["text"]}
        for before, now in zip(profile_rows(one.before), profile_rows(one.now), strict=True)
        if before["text"] != now["text"]
    ]
    if one.before.introduction != one.now.introduction:
        texts = (one.before.introduction, one.now.introduction)
        rows.append({"what": _("Introduction"), "before": texts[0] or "-", "now": texts[1] or "-"})
    if one.is_gone:
        state = str(PROVIDER_STATE[one.now.state][0])
        rows.append({"what": _("State"), "before": str(PROVIDER_STATE["approved"][0]), "now": state})
    return {
        "name": provider_name(one.now),
        "url": reverse("officer_provider", args=[one.now.pk]),
        "first": rows[0] if rows else None,
        "rest": rows[1:],
        "span": len(rows),
    }


@for_roles("officer", "ministry")
@require_GET
def unmatched(request: HttpRequest, programme: str, pairing: str, number: int) -> HttpResponse:
    """Show who got nobody in a round, with the reason and what was left after each bound."""
    case = case_or_404(request, programme, pairing)
    who = actor(request)
    found = queries_officer.round_of(who, case, number)
    if found is None:
        raise Http404
    page = page_of(request, queries_officer.unmatched(who, found), "application_no", PER_PAGE)
    reasons = {row["application"]: row for row in found.unmatched}
    names = (
        _("Have room"),
        _("Come there"),
        _("Offer what is necessary"),
        _("Not barred"),
        _("Enough points"),
    )
    title, back = told(case.opened.pairing.title), [programme, pairing]
    context = {
        "heading": _("Who got nobody, and why"),
        "title": title,
        "lead": title_of(case.called),
        "rows": [_lonely(one, reasons[one.pk]) for one in page.rows],
        "page": page,
        "empty": not page.rows,
        "number": len(reasons),
        "headers": headers(
            _("Receipt number"), _("Business name"), _("Region"), _("Reason"), *names, numeric=names
        ),
        "crumbs": _crumbs(
            programme,
            (title, reverse("officer_matching", args=back)),
            (
                _("Round %(number)s") % {"number": number},
                reverse("officer_match_round", args=[*back, number]),
            ),
            (_("Who got nobody, and why"), ""),
        ),
    }
    return render(request, "matching/officer_unmatched.html", context)


def _lonely(one: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": one.application_no,
        "name": one.name,
        "place": place(one.region),
        "reason": REASONS[row["reason"]],
        "counts": [row[name] for name in ("offered", "reached", "meeting", "allowed", "good")],
    }


def match_rows(matches: list[Match]) -> list[dict[str, Any]]:
    """Return matches as officers' lists show them."""
    return [
        {
            "match": one,
            "number": one.application.application_no,
            "name": one.application.name,
            "provider": provider_name(one.provider),
            "provider_url": reverse("officer_provider", args=[one.provider_id]),
            "state": badge(MATCH_STATE, one.state),
            "url": reverse("match", args=[one.pk]),
        }
        for one in matches
    ]


def case_or_404(request: HttpRequest, programme: str, pairing: str) -> Case:
    """Return a pairing of a published programme; 404 where there is none."""
    found = queries.case_of(programme, pairing, asked_at(request))
    if found is None:
        raise Http404
    return found


def _round(case: Case, one: MatchRound) -> dict[str, Any]:
    return {
        "round": one,
        "state": badge(ROUND_STATE, one.state),
        "url": reverse("officer_match_round", args=[case.programme, case.pairing, one.number]),
    }


def _crumbs(programme: str, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(
        (_("My desk"), reverse("officer_home")),
        (_("Applicants"), reverse("officer_applications", args=[programme])),
        (_("Matching"), reverse("officer_matchings", args=[programme]) if more else ""),
        *more,
    )
