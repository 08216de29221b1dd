"""What the SQL executors ask in a shorter way is what the judge in process asks."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.rules.executors import bound
from tests.engine.rules.oracle import Days

from dure.engine.profile.fields import PROFILE_FIELDS, Kind
from dure.engine.rules import tree
from dure.engine.rules.evaluate import compile_test
from dure.engine.rules.limits import limits_of, loosest
from dure.engine.rules.prefixes import Beginnings, PrefixTest, before_renaming
from dure.engine.rules.sql import Projections, SqlWriter
from dure.engine.rules.walk import compared_fields, walk
from dure.engine.rules.years import as_date_test, last_day_with_years

DAY = date(2025, 3, 18)
OPENED, REGION = PROFILE_FIELDS["opened_on"], PROFILE_FIELDS["region"]
DAYS_OF_LIFE = st.dates(date(1990, 1, 1), date(2032, 12, 31))


def years_test(operator: tree.Operator, years: float, day: date = DAY) -> tree.Compare:
    since = tree.YearsSince(tree.FieldValue(OPENED), day)
    return tree.Compare(operator, since, tree.Literal(years, Kind.NUMBER))


@given(
    st.sampled_from(("<", "<=", ">", ">=")),
    st.one_of(st.integers(-5, 40), st.sampled_from((0.5, 2.999, -0.5, 7.0))),
    st.one_of(DAYS_OF_LIFE, st.just(date(2024, 2, 29)), st.just(date(2023, 2, 28))),
    st.one_of(DAYS_OF_LIFE, st.just(date(2020, 2, 29)), st.none()),
    st.booleans(),
)
def test_completed_years_against_a_number_are_a_test_of_the_day(operator, years, day, opened, turned):
    asked = years_test(operator, years, day)
    if turned:
        asked = tree.Compare(asked.operator, asked.right, asked.left)
    of_date = as_date_test(asked)
    assert of_date is not None
    row = {"opened_on": opened}
    assert compile_test(of_date)(row) == compile_test(asked)(row)


def test_years_are_calculated_where_no_one_day_is_the_limit():
    assert as_date_test(years_test("=", 3)) is None
    assert as_date_test(years_test("<>", 3)) is None
    assert as_date_test(years_test(">=", 9999)) is None
    assert as_date_test(years_test(">=", -7975)) is None
    staff = tree.FieldValue(PROFILE_FIELDS["employees"])
    assert as_date_test(tree.Compare("<", staff, tree.Literal(5, Kind.NUMBER))) is None
    both = tree.Compare("<", years_test("<", 3).left, years_test("<", 3).left)
    assert as_date_test(both) is None


def test_of_a_leap_day_the_year_before_ends_on_the_last_of_february():
    assert last_day_with_years(date(2024, 2, 29), 4) == date(2020, 2, 29)
    assert last_day_with_years(date(2024, 2, 29), 124) == date(1900, 2, 28)


DIGITS = st.text("012457", min_size=5, max_size=10)
PREFIXES = st.text("01245", min_size=2, max_size=6)
RENAMED = st.lists(
    st.tuples(st.text("0245", min_size=2, max_size=4), st.text("0157", min_size=2, max_size=4)), max_size=3
)


def holds(found: Beginnings, code: str) -> bool | None:
    if any(code.startswith(t.prefix) and not code.startswith(t.but or ("none",)) for t in found.begins):
        return True
    return None if code in found.equals else False


@given(st.lists(PREFIXES, min_size=1, max_size=3), RENAMED, DIGITS)
def test_a_beginning_before_renaming_is_the_beginning_after_it(prefixes, renamed, code):
    test = tree.PrefixIn(REGION, tuple(prefixes), tuple(renamed))
    assert holds(before_renaming(test), code) == compile_test(test)({"region": code})


def test_a_renamed_province_is_asked_for_by_both_of_its_numbers():
    found = before_renaming(bound("region_in('42', '47')", Days(DAY, DAY)))
    assert found.begins == (PrefixTest("51"), PrefixTest("42"), PrefixTest("47", ("47720",)))
    assert found.equals == ()


def test_codes_too_coarse_are_only_those_that_can_be_written():
    found = before_renaming(bound("ksic_in('91249')", Days(DAY, DAY)))
    assert found == Beginnings((PrefixTest("91249"),), ("91", "912", "9124"))


def test_cases_that_differ_only_by_limits_are_read_as_limits():
    small = bound("small_merchant()", Days(DAY, DAY))
    assert isinstance(small, tree.ByDivision)
    staff, sales = limits_of([small.otherwise, *(then for _, then in small.cases)])
    assert (staff[0], staff[1].name, set(staff[2])) == ("<", "employees", {5, 10})
    assert (sales[0], sales[1].name, sales[2][0]) == ("<=", "annual_sales", None)
    assert len(sales[2]) == len(small.cases) + 1


def compared(operator, name, limit):
    return tree.Compare(operator, tree.FieldValue(PROFILE_FIELDS[name]), tree.Literal(limit, Kind.NUMBER))


def within(operator, staff, sales):
    of_sales = tree.Constant(None) if sales is None else compared(operator, "annual_sales", sales)
    return tree.All((compared(operator, "employees", staff), of_sales))


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "="])
@pytest.mark.parametrize(
    "limits", [((5, None), (5, 80), (10, 120)), ((5, 80), (10, 50), (10, 120)), ((5, 120), (10, 50), (7, 50))]
)
def test_where_the_industry_is_not_known_the_loosest_and_the_tightest_cases_answer(operator, limits):
    otherwise, manufacture, shops = (within(operator, *case) for case in limits)
    test = tree.ByDivision(PROFILE_FIELDS["ksic"], ((("10",), manufacture), (("47",), shops)), otherwise)
    projections = Projections()
    answer = SqlWriter(projections).test(test)
    told = (
        "(SELECT * FROM (SELECT unnest([NULL, '10', '47', '56']) AS ksic),"
        " (SELECT unnest([NULL, 4, 5, 6, 8, 10, 11]) AS employees),"
        " (SELECT unnest([NULL, 40, 50, 70, 80, 110, 120, 130]) AS annual_sales))"
    )
    query = f"SELECT ksic, employees, annual_sales, {answer.text} FROM {projections.wrap(told)}"
    with duckdb.connect() as connection:
        rows = connection.execute(query).fetchall()
    judge = compile_test(test)
    names = ("ksic", "employees", "annual_sales")
    assert [row for row in rows if row[3] is not judge(dict(zip(names, row[:3], strict=True)))] == []
    assert {row[3] for row in rows} == {True, False, None}
    assert len(rows) == 4 * 7 * 8


def test_the_loosest_cases_are_those_outside_of_which_no_case_is():
    small = bound("small_merchant()", Days(DAY, DAY))
    assert isinstance(small, tree.ByDivision)
    found = limits_of([small.otherwise, *(then for _, then in small.cases)])
    assert loosest(found) == ((5, None), (10, 12_000_000_000))
    assert loosest(limits_of([compared("=", "employees", 5), compared("=", "employees", 6)])) is None


def test_cases_of_other_forms_stay_cases():
    few, sold = compared("<", "employees", 5), compared("<=", "annual_sales", 5)
    assert limits_of([few, compared("<=", "employees", 5)]) is None
    assert limits_of([few, sold]) is None
    assert limits_of([few, compared("<", "employees", 4.5)]) is None
    assert limits_of([few, tree.All((few, sold))]) is None
    assert limits_of([few, tree.Constant(True)]) is None
    assert limits_of([tree.Constant(None), tree.Constant(None)]) is None
    closing = tree.Compare("<", tree.FieldValue(PROFILE_FIELDS["closed_on"]), tree.Literal(5, Kind.DATE))
    assert limits_of([closing, closing]) is None


def test_a_field_of_which_only_its_presence_is_asked_is_not_compared():
    rule = "has(channels) OR (has(mail_order_no) AND contains(designations, 'x')) OR closed() OR youth_led"
    found = {name for test in walk(bound(rule, Days(DAY, DAY))) for name in compared_fields(test)}
    assert found == {"designations", "business_status", "closed_on", "owner_birth_year"}


def test_a_beginning_that_no_code_has_any_more_is_false_for_every_code():
    test = tree.PrefixIn(REGION, ("42",), (("42", "51"),))
    assert before_renaming(test) == Beginnings((), ())
    assert SqlWriter(Projections()).test(test).text == '("region" <> "region")'
