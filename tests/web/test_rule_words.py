"""Rules as sentences on pages: the names of facts, codes, units and days are those of the other pages."""

from __future__ import annotations

import doctest
from datetime import date

import pytest
from django.utils.translation import override

from dure.engine.law.parameters import NUMBERS
from dure.engine.profile.columns import owner_of
from dure.engine.profile.fields import PROFILE_FIELDS as FIELDS
from dure.engine.programme import load
from dure.engine.rules import parse_rule
from dure.engine.rules.binding import Occasion
from dure.engine.rules.form.subjects import operators_of, shape_of
from dure.library import library_bytes
from dure.web.officer.rule_builder import controls, drafts
from dure.web.officer.rule_builder.subjects import GROUPS, MEANINGS, PARAMETERS, Facts
from dure.web.officer.rule_builder.words import operator_word, sentence_of_rule

DAY = date(2025, 3, 18)
TOPS = load(library_bytes("tops-2025")).programme


def sentence(rule: str, language: str) -> str:
    with override(language):
        return sentence_of_rule(parse_rule(rule, fields=FIELDS), Occasion(DAY, DAY), Facts(TOPS))


@pytest.mark.parametrize(
    ("rule", "korean", "english"),
    [
        ("employees < 5", "상시근로자 수가 5명 미만입니다.", "“Regular employees” is less than 5 people."),
        ("annual_sales <= 300000000", "평균매출액이 300,000,000원 이하입니다.",
         "“Mean annual sales” is at most 300,000,000 won."),
        ("online_sales_share > 0.5", "온라인 매출 비중이 50% 초과입니다.",
         "“Share of sales made online” is more than 50%."),
        ("region_in('51', '11440')", "지역이 강원 (51), 서울 마포구 (11440) 가운데 하나입니다.",
         "“Region” is Gangwon (51) or Seoul 마포구 (11440)."),
        ("business_status = 'active'", "사업자 상태가 계속사업입니다.", "“Business status” is In business."),
        ("opened_on <= DATE '2023-12-31'", "개업일이 2023. 12. 31.(일) 이전(당일 포함)입니다.",
         "“Opened on” is on or before 31 December 2023 (Sun)."),
        ("employees < param('small_merchant_employees_large')",
         "상시근로자 수가 제조업 등 소상공인의 상시근로자 기준 (10) 미만입니다.",
         "“Regular employees” is less than Employee limit of small merchants in manufacturing"
         " and the like (10)."),
        ("contains(designations, 'hundred_year_store')", "지정 현황에 백년가게가 있습니다.",
         "“Designations” has Hundred-year store."),
        ("assume(employees, 1) < 5", "상시근로자 수(모르면 1명으로 봄)가 5명 미만입니다.",
         "“Regular employees” (where not known: taken as 1 person) is less than 5 people."),
    ],
)  # fmt: skip
def test_a_rule_is_said_with_the_names_of_its_codes_and_units(rule, korean, english):
    assert (sentence(rule, "ko"), sentence(rule, "en")) == (korean, english)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_fact_has_a_label_a_meaning_and_a_group(language):
    with override(language):
        told = [one for _, subjects in Facts(TOPS).grouped() for one in subjects]
    told = [one for one in told if not owner_of(one.what)]
    assert {one.what for one in told} == {what for _, whats in GROUPS for what in whats}
    assert set(FIELDS) <= {one.what for one in told}
    assert [one.what for one in told if not one.label or one.label == one.what or not one.meaning] == []
    assert set(MEANINGS) == {one.what for one in told}


def test_every_figure_of_the_law_has_a_name():
    assert set(NUMBERS) <= set(PARAMETERS)


def test_every_operator_of_every_fact_has_a_word_also_denied():
    for _, whats in GROUPS:
        for what in whats:
            shape = shape_of(what, FIELDS)
            assert shape is not None
            for operator in operators_of(what, FIELDS):
                words = {operator_word(shape, operator), operator_word(shape, f"not {operator}")}
                assert len(words) == 2
                assert all(words)


def test_the_share_of_online_sales_has_no_unit_for_a_rule_has_the_share_itself():
    assert Facts(TOPS).subject("online_sales_share").unit == ""


@pytest.mark.parametrize("module", [drafts, controls])
def test_the_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
