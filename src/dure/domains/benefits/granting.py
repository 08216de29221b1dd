"""Who could be granted a benefit now, and what it would cost: planned and shown before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Sum

from dure.domains.benefits.candidates import candidates_of, holders_of, in_turn, providers_of
from dure.domains.benefits.file import BenefitCase
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import COUNTED
from dure.domains.funds.entitling import drawing_for
from dure.domains.funds.orders import left_on
from dure.domains.funds.published import FundCase, refuse_unknown_part
from dure.engine.benefits.granting import Limits, Plan, plan_grants
from dure.engine.money.splitting import MOST, Drawing, Side
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Finance, Subsidy


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer asks for: at which stage (or ``way``), from which line, how much each, until when."""

    ground: str
    line: str = ""
    year: int = 0
    each_won: int | None = None
    """None: what the file says that each gets at most."""
    ends_on: date | None = None
    """The first day on which it is good no more, where the file says nothing of it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what it rests on: the executors of the candidates, the seed of a draw, what is free."""

    plan: Plan
    executors: Mapping[int, str]
    providers: Mapping[int, str]
    left_won: Mapping[str, int]
    each_won: int
    ends_on: date | None
    seed: str


def plan_of(case: BenefitCase, asked: Asked, day: date) -> Planned:
    """Return what would come of a grant now; raises Refused for what the file does not allow."""
    if asked.ground not in case.grounds:
        raise refuse("benefits.ground", msg("no stage or way of this kind grants the benefit"))
    each = each_won_of(case, asked, day)
    ends_on = case.ends_on(day) or asked.ends_on
    if ends_on is not None and ends_on <= day:
        raise refuse("benefits.end", msg("the last day has to come after today"))
    holders = holders_of(case, asked.ground)
    candidates = candidates_of(case, holders)
    ranks, seed = in_turn(case, holders)
    if ranks:
        candidates = [replace(one, rank=ranks[one.id]) for one in candidates]
    drawing, left = money_for(case, asked, each)
    plan = plan_grants(candidates, bounds_of(case, each), drawing, left)
    return Planned(
        plan,
        {one.application.pk: one.executor for one in holders},
        providers_of(case, [one.application.pk for one in holders]),
        left,
        each,
        ends_on,
        seed,
    )


def each_won_of(case: BenefitCase, asked: Asked, day: date) -> int:
    """Return what each gets: the amount of the file, or what was asked for up to its ceiling."""
    if isinstance(case.benefit, Finance):
        # Another body decides how much: what counts is held when somebody is referred, not here.
        return 0
    most = case.most_won(day)
    fixed = case.fixed_won
    if asked.each_won is None:
        each = most or 0
    elif fixed is not None and asked.each_won != fixed and not (asked.each_won == 0 and case.may_set_nothing):
        raise refuse(
            "benefits.amount_fixed", msg("the file says what each gets: {won} won"), won=f"{fixed:,}"
        )
    elif asked.each_won < 0 or (most is not None and asked.each_won > most):
        raise refuse("benefits.over_ceiling", msg("each gets {won} won at most"), won=f"{most or 0:,}")
    else:
        each = asked.each_won
    if not each and isinstance(case.benefit, Subsidy):
        raise refuse("benefits.amount", msg("say how much each gets: costs are paid back up to it"))
    return each


def money_for(case: BenefitCase, asked: Asked, each: int) -> tuple[Drawing | None, dict[str, int]]:
    """Return how the benefit is drawn, and what each source has on the line; no drawing where none pays."""
    fund = case.fund
    if fund is None:
        if asked.line or asked.year:
            raise refuse("benefits.no_fund", msg("no fund pays this benefit: it has no budget line"))
        return None, {}
    refuse_unknown_part(fund, line=asked.line, year=asked.year)
    if not each:
        return None, {}
    left = left_on(fund, "line", line=asked.line, year=asked.year)
    source = case.benefit.source
    if source is not None and source not in left:
        # Given in kind: valued and owed, with no line that could run dry.
        return Drawing((Side(((source, 1),)),)), {source: MOST}
    return drawing_for(fund, source), left


def bounds_of(case: BenefitCase, each: int) -> Limits:
    """Return the bounds of the file, less what was granted already."""
    if case.places is None and case.benefit.total_won is None:
        return Limits(each)
    held = Grant.objects.filter(
        programme=case.programme.id, benefit=case.benefit.id, state__in=COUNTED
    ).aggregate(count=Count("pk"), won=Sum(F("won") - F("returned_won")))
    places, total = case.places, case.benefit.total_won
    return Limits(
        each,
        None if places is None else max(0, places - held["count"]),
        None if total is None else max(0, total - (held["won"] or 0)),
    )


def packages_beside(case: BenefitCase, fund: FundCase) -> bool:
    """Say whether the fund's second package is put beside each grant: not where a benefit of its own is."""
    matching = fund.fund.matching
    private = () if matching is None else matching.private
    return not any(one.fund == fund.fund.id and one.source in private for one in case.programme.benefits)
