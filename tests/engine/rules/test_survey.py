"""Rules that can never hold, and rules that leave nobody out, are found before anybody applies."""

from __future__ import annotations

from datetime import date

import pytest

from dure.engine.law.dated import MissingParameter
from dure.engine.profile import PROFILE_FIELDS
from dure.engine.rules import parse_rule
from dure.engine.rules.survey import Survey, survey_rule

DAYS = [date(2025, 3, 18), date(2025, 3, 31), date(2024, 2, 29)]


def surveyed(text: str, day: date) -> Survey:
    return survey_rule(parse_rule(text, fields=PROFILE_FIELDS), as_of=day, opens_on=day)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    "rule",
    [
        "false",
        "employees < 0",
        "employees < 5 AND employees > 6",
        "online_sales_share > 1",
        "credit_score BETWEEN 2 AND 1",
        "closed() AND business_status = 'active'",
        "has(closed_on) AND NOT has(closed_on)",
        "legal_form = 'sole' AND legal_form <> 'sole'",
        "ksic_in('47') AND ksic_in('56')",
        "years_since(opened_on) > 5 AND years_since(opened_on) < 6",
        "contains(channels, 'coupang') AND NOT has(channels)",
        "small_merchant() AND employees >= 10",
        "market_id <> 'M001' AND NOT has(market_id)",
        "CASE WHEN tax_arrears THEN employees < 0 ELSE false END",
    ],
)
def test_a_rule_that_nobody_can_pass_is_found(rule, day):
    assert surveyed(rule, day) == Survey(can_hold=False, can_fail=True)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    "rule",
    [
        "true",
        "employees >= 0",
        "employees < 5 OR employees > 4",
        "has(channels) OR NOT has(channels)",
        "business_status IN ('active', 'suspended', 'closed')",
        "years_since(opened_on) >= 3 OR years_since(opened_on) <= 2",
        "NOT (small_merchant() AND annual_sales > 12000000000)",
    ],
)
def test_a_rule_that_leaves_nobody_out_is_found(rule, day):
    assert surveyed(rule, day) == Survey(can_hold=True, can_fail=False)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    "rule",
    [
        "small_merchant()",
        "small_merchant() AND ksic_in('47')",
        "NOT closed()",
        "youth_led",
        "youth_led AND owner_birth_year > 2000",
        "in_capital_area()",
        "region_in('42')",
        "region_in('51')",
        "NOT ksic_in('84', '97', '98', '99')",
        "ksic_in('99')",
        "years_since(opened_on) > 3",
        "years_since(opened_on) >= 7",
        "years_since(opened_on) <= 7",
        "years_since(opened_on) < 7",
        "years_since(opened_on) = 7",
        "years_since(opened_on) BETWEEN 3 AND 7",
        "years_since(opened_on) IN (3, 4)",
        "years_since(opened_on) >= 14.5",
        "years_since(opened_on) * 12 >= 36",
        "years_since(opened_on) < employees",
        "employees < 5 AND employees > 4.9995",
        "employees > 0 AND employees < 0.0001",
        "annual_sales * online_sales_share >= 100000000",
        "contains(channels, 'coupang') AND contains(channels, 'naver')",
        "contains(channels, 'coupang') AND NOT contains(channels, 'naver')",
        "sanctioned_until >= as_of()",
        "name = market_id",
        "name = 'a' OR tax_arrears",
        "opened_on < closed_on",
        "employees < CASE WHEN ksic_in('10') THEN 10 ELSE 5 END",
    ],
)
def test_a_rule_that_some_pass_and_some_do_not_is_no_surprise(rule, day):
    assert surveyed(rule, day) == Survey(can_hold=True, can_fail=True)


def test_a_day_without_law_is_not_surveyed():
    with pytest.raises(MissingParameter):
        surveyed("small_merchant()", date(2015, 12, 31))
