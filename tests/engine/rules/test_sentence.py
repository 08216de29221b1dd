"""Rules as sentences: what each construct says, which ending its place wants, and that no rule lacks one."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engine.rules.executors import FIELDS
from tests.engine.rules.random_rules import RuleWriter

from dure.engine.law.dated import MissingParameter
from dure.engine.rules import RuleError, parse_rule
from dure.engine.rules.binding import Occasion
from dure.engine.rules.sentence import Words, rule_sentence

DAY = date(2025, 3, 18)
LABELS = {
    "employees": ("상시근로자 수", "Employees"),
    "annual_sales": ("평균매출액", "Sales"),
    "opened_on": ("개업일", "Opened on"),
    "closed_on": ("폐업일", "Closed on"),
    "sanctioned_until": ("참여제한 종료일", "Banned until"),
    "legal_form": ("법인 형태", "Legal form"),
    "ksic": ("업종", "Industry"),
    "region": ("지역", "Region"),
    "channels": ("판매채널", "Channels"),
    "owner_female": ("여성 대표", "Led by a woman"),
    "mail_order_no": ("신고번호", "Mail-order number"),
}
VALUES = {
    "employees": ("{}명", "{} people"),
    "annual_sales": ("{:,}원", "{:,} won"),
    "legal_form": ("개인", "sole owner"),
}


def sentence(text: str, language: str = "ko", *, on: date = DAY) -> str:
    at = 0 if language == "ko" else 1
    words = Words(
        field=lambda name: LABELS.get(name, (name, name))[at],
        value=lambda field, value: VALUES.get(field.name, ("{}", "{}"))[at].format(value),
        prefix=lambda kind, prefix: {"47": ("소매업(47)", "retail (47)")}.get(prefix, (prefix, prefix))[at],
        parameter=lambda name: ("청년 나이", "the age of youth")[at],
        day=lambda day: f"{day.year}. {day.month}. {day.day}." if at == 0 else day.isoformat(),
    )
    return rule_sentence(parse_rule(text, fields=FIELDS), Occasion(on, on), words, language)


@pytest.mark.parametrize(
    ("rule", "korean", "english"),
    [
        ("employees < 5", "상시근로자 수가 5명 미만입니다.", "“Employees” is less than 5 people."),
        ("annual_sales <= 300000000", "평균매출액이 300,000,000원 이하입니다.",
         "“Sales” is at most 300,000,000 won."),
        ("NOT employees > 5", "상시근로자 수가 5명 초과가 아닙니다.",
         "“Employees” is not more than 5 people."),
        ("employees BETWEEN 1 AND 9.9", "상시근로자 수가 1명 이상 9.9명 이하입니다.",
         "“Employees” is 1 people to 9.9 people (both included)."),
        ("legal_form = 'sole'", "법인 형태가 개인입니다.", "“Legal form” is sole owner."),
        ("legal_form <> 'sole'", "법인 형태가 개인이 아닙니다.", "“Legal form” is other than sole owner."),
        ("NOT tax_arrears", "tax_arrears에 해당하지 않습니다.", "“tax_arrears” does not apply."),
        ("small_merchant()", "소상공인(2025. 3. 18. 기준)입니다.",
         "It is a small merchant (as of 2025-03-18)."),
        ("NOT closed()", "폐업 상태(2025. 3. 18. 기준)가 아닙니다.", "It is not closed (as of 2025-03-18)."),
        ("youth_led", "청년 대표 업체(2025. 3. 18. 기준)입니다.",
         "It is led by a young owner (as of 2025-03-18)."),
        ("NOT in_capital_area()", "지역이 수도권(서울·인천·경기)이 아닙니다.",
         "It is not in the capital area (Seoul, Incheon, Gyeonggi)."),
        ("ksic_in('47')", "업종이 소매업(47)입니다.", "“Industry” is retail (47)."),
        ("NOT ksic_in('47', '56')", "업종이 소매업(47), 56 가운데 하나가 아닙니다.",
         "“Industry” is not retail (47) or 56."),
        ("has(mail_order_no)", "신고번호가 있습니다.", "“Mail-order number” exists."),
        ("NOT contains(channels, 'x')", "판매채널에 “x”가 없습니다.", "“Channels” does not have “x”."),
        ("years_since(opened_on) >= 1", "개업일부터 찬 햇수가 1년 이상입니다.",
         "The number of whole years since “Opened on” is at least 1 year."),
        ("employees < param('youth_age')", "상시근로자 수가 청년 나이 (39) 미만입니다.",
         "“Employees” is less than the age of youth (39)."),
        ("assume(employees, 3) < 5", "상시근로자 수(모르면 3명으로 봄)가 5명 미만입니다.",
         "“Employees” (where not known: taken as 3 people) is less than 5 people."),
        ("assume(owner_female, false)", "여성 대표(모르면 아니오로 봄)에 해당합니다.",
         "“Led by a woman” (where not known: taken as no) applies."),
        ("annual_sales / employees > 100", "(평균매출액 ÷ 상시근로자 수)가 100 초과입니다.",
         "(“Sales” ÷ “Employees”) is more than 100."),
        ("employees < CASE WHEN ksic_in('47') THEN 5 ELSE 10 END",
         "[(업종이 소매업(47)임)이면 (상시근로자 수가 5명 미만임),"
         " 그 밖에는 (상시근로자 수가 10명 미만임)]입니다.",
         "If (“Industry” is retail (47)) then (“Employees” is less than 5 people), otherwise"
         " (“Employees” is less than 10 people)."),
    ],
)  # fmt: skip
def test_each_construct_has_its_sentence_in_both_languages(rule, korean, english):
    assert (sentence(rule), sentence(rule, "en")) == (korean, english)


def test_the_last_part_is_said_and_the_others_go_on_with_their_word():
    assert sentence("has(channels) AND NOT closed() AND employees < 5") == (
        "판매채널이 있고, 폐업 상태(2025. 3. 18. 기준)가 아니고, 상시근로자 수가 5명 미만입니다."
    )
    assert sentence("has(channels) OR owner_female") == "판매채널이 있거나, 여성 대표에 해당합니다."
    assert sentence("has(channels) OR owner_female", "en") == "“Channels” exists or “Led by a woman” applies."


def test_inner_groups_stand_in_brackets_and_can_be_denied():
    rule = "(has(channels) OR owner_female) AND NOT (employees < 5 AND owner_female)"
    assert sentence(rule) == (
        "(판매채널이 있거나, 여성 대표에 해당함)이고,"
        " (상시근로자 수가 5명 미만이고, 여성 대표에 해당함)이 아닙니다."
    )
    assert sentence(rule, "en") == (
        "(“Channels” exists or “Led by a woman” applies) and it is not so that"
        " (“Employees” is less than 5 people and “Led by a woman” applies)."
    )


def test_where_there_can_be_none_a_denial_says_that_none_counts():
    rule = "NOT sanctioned_until >= as_of()"
    assert sentence(rule) == (
        "참여제한 종료일이 기준일(2025. 3. 18.) 이후(당일 포함)가 아닙니다(없는 경우 포함)."
    )
    assert sentence(rule, "en") == (
        "“Banned until” is not on or after the reference day (2025-03-18) (or there is none)."
    )
    assert sentence("sanctioned_until < as_of()") == (
        "참여제한 종료일이 기준일(2025. 3. 18.) 전(당일 제외)입니다."
    )
    assert "(없는 경우 포함)" in sentence("NOT years_since(closed_on) >= 1")


def test_a_double_denial_is_none():
    assert sentence("NOT NOT owner_female") == sentence("owner_female")


def test_a_figure_that_the_law_lacks_on_the_day_is_an_error_that_names_it():
    with pytest.raises(MissingParameter, match="youth_age"):
        sentence("employees < param('youth_age')", on=date(2010, 1, 1))


def test_every_random_rule_has_a_sentence_in_both_languages():
    writer = RuleWriter(77)
    said = 0
    for _ in range(200):
        rule = writer.rule()
        try:
            parse_rule(rule, fields=FIELDS)
        except RuleError:
            continue
        assert sentence(rule).endswith(".")
        assert sentence(rule, "en").endswith(".")
        said += 1
    assert said > 150
