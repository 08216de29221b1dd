"""What pages of pairings show, at the officers' desk and at an executor's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.matching import queries, queries_officer
from dure.domains.matching.policies import may_lift, may_run
from dure.domains.matching.queries_officer import Case, Match, MatchRound
from dure.domains.programmes.queries import Call
from dure.web.actors import actor, asked_at
from dure.web.matching.doors import Desk
from dure.web.matching.round_forms import PlanForm, RuleForm
from dure.web.matching.words import (
    MATCH_STATE,
    ROUND_STATE,
    badge,
    kind_word,
    merchants,
    provider_name,
    providers,
)
from dure.web.officer.applicants import title_of, total_text
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.tables import headers
from dure.web.templatetags.programme import told

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
RUN_BY = {
    "agency": lazy("The agency, for everybody"),
    "executor": lazy("Each executor, for those who hold a place with it"),
}
FEW_ROUNDS = 20
"""So many of the newest rounds stand on the page of a pairing; the list has all."""


def pairings_page(request: HttpRequest, desk: Desk, called: Call) -> dict[str, Any]:
    """Return what the page of a programme's pairings shows at a desk; no pairing there: there is no page."""
    pairings = [
        one for one in called.loaded.programme.pairings if not desk.executor or one.run_by == "executor"
    ]
    if not pairings:
        raise Http404
    rows = []
    for one in pairings:
        case = case_or_404(request, called.version.programme, one.id)
        stands = queries_officer.standing(actor(request), case, asked_at(request), desk.executor)
        rows.append(
            {
                "title": told(one.title),
                "kind": kind_word(one.paired_with),
                "url": desk.url("matching", one.id),
                "providers": stands.providers,
                "matched": stands.matches.get("accepted", 0),
                "waiting": stands.matches.get("proposed", 0),
                "newest": stands.newest.number if stands.newest else 0,
            }
        )
    names = (_("Providers"), _("Matched"), _("Waiting for answers"), _("Newest round"))
    return {
        "title": title_of(called),
        "desk": desk,
        "rows": rows,
        "headers": headers(_("Matching"), _("With whom"), *names, numeric=names),
        "crumbs": desk.crumbs(),
    }


def pairing_page(
    request: HttpRequest, desk: Desk, case: Case, rule: RuleForm | None = None, problems: Any = ()
) -> dict[str, Any]:
    """Return what the page of a pairing shows at a desk, with a form of a rule as it was sent."""
    who = actor(request)
    state = request.GET.get("state", "")
    state = state if state in MATCH_STATE else ""
    found = queries_officer.matches(who, case, state=state, executor=desk.executor).exclude(
        state__in=("planned", "dropped")
    )
    page = page_of(request, found, "id", PER_PAGE, backwards=True)
    one = case.opened.pairing
    rules = queries_officer.rules(who, case, desk.executor)
    rounds = list(queries_officer.rounds(who, case, desk.executor)[: FEW_ROUNDS + 1])
    points = _("Points")
    return {
        "case": case,
        "pairing": one,
        "title": told(one.title),
        "lead": title_of(case.called),
        "facts": _facts(case),
        "desk": desk,
        "rounds": [round_row(desk, case, row) for row in rounds[:FEW_ROUNDS]],
        "all_rounds": desk.url("match_rounds", case.pairing) if len(rounds) > FEW_ROUNDS else "",
        "round_headers": round_headers(),
        "rules": rules,
        "rule_rows": [
            {
                "rule": row,
                "provider": provider_name(row.provider),
                "by": maker(case, row.executor),
                "lift_url": desk.url("matching_lift", case.pairing, row.pk) if may_lift(who, row) else "",
            }
            for row in rules
        ],
        "rule_headers": headers(_("Merchant"), _("Provider"), _("Rule"), _("Made by"), _("Reason"), _("Act")),
        "rule_url": desk.url("matching_rule", case.pairing),
        "rows": match_rows(page.rows, links=not desk.executor),
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
        "can_act": may_run(who, case.programme) if not desk.executor else desk.plans(who, case),
        "can_plan": desk.plans(who, case),
        "plan_url": desk.url("matching_plan", case.pairing),
        "export": desk.url("matching_export", case.pairing),
        "others_run": case.by_executors and not desk.executor,
        "plan": PlanForm(initial=PlanForm.fresh()),
        "rule": rule or rule_form(case, asked_at(request)),
        "problems": problems,
        "crumbs": desk.crumbs((told(one.title), "")),
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
        (_("How pairs are made"), RANKED_BY[one.ranked_by]),
        (_("Who decides"), BY[one.by]),
        (_("Who runs the rounds"), RUN_BY[one.run_by]),
        (_("Providers a merchant"), providers(one.providers_each)),
        (
            _("Merchants a provider"),
            merchants(one.merchants_each) if one.merchants_each else _("As each provider says"),
        ),
        (_("Lowest points"), _("%(points)s points") % {"points": one.lowest_points}),
    ]
    return [{"term": term, "text": text} for term, text in rows]


def match_rows(matches: list[Match], *, links: bool = True) -> list[dict[str, Any]]:
    """Return matches as lists of staff show them; only officers have a page of the provider."""
    return [
        {
            "match": one,
            "number": one.application.application_no,
            "name": one.application.name,
            "provider": provider_name(one.provider),
            "provider_url": reverse("officer_provider", args=[one.provider_id]) if links else "",
            "state": badge(MATCH_STATE, one.state),
            "url": reverse("match", args=[one.pk]),
        }
        for one in matches
    ]


def round_headers() -> Any:
    """Return the headers of a list of rounds."""
    return headers(_("Round"), _("Run by"), _("State"), _("Planned at"), _("Answer by"))


def round_row(desk: Desk, case: Case, one: MatchRound) -> dict[str, Any]:
    """Return a round as lists show it."""
    return {
        "round": one,
        "run_by": runs(case, one),
        "state": badge(ROUND_STATE, one.state),
        "url": desk.url("match_round", case.pairing, one.number),
    }


def runs(case: Case, one: MatchRound) -> str:
    """Return who runs a round, in words."""
    return maker(case, one.executor)


def maker(case: Case, executor: str) -> str:
    """Return the name of an executor, or of the agency (empty), by whom a round or a rule was made."""
    if not executor:
        return _("the agency")
    of = {each.id: each.name for each in case.called.loaded.programme.executors}
    # A later version of the file may have the executor no more.
    return told(of[executor]) if executor in of else executor


def case_or_404(request: HttpRequest, programme: str, pairing: str) -> Case:
    """Return a pairing of a published programme; 404 where there is none."""
    found = queries.case_of(programme, pairing, asked_at(request))
    if found is None:
        raise Http404
    return found
