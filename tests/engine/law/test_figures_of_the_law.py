"""The law tables hold the figures of the fact sheet, and judge exactly at each of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

import pytest
from tests.engine.law import figures
from tests.engine.rules.executors import bound
from tests.engine.rules.oracle import Days
from tests.engine.rules.rows import row_of

from dure.engine.law.dated import MissingParameter, Parameter, Period, take_copies
from dure.engine.law.parameters import ALL, NUMBERS
from dure.engine.law.published import law_on, law_tables, law_version
from dure.engine.law.small_merchant import EMPLOYEE_LIMIT_LARGE, EMPLOYEE_LIMIT_OTHER, SALES_CEILING
from dure.engine.law.youth import YOUTH_AGE, birth_years, led_by_youth
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.rules.evaluate import Judge, compile_test

TOPS = date(2025, 3, 18)


@pytest.fixture
def copies_taken() -> Iterator[None]:
    """Whoever runs Dure has compared the figures that were read from copies."""
    take_copies(taken=True)
    yield
    take_copies(taken=False)


@cache
def small_merchant(day: date = TOPS) -> Judge:
    return compile_test(bound("small_merchant()", Days(day, day)))


def test_divisions_of_the_classification():
    assert dict(SECTION_OF_DIVISION) == figures.SECTION_OF_DIVISION
    assert len(figures.SECTION_OF_DIVISION) == 77
    assert {"04", "09", "40", "43", "44", "48", "67", "88"} <= set(figures.NO_DIVISION)


AFTER = figures.LAST_DAY + timedelta(1)


@pytest.mark.usefixtures("copies_taken")
@pytest.mark.parametrize("day", [figures.FIRST_DAY, TOPS, figures.LAST_DAY, AFTER, date(2030, 1, 1)])
def test_sales_ceilings_by_division(day):
    assert dict(SALES_CEILING.on(day)) == figures.ceilings(day)


@pytest.mark.usefixtures("copies_taken")
def test_the_ceilings_since_2025_09_01_are_as_the_press_told_them():
    """Nine brackets of 1.5 to 14 billion won; what is raised is raised by 0.5 to 2 billion."""
    before, since = figures.CEILING_OF_DIVISION, SALES_CEILING.on(AFTER)
    assert sorted(set(since.values())) == [n * 100_000_000 for n in (15, 30, 40, 50, 60, 80, 100, 120, 140)]
    raised = {d: since[d] - before[d] for d in since if since[d] != before[d]}
    assert min(raised.values()) == 500_000_000
    assert max(raised.values()) == 2_000_000_000
    of = {d: figures.SECTION_OF_DIVISION[d] for d in raised}
    industries = {d if s == "C" else "E37-39" if s == "E" else s for d, s in of.items()}
    assert industries == {"19", "24", "34", "E37-39", "G", "H", "I", "K", "L", "P", "Q", "S"}
    assert len(industries) == 12


@pytest.mark.usefixtures("copies_taken")
def test_what_the_ceilings_since_2025_09_01_were_read_from_stands_beside_them():
    source = SALES_CEILING.period_on(AFTER).source
    assert "원문과 대조해야" in source
    assert "사업연도" in source


def test_only_the_sections_without_a_ceiling_have_none():
    without = set(figures.SECTION_OF_DIVISION) - set(SALES_CEILING.on(TOPS))
    assert {figures.SECTION_OF_DIVISION[d] for d in without} == {"O", "T", "U"}


@pytest.mark.parametrize("day", [figures.FIRST_DAY - timedelta(1), date(2010, 1, 1)])
def test_outside_their_years_the_ceilings_are_missing_and_never_guessed(day):
    with pytest.raises(MissingParameter) as caught:
        small_merchant(day)
    (problem,) = caught.value.problems
    assert problem.code == "law.missing"
    assert problem.params == {"parameter": "small_enterprise_sales_ceiling", "day": day.isoformat()}


@pytest.mark.parametrize("day", [AFTER, date(2030, 1, 1)])
def test_what_was_read_from_copies_is_missing_until_somebody_takes_it(day):
    """The old table is not used in its place, the version of the law leaves it out, the message says why."""
    with pytest.raises(MissingParameter) as caught:
        compile_test(bound("small_merchant()", Days(day, day)))
    (problem,) = caught.value.problems
    assert problem.params == {"parameter": "small_enterprise_sales_ceiling", "day": day.isoformat()}
    assert "DURE_LAW_FROM_COPIES=1" in problem.message
    assert law_on(law_tables(), day)["small_enterprise_sales_ceiling"] is None
    without = law_version()
    take_copies(taken=True)
    try:
        assert SALES_CEILING.on(day)["19"] == 14 * figures.BILLION
        assert law_version() != without
    finally:
        take_copies(taken=False)
    assert law_version() == without


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2021, 2, 4), date(2021, 2, 5), date(2035, 1, 1)])
def test_employee_limits_under_the_old_law_and_the_new(day):
    assert (EMPLOYEE_LIMIT_LARGE.on(day), EMPLOYEE_LIMIT_OTHER.on(day)) == (10, 5)


def test_the_law_changed_its_name_on_2021_02_05():
    assert "보호 및 지원" in EMPLOYEE_LIMIT_LARGE.period_on(date(2021, 2, 4)).source
    assert "소상공인기본법" in EMPLOYEE_LIMIT_LARGE.period_on(date(2021, 2, 5)).source


@pytest.mark.usefixtures("copies_taken")
@pytest.mark.parametrize("day", [TOPS, AFTER])
@pytest.mark.parametrize("division", figures.SECTION_OF_DIVISION)
def test_a_division_is_judged_exactly_at_its_limits(division, day):
    judge = small_merchant(day)
    limit = figures.EMPLOYEE_LIMIT[figures.SECTION_OF_DIVISION[division]]
    ceiling = figures.ceilings(day).get(division)

    def answer(employees: float, sales: int | None) -> bool | None:
        code = f"{division}111"
        return judge(row_of({"ksic": code, "employees": employees, "annual_sales": sales or "not_known"}))

    assert answer(limit, 1) is False
    assert answer(limit, None) is False
    if ceiling is None:
        assert answer(limit - 0.001, 1) is None
    else:
        assert answer(limit - 0.001, ceiling) is True
        assert answer(limit - 0.001, ceiling + 1) is False
        assert answer(limit - 0.001, None) is None


@pytest.mark.parametrize("division", figures.NO_DIVISION)
def test_two_digits_that_are_no_division_are_never_small_for_certain(division):
    assert small_merchant()(row_of({"ksic": division, "employees": 1, "annual_sales": 1})) is None


def test_every_parameter_has_sources_and_periods_in_order():
    assert {name: parameter.on(TOPS) for name, parameter in NUMBERS.items()} == {
        "small_merchant_employees_large": 10,
        "small_merchant_employees_other": 5,
        "sme_sales_ceiling_lowest": 40_000_000_000,
        "youth_age": 39,
        "hundred_year_store_years": 30,
        "master_maker_years": 15,
        "low_credit_score_nice": 744,
        "low_credit_score_kcb": 700,
        "self_employed_insured_years": 1,
        "self_employed_insured_employees": 50,
        "self_employed_benefit_draw_months": 12,
        "storm_insurance_cover_won": 90_000_000,
        "message_credit_won": 300_000,
        "tax_clearance_days": 30,
        "objection_file_days": 30,
        "objection_answer_days": 14,
        "objection_extension_days": 10,
    }
    assert set(ALL) - set(NUMBERS) == {
        "small_enterprise_sales_ceiling",
        "self_employed_base_pay",
        "self_employed_benefit_replacement_bp",
        "self_employed_benefit_days",
        "subsidy_surcharge_bp",
        "withholding_business_rate_bp",
        "withholding_other_rate_bp",
        "withholding_other_expenses_bp",
        "withholding_other_free_won",
        "withholding_local_rate_bp",
        "withholding_small_tax_won",
        "withholding_small_tax_of_business_won",
        "local_voucher_good_days",
        "local_voucher_refund_from_least_bp",
        "local_voucher_refund_from_most_bp",
        "public_money_rounded_to_won",
        "recovery_late_per_day",
        "recovery_late_days_most",
        "recovery_instalment_rate_bp",
        "recovery_instalments_most",
        "recovery_due_days",
        "recovery_ban_years_most",
        "vat_rate_bp",
    }
    for name, parameter in ALL.items():
        assert parameter.name == name
        assert all(period.source for period in parameter.periods)


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("low_credit_score_nice", date(2020, 12, 31), 749),
        ("low_credit_score_nice", date(2021, 1, 1), 744),
        ("low_credit_score_kcb", date(2020, 12, 31), 697),
        ("low_credit_score_kcb", date(2021, 1, 1), 700),
        ("sme_sales_ceiling_lowest", date(2025, 8, 31), 40_000_000_000),
        ("sme_sales_ceiling_lowest", date(2025, 9, 1), 40_000_000_000),
        ("self_employed_benefit_replacement_bp", date(2019, 9, 30), 5_000),
        ("self_employed_benefit_replacement_bp", date(2019, 10, 1), 6_000),
        ("objection_file_days", date(2023, 3, 24), 30),
    ],
)
def test_figures_on_the_days_around_their_changes(name, day, value):
    assert ALL[name].on(day) == value


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("objection_file_days", date(2023, 3, 23)),
        ("hundred_year_store_years", date(2017, 12, 31)),
        ("message_credit_won", date(2024, 12, 31)),
        ("storm_insurance_cover_won", date(2021, 12, 31)),
    ],
)
def test_before_its_first_day_a_figure_is_missing(name, day):
    with pytest.raises(MissingParameter):
        ALL[name].on(day)


def test_the_surcharge_on_subsidies_by_cause():
    assert dict(ALL["subsidy_surcharge_bp"].on(TOPS)) == {
        "false_claim": 50_000,
        "misuse": 30_000,
        "breach": 20_000,
        "not_qualified": 10_000,
    }


def test_periods_that_overlap_are_refused():
    one = Period(date(2020, 1, 1), None, 1, "a")
    two = Period(date(2021, 1, 1), None, 2, "b")
    with pytest.raises(ValueError, match="overlap"):
        Parameter("x", "y", (one, two))
    closed = Period(date(2020, 1, 1), date(2021, 1, 1), 1, "a")
    both = Parameter("x", "y", (closed, two))
    assert [both.on(date(2020, 12, 31)), both.on(date(2021, 1, 1))] == [1, 2]


@pytest.mark.parametrize("opens_on", [TOPS, date(2025, 1, 1), date(2025, 12, 31), date(2024, 2, 29)])
def test_the_youth_limit_by_the_ages_that_a_birth_year_allows(opens_on):
    for year in range(1970, 2011):
        born = [date(year, 1, 1) + timedelta(n) for n in range(365)] + [date(year, 12, 31)]
        ages = {opens_on.year - b.year - ((opens_on.month, opens_on.day) < (b.month, b.day)) for b in born}
        young = {age <= figures.YOUTH_AGE for age in ages}
        assert led_by_youth(year, opens_on) is (young.pop() if len(young) == 1 else None)
    assert led_by_youth(None, opens_on) is None


def test_the_youth_limit_of_tops_2025():
    assert YOUTH_AGE.on(TOPS) == figures.YOUTH_AGE
    assert birth_years(TOPS) == (1986, 1985)
    assert birth_years(date(2025, 12, 31)) == (1986, 1986)


@pytest.mark.usefixtures("copies_taken")
def test_published_tables_say_the_same_as_the_law():
    tables = law_tables()
    for day in (
        date(2015, 12, 31),
        date(2016, 1, 1),
        date(2021, 2, 5),
        TOPS,
        date(2025, 8, 31),
        date(2025, 9, 1),
    ):
        published = law_on(tables, day)
        for name, parameter in ALL.items():
            try:
                value = parameter.on(day)
            except MissingParameter:
                value = None
            told = {str(k): v for k, v in value.items()} if isinstance(value, Mapping) else value
            assert published[name] == told


def test_the_version_of_the_law_is_the_hash_of_its_published_tables():
    bare = json.dumps(law_tables(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert law_version() == hashlib.sha256(bare.encode()).hexdigest()
