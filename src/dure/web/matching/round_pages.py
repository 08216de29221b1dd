"""Pages of rounds, at the officers' desk and at an executor's: all of a pairing, one, and who got nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.matching import queries_officer
from dure.domains.matching.queries_officer import Case, MatchRound
from dure.domains.matching.services.close_round import close_round
from dure.domains.matching.services.drop_round import drop_round
from dure.domains.matching.services.plan_round import plan_round
from dure.domains.matching.services.propose_round import propose_round
from dure.engine.problems import Refused
from dure.web.actors import actor, asked_at
from dure.web.matching.doors import Desk
from dure.web.matching.pairing_pages import (
    PER_PAGE,
    match_rows,
    pairing_page,
    round_headers,
    round_row,
    runs,
)
from dure.web.matching.round_forms import CloseForm, PlanForm
from dure.web.matching.words import PROVIDER_STATE, REASONS, ROUND_STATE, badge, profile_rows, provider_name
from dure.web.officer.applicants import title_of
from dure.web.officer.problems import lines
from dure.web.paging import page_of
from dure.web.tables import headers
from dure.web.templatetags.programme import told
from dure.web.words import page_language, place


def plan_shown(request: HttpRequest, desk: Desk, case: Case) -> HttpResponse:
    """Plan the next round and show it."""
    form = PlanForm(request.POST)
    who = actor(request)
    nonce = form.cleaned_data["nonce"] if form.is_valid() else ""
    try:
        made = plan_round(
            actor=who, now=asked_at(request), programme=case.programme, pairing=case.pairing,
            key=f"{who.user_id}/{nonce}" if nonce else "", executor=desk.executor,
        )  # fmt: skip
    except Refused as refused:
        page = pairing_page(request, desk, case, problems=lines(refused.problems))
        return render(request, "matching/pairing.html", page, status=422)
    number = queries_officer.number_of(who, case, made)
    messages.success(request, _("The round is planned. Nobody is told before you propose it."))
    return redirect(desk.url("match_round", case.pairing, number))


def rounds_shown(request: HttpRequest, desk: Desk, case: Case) -> HttpResponse:
    """Show all rounds of a pairing, the newest first."""
    found = queries_officer.rounds(actor(request), case, desk.executor)
    page = page_of(request, found, "number", PER_PAGE, backwards=True)
    title = told(case.opened.pairing.title)
    context = {
        "title": title,
        "lead": title_of(case.called),
        "rows": [round_row(desk, case, one) for one in page.rows],
        "headers": round_headers(),
        "page": page,
        "empty": not page.rows,
        "crumbs": desk.crumbs((title, desk.url("matching", case.pairing)), (_("Rounds"), "")),
    }
    return render(request, "matching/rounds.html", context)


def round_shown(request: HttpRequest, desk: Desk, case: Case, number: int) -> HttpResponse:
    """Show a round, or do with it what was sent: propose, drop or close."""
    found = round_or_404(request, desk, case, number)
    closing = CloseForm(request.POST if request.POST.get("go") == "close" else None)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            if _done(request, found, closing):
                return redirect(desk.url("matching", case.pairing))
        except NotAllowed:
            raise
        except Refused as refused:
            problems = lines(refused.problems)
    page = _round_page(request, desk, case, found) | {"problems": problems, "closing": closing}
    return render(request, "matching/round.html", page, status=422 if problems or closing.errors else 200)


def _done(request: HttpRequest, found: MatchRound, closing: CloseForm) -> bool:
    who, now = actor(request), asked_at(request)
    go = request.POST.get("go")
    if go == "propose":
        propose_round(actor=who, now=now, round_id=found.pk)
        messages.success(request, _("The round is proposed; both sides are told."))
    elif go == "close":
        if not closing.is_valid():
            return False
        close_round(actor=who, now=now, round_id=found.pk, reason=closing.cleaned_data["reason"])
        messages.success(request, _("The round is closed; whoever waited for an answer is told."))
    else:
        drop_round(actor=who, now=now, round_id=found.pk)
        messages.success(request, _("The round is dropped; nobody was told."))
    return True


def round_or_404(request: HttpRequest, desk: Desk, case: Case, number: int) -> MatchRound:
    """Return a round that is run at a desk; 404 where there is none, or it is another executor's."""
    found = queries_officer.round_of(actor(request), case, number, desk.executor)
    if found is None:
        raise Http404
    return found


def _round_page(request: HttpRequest, desk: Desk, case: Case, found: MatchRound) -> dict[str, Any]:
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
    nobody = queries_officer.lonely(who, found)
    can_act = desk.proposes(who, found) and found.state == "planned"
    return {
        "round": found,
        "outdated": [_outdated(desk, one) for one in changed[: queries_officer.MOST_SHOWN]],
        "outdated_number": len(changed),
        "outdated_more": max(0, len(changed) - queries_officer.MOST_SHOWN),
        "outdated_headers": headers(_("Provider"), _("What changed"), _("In this round"), _("Now")),
        "plan": PlanForm(initial=PlanForm.fresh()),
        "case": case,
        "title": told(case.opened.pairing.title),
        "lead": title_of(case.called),
        "state": badge(ROUND_STATE, found.state),
        "rows": [
            row
            | {
                "by_hand_url": desk.url(
                    "match_by_hand", case.pairing, found.number, row["match"].application_id
                )
                if can_act
                else ""
            }
            for row in match_rows(page.rows, links=not desk.executor)
        ],
        "page": page,
        "empty": not page.rows,
        "number": pairs.count(),
        "ignored": [
            {"number": one.application.application_no, "provider": provider_name(one.provider)}
            for one in queries_officer.ignored_rules(who, found)
        ],
        "headers": headers(
            _("Receipt number"),
            _("Business name"),
            _("Provider"),
            _("State"),
            points,
            *([_("By hand")] if can_act else []),
            numeric=(points,),
        ),
        "lonely": len(nobody),
        "no_lonely": not nobody,
        "reasons": [
            {"reason": REASONS[reason], "number": n}
            for reason, n in Counter(row["reason"] for row in nobody).most_common()
        ],
        "reason_headers": headers(_("Reason"), lonely, numeric=(lonely,)),
        "lonely_url": desk.url("match_unmatched", case.pairing, found.number),
        "loads": loads,
        "no_loads": not loads,
        "load_headers": headers(_("Provider"), taken, room, numeric=(taken, room)),
        "can_act": can_act,
        "can_drop": desk.closes(who, found) and found.state == "planned",
        "can_close": desk.closes(who, found) and found.state == "proposed" and found.due_at is not None,
        "run_by": runs(case, found),
        "plan_url": desk.url("matching_plan", case.pairing),
        "asks": bool(case.asks),
        "days": case.opened.pairing.answered_within_days,
        "export": f"{desk.url('matching_export', case.pairing)}?round={found.number}",
        "crumbs": desk.crumbs(
            (told(case.opened.pairing.title), desk.url("matching", case.pairing)),
            (_("Round %(number)s") % {"number": found.number}, ""),
        ),
    }


def _outdated(desk: Desk, one: queries_officer.Outdated) -> dict[str, Any]:
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
        "url": "" if desk.executor else reverse("officer_provider", args=[one.now.pk]),
        "first": rows[0] if rows else None,
        "rest": rows[1:],
        "span": len(rows),
    }


def unmatched_shown(request: HttpRequest, desk: Desk, case: Case, number: int) -> HttpResponse:
    """Show who got nobody in a round, with the reason and what was left after each bound."""
    who = actor(request)
    found = round_or_404(request, desk, case, number)
    page = page_of(request, queries_officer.unmatched(who, found), "application_no", PER_PAGE)
    reasons = {row["application"]: row for row in queries_officer.lonely(who, found)}
    names = (
        _("Have room"),
        _("Come there"),
        _("Offer what is necessary"),
        _("Not barred"),
        _("Enough points"),
    )
    can_act = desk.proposes(who, found) and found.state == "planned"
    title = told(case.opened.pairing.title)
    context = {
        "heading": _("Who got nobody, and why"),
        "title": title,
        "lead": title_of(case.called),
        "rows": [
            lonely_row(one, reasons[one.pk])
            | {"by_hand_url": desk.url("match_by_hand", case.pairing, number, one.pk) if can_act else ""}
            for one in page.rows
        ],
        "export": desk.url("match_unmatched_export", case.pairing, number),
        "page": page,
        "empty": not page.rows,
        "number": len(reasons),
        "headers": headers(
            _("Receipt number"),
            _("Business name"),
            _("Region"),
            _("Reason"),
            *names,
            *([_("By hand")] if can_act else []),
            numeric=names,
        ),
        "crumbs": desk.crumbs(
            (title, desk.url("matching", case.pairing)),
            (_("Round %(number)s") % {"number": number}, desk.url("match_round", case.pairing, number)),
            (_("Who got nobody, and why"), ""),
        ),
    }
    return render(request, "matching/unmatched.html", context)


def lonely_row(one: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return who got nobody as lists show it; who was taken out by hand has the reason in place of counts."""
    return {
        "number": one.application_no,
        "name": one.name,
        "place": place(one.region),
        "reason": REASONS[row["reason"]],
        "why": row.get("why", ""),
        "counts": [row.get(name) for name in ("offered", "reached", "meeting", "allowed", "good")],
    }
