"""A fault in a rule is told at its character, however the rule is quoted."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, spoiled, warned


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("NOT bogus", "15:15"),
        ('"NOT bogus"', "15:16"),
        ("'NOT bogus'", "15:16"),
        ("'legal_form = ''sole'' AND bogus'", "15:38"),
        (r'"legal_form = \u0027sole\u0027 AND bogus"', "15:11"),
        ("|\n      NOT\n        bogus", "17:9"),
        ("|-\n      NOT bogus", "16:11"),
        (">\n      NOT\n      bogus", "15:11"),
        ("NOT\n      bogus", "15:11"),
    ],
)
def test_the_place_of_a_fault_in_a_rule(written, place):
    text = spoiled(("    rule: NOT closed()", f"    rule: {written}"))
    assert refused(text) == [f"{place}: there is no field “bogus”"]


def test_every_rule_of_a_stage_is_read():
    caps = "    caps:\n      - {id: c, title: {ko: 가, en: C}, share_bp: 5000, rule: nothing}\n  - id: second"
    text = spoiled(("rule: owner_female", "rule: owner_femal"), ("  - id: second", caps))
    assert [line.split(": ")[0] for line in refused(text)] == ["25:15", "27:62"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("employees < 0", "this rule can never hold: nobody would pass it"),
        ("employees < 5 AND employees > 6", "this rule can never hold: nobody would pass it"),
        ("employees >= 0", "this rule always holds: it leaves nobody out"),
    ],
)
def test_a_rule_without_effect_is_a_surprise(rule, sentence):
    text = spoiled(("rule: NOT closed()", f"rule: {rule}"))
    assert warned(text) == [f"15:11: warning: {sentence}"]


def test_a_law_without_a_value_on_the_reference_day_is_told():
    text = spoiled(
        ("reference_day: 2025-03-18", "reference_day: 2015-12-31"),
        ("rule: NOT closed()", "rule: small_merchant()"),
    )
    (line,) = [line for line in warned(text) if "the law tables" in line]
    assert line.startswith("15:11: warning: the law tables have no value of “small_enterprise_sales_ceiling”")


QUESTIONS = "questions:\n  - {id: shops, title: {ko: 점포, en: Shops}, kind: whole_number}\nstages:\n"


def test_a_rule_may_ask_what_the_call_asks_and_the_nearest_question_is_named():
    asked = spoiled(("rule: NOT closed()", "rule: answer.shops > 2"), ("stages:\n", QUESTIONS))
    assert warned(asked) == []
    wrong = spoiled(("rule: NOT closed()", "rule: answer.shop > 2"), ("stages:\n", QUESTIONS))
    assert refused(wrong) == ["15:11: there is no field “answer.shop”; did you mean “answer.shops”?"]


def test_of_a_question_that_is_broken_nothing_more_is_said():
    broken = QUESTIONS.replace("whole_number", "whole")
    text = spoiled(("rule: NOT closed()", "rule: answer.shops > 2"), ("stages:\n", broken))
    assert len(refused(text)) == 1
    assert "answer.shops" not in refused(text)[0]


def test_earlier_support_is_spelt_as_calls_of_any_programme():
    rule = "NOT supported_in('tops-2024') AND total_support_won(36) < 30000000"
    assert warned(spoiled(("rule: NOT closed()", f'rule: "{rule}"'))) == [
        "15:11: warning: total_support_won(36) counts in the service what was granted there, and nothing"
        " that others gave"
    ]
    text = spoiled(("rule: NOT closed()", "rule: NOT suported_in('tops-2024')"))
    assert refused(text) == ["15:15: there is no function “suported_in”; did you mean “supported_in”?"]
