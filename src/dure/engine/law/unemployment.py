"""Unemployment benefit of the self-employed (자영업자 구직급여): what it would be.

By the law of the day of closure: 고용보험법 제69조의3 이하. The figures are dated; the calculation is of
values only. It is an estimate: the employment-insurance office (고용센터) decides.
See ``docs/algorithms/unemployment-benefit.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dure.engine.law.dated import Parameter, Period
from dure.engine.problems import Problem, Refused, msg

_BEGAN, _RAISED = date(2012, 1, 22), date(2019, 10, 1)

BASE_PAY: Parameter[Mapping[int, int]] = Parameter(
    "self_employed_base_pay",
    "KRW a month, by grade",
    (
        Period(
            date(2019, 1, 1),
            None,
            MappingProxyType(
                {
                    1: 1_820_000,
                    2: 2_080_000,
                    3: 2_340_000,
                    4: 2_600_000,
                    5: 2_860_000,
                    6: 3_120_000,
                    7: 3_380_000,
                }
            ),
            "자영업자 기준보수(고용노동부고시, 해마다 고시). 기업마당의 고용보험료 지원 공고와 2026년"
            " 안내를 인용한 자료에서 옮겼으므로 그해 고시와 대조해야 함",
        ),
    ),
)
"""Before 2019 the grades had other figures, which are not at hand: a closure of then has no value."""

REPLACEMENT_BP = Parameter(
    "self_employed_benefit_replacement_bp",
    "basis points of the base pay",
    (
        Period(_BEGAN, _RAISED, 5_000, "고용보험법 제69조의5 (2019-10-01 개정 전: 기초일액의 50 %)"),
        Period(_RAISED, None, 6_000, "고용보험법 제69조의5 (2019-10-01 시행: 기초일액의 60 %)"),
    ),
)

BENEFIT_DAYS: Parameter[Mapping[int, int]] = Parameter(
    "self_employed_benefit_days",
    "days, by completed years insured at least",
    (
        Period(
            _BEGAN,
            _RAISED,
            MappingProxyType({1: 90, 3: 120, 5: 150, 10: 180}),
            "고용보험법 제69조의6, 별표 2 (2019-10-01 개정 전: 90–180일)",
        ),
        Period(
            _RAISED,
            None,
            MappingProxyType({1: 120, 3: 150, 5: 180, 10: 210}),
            "고용보험법 제69조의6, 별표 2 (2019-10-01 시행: 120–210일)",
        ),
    ),
)

INSURED_YEARS = Parameter(
    "self_employed_insured_years",
    "completed years insured, at least",
    (Period(_BEGAN, None, 1, "고용보험법 제69조의3 (폐업일 이전 24개월간 피보험단위기간 1년 이상)"),),
)

DRAW_MONTHS = Parameter(
    "self_employed_benefit_draw_months",
    "months after the closure",
    (Period(_BEGAN, None, 12, "고용보험법 제48조 (수급기간: 이직일의 다음 날부터 12개월)"),),
)

INSURED_EMPLOYEES = Parameter(
    "self_employed_insured_employees",
    "employees, strictly fewer",
    (
        Period(
            _BEGAN, None, 50, "고용산재보험료징수법 제49조의2, 시행령 (50명 미만 근로자를 사용하는 자영업자)"
        ),
    ),
)

REFERENCE_MONTHS = 36
"""The base pay of the last three years insured is what counts. Source: 고용보험법 제69조의4."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the benefit would be: by day, for how many days, in all, and until when it can be drawn.

    ``monthly_won`` is the share of one month's base pay, as the ministry tells it. ``insured_months`` are the
    completed ones, of which the last ``counted_months`` were averaged over ``counted_days``.
    """

    base_pay_won: int
    replacement_bp: int
    insured_months: int
    counted_months: int
    counted_days: int
    daily_won: int
    days: int
    total_won: int
    monthly_won: int
    draw_until: date


@dataclass(frozen=True, slots=True)
class NoAllowance:
    """Why there would be none: ``insured_too_short`` or ``own_will``, both where both hold."""

    reasons: tuple[str, ...]
    insured_months: int


def calculate(*, insured_since: date, closed_on: date, grade: int, own_will: bool) -> Allowance | NoAllowance:
    """Return what the benefit would be by the law of the day of closure, as one who had one grade throughout.

    Won are rounded down, once, at the day. Raises MissingParameter where the tables lack the day, and Refused
    where the insurance begins after the closure or no grade has the number.

    >>> since, closed = date(2016, 3, 2), date(2019, 10, 1)
    >>> found = calculate(insured_since=since, closed_on=closed, grade=1, own_will=False)
    >>> found.daily_won, found.days, found.total_won, found.monthly_won
    (35901, 150, 5385150, 1092000)
    """
    pay = BASE_PAY.on(closed_on)
    problems = []
    if grade not in pay:
        problems.append(Problem("grade", msg("grade: there are the grades 1 to {last}"), {"last": max(pay)}))
    if insured_since > closed_on:
        problems.append(Problem("insured_since", msg("the insurance cannot begin after the closure")))
    if problems:
        raise Refused(problems)
    months = completed_months(insured_since, closed_on)
    short = months < 12 * INSURED_YEARS.on(closed_on)
    if short or own_will:
        reasons = (*(["insured_too_short"] if short else []), *(["own_will"] if own_will else []))
        return NoAllowance(reasons, months)
    counted = min(months, REFERENCE_MONTHS)
    span = (closed_on - months_before(closed_on, counted)).days
    share = REPLACEMENT_BP.on(closed_on)
    daily = pay[grade] * counted * share // (span * 10_000)
    days = max(d for years, d in BENEFIT_DAYS.on(closed_on).items() if months >= 12 * years)
    return Allowance(
        base_pay_won=pay[grade],
        replacement_bp=share,
        insured_months=months,
        counted_months=counted,
        counted_days=span,
        daily_won=daily,
        days=days,
        total_won=daily * days,
        monthly_won=pay[grade] * share // 10_000,
        draw_until=months_before(closed_on, -DRAW_MONTHS.on(closed_on)),
    )


def months_before(day: date, months: int) -> date:
    """Return the day so many months before another (negative: after); the last of a month that is too short.

    >>> months_before(date(2024, 3, 31), 1), months_before(date(2024, 2, 29), -12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


def completed_months(since: date, until: date) -> int:
    """Return the months that are over between two days.

    >>> [completed_months(date(2018, 10, day), date(2019, 10, 1)) for day in (1, 2)]
    [12, 11]
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - 1 if months_before(until, months) < since else months
