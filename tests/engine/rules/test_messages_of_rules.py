"""What is told to somebody who meant well: the code, the nearest right name, and every parameter."""

from __future__ import annotations

import pytest

from dure.engine.profile import PROFILE_FIELDS, Field, Kind
from dure.engine.rules import RuleError, parse_rule

STATUSES = "active, suspended, closed"


def said(text: str, fields=PROFILE_FIELDS) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, fields=fields)
    (problem,) = caught.value.problems
    assert problem.message.format(**problem.params)  # every placeholder has its parameter
    return problem.code.removeprefix("rule."), dict(problem.params)


@pytest.mark.parametrize(
    ("text", "code", "offset", "params"),
    [
        # names
        ("employes < 5", "unknown_field", 0, {"name": "employes", "nearest": "employees"}),
        ("EMPLOYEES < 5", "unknown_field", 0, {"name": "EMPLOYEES", "nearest": "employees"}),
        ("5 > shops", "unknown_field", 4, {"name": "shops"}),
        ("profile.employees < 5", "unknown_field", 0, {"name": "profile.employees", "nearest": "employees"}),
        ("has(chanels)", "unknown_field", 4, {"name": "chanels", "nearest": "channels"}),
        ("legal_form = sole", "unknown_field", 13, {"name": "sole"}),
        ("NOT closed", "unknown_field", 4, {"name": "closed", "nearest": "closed()"}),
        ("Small_Merchant", "unknown_field", 0, {"name": "Small_Merchant", "nearest": "small_merchant()"}),
        ("smal_merchant()", "unknown_function", 0, {"name": "smal_merchant", "nearest": "small_merchant"}),
        ("NOT youth()", "unknown_function", 4, {"name": "youth"}),
        (
            "years_sinse(opened_on) > 3",
            "unknown_function",
            0,
            {"name": "years_sinse", "nearest": "years_since"},
        ),
        ("param('youth_ages') > 3", "unknown_parameter", 0, {"name": "youth_ages", "nearest": "youth_age"}),
        ("1 < param('x')", "unknown_parameter", 4, {"name": "x"}),
        # kinds
        ("employees = 'few'", "kinds", 12, {"one": "number", "other": "text"}),
        ("name = 5", "kinds", 7, {"one": "number", "other": "text"}),
        ("opened_on > 2020", "kinds", 12, {"one": "date", "other": "number"}),
        ("name = opened_on", "kinds", 7, {"one": "date", "other": "text"}),
        ("employees BETWEEN 1 AND 'x'", "kinds", 24, {"one": "number", "other": "text"}),
        ("employees IN (1, 'x', 3)", "kinds", 17, {"one": "number", "other": "text"}),
        ("CASE WHEN tax_arrears THEN 1 ELSE 'x' END = 1", "kinds", 34, {"one": "number", "other": "text"}),
        ("name < 'b'", "text_order", 0, {}),
        ("name BETWEEN 'a' AND 'b'", "text_order", 0, {}),
        ("tax_arrears < true", "boolean_order", 0, {}),
        ("tax_arrears = 1", "boolean", 0, {"field": "tax_arrears"}),
        ("tax_arrears = owner_female", "boolean", 0, {"field": "tax_arrears"}),
        ("youth_led IN (true)", "boolean", 0, {"field": "youth_led"}),
        ("channels = 'coupang'", "list", 0, {"field": "channels"}),
        ("name + 1 > 2", "not_a_number", 0, {}),
        ("opened_on - 30 < as_of()", "not_a_number", 0, {}),
        # a test where a value belongs, and the other way round
        ("employees", "not_a_test", 0, {"field": "employees"}),
        ("NOT annual_sales", "not_a_test", 4, {"field": "annual_sales"}),
        ("employees + 1", "not_a_test", 0, {"written": "employees + 1"}),
        ("tax_arrears OR 5", "not_a_test", 15, {"written": "5"}),
        ("years_since(opened_on)", "not_a_test", 0, {"written": "YEARS_SINCE(opened_on)"}),
        ("assume(employees, 3)", "not_a_test", 0, {"written": "ASSUME(employees, 3)"}),
        ("CASE WHEN tax_arrears THEN 5 END", "not_a_test", 27, {"written": "5"}),
        ("closed() = small_merchant()", "not_a_value", 0, {"written": "CLOSED()"}),
        ("1 < 2 < 3", "not_a_value", 0, {"written": "1 < 2"}),
        ("(employees < 5) + 1 > 2", "not_a_value", 1, {"written": "employees < 5"}),
        ("assume(tax_arrears, true) < 5", "not_a_value", 0, {"written": "ASSUME(tax_arrears, TRUE)"}),
        # fixed values
        (
            "business_status = 'Closed'",
            "unknown_code",
            18,
            {"written": "Closed", "field": "business_status", "choices": STATUSES},
        ),
        (
            "'open' <> business_status",
            "unknown_code",
            0,
            {"written": "open", "field": "business_status", "choices": STATUSES},
        ),
        (
            "legal_form IN ('sole', 'firm')",
            "unknown_code",
            23,
            {"written": "firm", "field": "legal_form", "choices": "sole, corporation"},
        ),
        ("opened_on > '2025-02-29'", "bad_date", 12, {"written": "2025-02-29"}),
        ("opened_on > DATE '2025-2-1'", "bad_date", 17, {"written": "2025-2-1"}),
        ("opened_on > '18.03.2025'", "bad_date", 12, {"written": "18.03.2025"}),
        ("opened_on > '2025-W12-2'", "bad_date", 12, {"written": "2025-W12-2"}),
        ("opened_on > '2025-03-18T00:00'", "bad_date", 12, {"written": "2025-03-18T00:00"}),
        ("employees IN (1, 1 + 1)", "in_list", 17, {}),
        ("employees IN (credit_score)", "in_list", 14, {}),
        ("ksic_in('C10')", "bad_code", 8, {"written": "C10", "field": "ksic"}),
        ("ksic_in('47', '4')", "bad_code", 14, {"written": "4", "field": "ksic"}),
        ("region_in('서울')", "bad_code", 10, {"written": "서울", "field": "region"}),
        # arguments
        (
            "small_merchant(employees)",
            "arguments",
            0,
            {"function": "small_merchant()", "count": 0, "given": 1},
        ),
        ("has()", "arguments", 0, {"function": "has()", "count": 1, "given": 0}),
        ("contains(channels)", "syntax", 17, {"near": ")"}),
        (
            "years_since(opened_on, as_of()) > 1",
            "arguments",
            0,
            {"function": "years_since()", "count": 1, "given": 2},
        ),
        ("ksic_in()", "no_code", 0, {"function": "ksic_in()"}),
        ("ksic_in(47)", "text_expected", 8, {"written": "47"}),
        ("contains(channels, name)", "text_expected", 19, {"written": "name"}),
        ("param(youth_age) > 3", "unknown_field", 6, {"name": "youth_age", "nearest": "youth_led"}),
        ("contains(name, 'a')", "not_a_list", 0, {"field": "name"}),
        ("has(employees)", "never_none", 0, {"field": "employees"}),
        ("has('closed_on')", "field_expected", 4, {"written": "'closed_on'"}),
        ("years_since(employees) > 3", "not_a_date", 0, {}),
        ("assume(channels, 'x') = 'x'", "assume_kind", 0, {"field": "channels"}),
        ("assume(youth_led, true)", "assume_kind", 0, {"field": "youth_led"}),
        ("assume(employees, 'x') < 3", "assume_value", 0, {"field": "employees", "kind": "number"}),
        ("assume(employees, credit_score) < 3", "assume_value", 0, {"field": "employees", "kind": "number"}),
        ("assume(legal_form, 'x') = 'sole'", "assume_value", 0, {"field": "legal_form", "kind": "text"}),
        ("CASE legal_form WHEN 'sole' THEN true END", "case_value", 5, {}),
        # the rest
        ("employees < 5 owner_female", "syntax", 14, {"near": "owner_female"}),
        ("tax_arrears AND\n\nemployees <\n", "syntax", 27, {"near": "<"}),
    ],
)
def test_a_rule_that_is_meant_well_is_told_what_is_wrong(text, code, offset, params):
    assert said(text) == (code, {**params, "offset": offset})


def test_the_fields_are_those_of_the_programme():
    support = Field("support.last_year", Kind.NUMBER, whole=True)
    fields = {"support.last_year": support, "left": Field("left", Kind.NUMBER)}
    assert parse_rule("support.last_year < left", fields=fields).fields == ("support.last_year", "left")
    wrong = {"name": "support.last_yaer", "nearest": "support.last_year", "offset": 0}
    assert said("support.last_yaer < 2023", fields) == ("unknown_field", wrong)
    assert said("ksic_in('47')", fields) == ("unknown_field", {"name": "ksic", "offset": 0})
    assert said("small_merchant()", fields) == ("unknown_field", {"name": "ksic", "offset": 0})


def test_a_rule_tells_the_fields_and_the_parameters_that_it_reads():
    rule = parse_rule(
        "small_merchant() AND youth_led AND employees < param('small_merchant_employees_other')",
        fields=PROFILE_FIELDS,
    )
    assert rule.fields == ("ksic", "employees", "annual_sales", "owner_birth_year", "youth_led")
    assert rule.parameters == ("small_merchant_employees_other",)
