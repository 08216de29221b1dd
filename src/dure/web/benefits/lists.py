"""What officers, the ministry and accountants see of benefits: programmes, benefits, who has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dure.domains.benefits import queries
from dure.domains.benefits.policies import may_grant
from dure.domains.benefits.queries import BenefitCase, Grant
from dure.domains.benefits.queries_open import open_forecast, open_state
from dure.engine.benefits.granting import Outcome
from dure.engine.law.deadlines import day_of
from dure.web.actors import actor, asked_at
from dure.web.agreements.words import badge
from dure.web.benefits.words import GRANT, KINDS, OUTCOMES, ground_title, last_day, terms_of, title_by
from dure.web.list_files import ListFile, ListFileForm, handed_out, instant_cell
from dure.web.officer.applicants import total_text
from dure.web.officer.guard import for_roles
from dure.web.paging import page_of
from dure.web.people.counting import counted
from dure.web.tables import crumbs, headers
from dure.web.templatetags.amounts import count, money
from dure.web.templatetags.days import day_text, instant
from dure.web.templatetags.programme import told

PER_PAGE = 50
RUNS = 10
CHUNK = 500


@for_roles("officer", "ministry", "accountant")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Show the programmes whose benefits somebody grants, supervises or checks."""
    found = queries.programmes(actor(request))
    shown = {
        "programmes": [{"id": one.programme, "title": title_by(one)} for one in found],
        "crumbs": crumbs((_("Benefits"), "")),
    }
    return render(request, "benefits/programmes.html", shown)


@for_roles("officer", "ministry", "accountant")
@require_GET
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what was granted of each benefit of a programme, used, and left."""
    rows = queries.benefit_rows(actor(request), programme)
    if not rows:
        raise Http404
    title = told(rows[0].case.programme.title)
    money_of = (_("Granted in all"), _("Used"), _("On its way"), _("Gone back to its line"), _("Left"))
    numbers = (_("Have it"), *money_of)
    shown = {
        "title": title,
        "rows": [
            {
                "title": told(one.case.benefit.title),
                "url": reverse("officer_benefit", args=[programme, one.case.benefit.id]),
                "kind": str(KINDS[one.case.benefit.kind]),
                "row": one,
                "granted": _granted(one),
            }
            for one in rows
        ],
        "headers": headers(_("Benefit"), _("Kind"), *numbers, numeric=numbers),
        "crumbs": crumbs((_("Benefits"), reverse("officer_benefits")), (title, "")),
    }  # fmt: skip
    return render(request, "benefits/programme.html", shown)


@for_roles("officer", "ministry", "accountant")
@require_GET
def benefit(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Show who was granted a benefit, the newest first, and the acts that granted it."""
    case = case_or_404(programme, benefit)
    who, state = actor(request), _state(request)
    found = queries.grants(who, programme, benefit, state)
    page = page_of(request, found, "granted_at", PER_PAGE, backwards=True)
    stands = queries.money_of(page.rows)
    numbers = (_("Granted in all"), _("Used"), _("Left"))
    shown = {
        "case": case,
        "heading": told(case.benefit.title),
        "lead": told(case.programme.title),
        "kind": str(KINDS[case.benefit.kind]),
        "facts": [{"term": term, "text": text} for term, text in _facts(case)],
        "may_grant": may_grant(who, programme) and bool(case.grounds),
        "never_granted": not case.grounds and case.benefit.open is None,
        "opened": _opened(request, case),
        "grant_url": reverse("officer_benefit_grant", args=[programme, benefit]),
        "export_url": reverse("officer_benefit_file", args=[programme, benefit]) + _query(state),
        "referrals_url": reverse("officer_referrals", args=[programme, benefit])
        if case.benefit.kind == "finance"
        else "",
        "states": [(code, str(words)) for code, (words, _kind) in GRANT.items()],
        "state": state,
        "total_text": total_text(counted(found)),
        "headers": headers(
            _("Business"), _("Receipt number"), _("Granted on"), *numbers, _("State"), numeric=numbers
        ),
        "rows": [_row(one, stands[one.pk]) for one in page.rows],
        "page": page,
        "not_any": not page.rows,
        "runs": [_run(case, one) for one in queries.runs(who, programme, benefit, RUNS)],
        "run_headers": headers(
            _("When"), _("Granted by"), _("How many"), _("Amount"), _("Who got nothing, and why"),
            _("Reason"),
            numeric=(_("How many"), _("Amount")),
        ),
        "crumbs": benefit_crumbs(case),
    }  # fmt: skip
    return render(request, "benefits/benefit.html", shown)


def _opened(request: HttpRequest, case: BenefitCase) -> list[dict[str, str]]:
    """Return what stands of a benefit that whoever applies is granted; nothing for others."""
    if case.benefit.open is None:
        return []
    today = day_of(asked_at(request))
    state = open_state(case.programme.id, today)
    if state is None:
        return []
    more = _("%(count)s or more") % {"count": count(state.more)} if state.is_many else count(state.more)
    rows = [(_("For each"), money(state.each_won) if state.each_won else "–")]
    if state.left_won is not None:
        rows.append((_("Left to grant"), money(state.left_won)))
    rows += [
        (_("Enough for so many more"), more),
        (_("Kept while documents are looked at"), count(state.kept)),
        (_("On the waiting list"), count(state.waiting)),
        (_("New applications"), _("are received") if state.receives else _("are not received any more")),
    ]
    ahead = open_forecast(actor(request), state, today)
    if ahead is not None:
        on = ahead.runs_out_on
        rows.append((_("Used up at the pace so far"), day_text(on) if on else _("cannot be told yet")))
    return [{"term": term, "text": text} for term, text in rows]


def case_or_404(programme: str, benefit: str) -> BenefitCase:
    """Return a benefit of a published programme, or answer that there is none."""
    found = next((one for one in queries.benefit_cases(programme) if one.benefit.id == benefit), None)
    if found is None:
        raise Http404
    return found


def benefit_crumbs(case: BenefitCase, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page below a benefit."""
    programme, benefit = case.programme.id, case.benefit.id
    own = reverse("officer_benefit", args=[programme, benefit]) if more else ""
    return crumbs(
        (_("Benefits"), reverse("officer_benefits")),
        (told(case.programme.title), reverse("officer_programme_benefits", args=[programme])),
        (told(case.benefit.title), own),
        *more,
    )


def _granted(one: queries.BenefitRow) -> str:
    won = one.money.granted if one.money else one.won
    return money(won) if won else "–"


def _query(state: str) -> str:
    return f"?state={state}" if state else ""


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in GRANT else ""


def _facts(case: BenefitCase) -> list[tuple[str, str]]:
    benefit = case.benefit
    found = []
    if case.fund is not None:
        found.append((_("Fund"), told(case.fund.fund.title)))
    if benefit.most_each_won is not None:
        found.append((_("At most for each"), money(benefit.most_each_won)))
    if benefit.total_won is not None:
        found.append((_("At most for all"), money(benefit.total_won)))
    if case.places is not None:
        found.append((_("For how many"), count(case.places)))
    if case.units is not None:
        found.append((_("Units for each"), count(case.units)))
    return [*found, *terms_of(case)]


def _row(one: Grant, stands: queries.Money) -> dict[str, Any]:
    return {
        "name": one.application.name,
        "url": reverse("grant", args=[one.pk]),
        "number": one.application.application_no or "",
        "on": instant(one.granted_at),
        "won": money(stands.granted) if stands.granted else "–",
        "used": money(stands.used) if one.fund else "–",
        "left": money(stands.left) if one.fund else "–",
        "state": badge(GRANT, one.state),
    }


def _run(case: BenefitCase, one: queries.GrantRun) -> dict[str, Any]:
    reasons: dict[Outcome, int] = {}
    for _application, code in one.left_out:
        reasons[code] = reasons.get(code, 0) + 1
    return {
        "at": instant(one.made_at),
        "ground": ground_title(case, one.stage),
        "granted": count(one.granted),
        "won": money(one.won) if one.won else "–",
        "left_out": [f"{OUTCOMES[code]}: {count(n)}" for code, n in reasons.items()],
        "reason": one.reason or "–",
        "seed": one.seed,
    }


@for_roles("officer", "ministry", "accountant")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, programme: str, benefit: str) -> HttpResponse:
    """Hand out who was granted a benefit as a file, with a reason."""
    case = case_or_404(programme, benefit)
    state = _state(request)
    found = queries.grants(actor(request), programme, benefit, state)

    def listed(_chosen: Mapping[str, Any]) -> ListFile:
        return ListFile(
            name=f"{programme}-{benefit}",
            what=f"grants of {programme}/{benefit}" + (f", {state}" if state else ""),
            subjects=found.order_by().count(),
            headers=[
                _("Receipt number"), _("Business"), _("State"), _("Granted on"), _("Last day"),
                _("Granted in all"), _("Used"), _("On its way"), _("Gone back to its line"), _("Left"),
            ],
            rows=_cells(found),
        )  # fmt: skip

    form = ListFileForm(request.POST if request.method == "POST" else None)
    if (file := handed_out(request, form, listed)) is not None:
        return file
    page = {
        "form": form,
        "heading": _("Export grants"),
        "filters": [told(case.benefit.title), *([str(GRANT[state][0])] if state else [])],
        "counted": _("Grants"),
        "warning": _("The file tells who was granted what"),
        "total_text": total_text(counted(found)),
        "back": reverse("officer_benefit", args=[programme, benefit]),
        "crumbs": benefit_crumbs(case, (_("Export"), "")),
    }
    return render(request, "officer/export.html", page, status=422 if form.errors else 200)


def _cells(found: QuerySet[Grant]) -> Iterator[list[str]]:
    """Yield the rows of the file, in parts, so that three thousand are few queries."""
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        yield from _part(rows)


def _part(rows: Sequence[Grant]) -> Iterator[list[str]]:
    stands = queries.money_of(rows)
    for one in rows:
        own = stands[one.pk]
        yield [
            one.application.application_no or "", one.application.name, str(GRANT[one.state][0]),
            instant_cell(one.granted_at), last_day(one.ends_on) if one.ends_on else "", str(own.granted),
            *(str(won) if one.fund else "" for won in (own.used, own.held, own.returned, own.left)),
        ]  # fmt: skip
