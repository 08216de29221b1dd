"""What would surprise an officer: warnings with their exact place; the file is accepted."""

# ruff: noqa: E501  (tables: one case a line)

from __future__ import annotations

import pytest
from tests.engine.programme.example import spoiled, warned

FUND = """\
benefits:
  - {id: b, kind: subsidy, title: {ko: 가, en: B}, fund: f, source: g, ceiling_won: 300000}
funds:
  - id: f
    title: {ko: 가, en: F}
    total_won: 1400000
    sources: [{id: g, kind: government, title: {ko: 가, en: G}, total_won: 1400000}]
needs: [subsidy, funds]
"""
CAP = (
    "    caps:\n      - {id: food, title: {ko: 가, en: C}, share_bp: %s, rule: ksic_in('56')}\n  - id: second"
)
TWO_CAPS = """\
    caps:
      - {id: food, title: {ko: 가, en: C}, share_bp: 5000, rule: ksic_in('56')}
      - {id: shop, title: {ko: 나, en: D}, share_bp: 5000, rule: ksic_in('47')}
  - id: second"""
SECOND = "  - id: second"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("{total: 5}", "{total: 21}")], ["30:20: warning: stage “second” chooses 21, more than the 20 of the stage before"]),
        ([("over: all", "over: all\n    reserve_length: 16")], ["29:21: warning: the reserve list is for 16, but only 15 of the stage before are left"]),
        ([("over: all", "over: all\n    choices_limit: 2")], ["29:20: warning: this stage is chosen over all executors: applicants list none"]),
        ([("title: {ko: 첫째, en: First}", "title: {ko: 첫째, en: First}\n    choices_limit: 3")], ["20:20: warning: applicants may list 3 executors, but there are 2"]),
        ([("share_bp: 1000", "share_bp: 500")], ["24:19: warning: set-aside “female” has no seat at 1 of 2 executors: two"]),
        ([("share_bp: 1000", "share_bp: 499")], ["24:19: warning: set-aside “female” rounds to no seat: 4.99 % of 20"]),
        ([("share_bp: 1000", "share_bp: 40")], [
            "24:19: warning: set-aside “female” rounds to no seat: 0.4 % of 20",
            "24:19: warning: 40 basis points are 0.4 %: for 40 % write 4000",
        ]),
        ([(SECOND, CAP % 1000)], ["27:53: warning: cap “food” rounds to no open seat at 2 of 2 executors"]),
        ([(SECOND, CAP % 10000)], ["27:53: warning: cap “food” never binds: it allows all"]),
        ([(SECOND, TWO_CAPS)], ["27:7: warning: stage “first” has 2 caps beside set-asides: the selection may find that no stable choice exists and then decides nothing; one cap is always safe"]),
        ([("{ko: 여성, en: Women}", "{ko: 여성}")], ["23:16: warning: the English text (en) is missing"]),
        ([("{ko: 여성, en: Women}", "{en: Women, ko: }")], ["23:16: warning: the Korean text (ko) is missing"]),
        ([("reference_day: 2025-03-18", "reference_day: 2025-03-17")], ["7:16: warning: the reference day 2025-03-17 lies outside the window, 2025-03-18 to 2025-04-18"]),
        ([("reference_day: 2025-03-18", "reference_day: 2025-04-19")], ["7:16: warning: the reference day 2025-04-19 lies outside the window, 2025-03-18 to 2025-04-18"]),
        ([("year: 2025", "year: 2027")], ["3:7: warning: the year is 2027, but the call opens on 2025-03-18"]),
        ([("over: all", "over: all\n    dates: {announced_on: 2025-04-17}")], ["29:27: warning: the result is announced on 2025-04-17, before 2025-04-18, when what comes before it ends"]),
        ([("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    capacity: {first: 20}"), ("name: {ko: 둘, en: Two}", "name: {ko: 둘, en: Two}\n    capacity: {first: 0}")], ["12:5: warning: executor “two” has places at no stage"]),
        ([("eligibility:\n", "eligibility:\n  - {id: again, rule: NOT  closed(), reason: {ko: 가, en: A}}\n")], ["16:11: warning: this rule is the same as “again”: who fails one fails both"]),
    ],
)  # fmt: skip
def test_a_surprise_is_told_at_its_place(changes, expected):
    assert warned(spoiled(*changes)) == expected


def test_a_window_that_ends_at_midnight_does_not_hold_the_next_day():
    text = spoiled(
        ("2025-04-18T18:00:00+09:00", "2025-04-18T00:00:00+09:00"),
        ("reference_day: 2025-03-18", "reference_day: 2025-04-18"),
    )
    (line,) = warned(text)
    assert line.endswith("2025-03-18 to 2025-04-17")


def test_a_fund_that_cannot_pay_its_benefits():
    text = spoiled(("over: all", "over: all\n    benefits: [b]"), add=FUND)
    message = "“{}” has 1,400,000 won, but its benefits can cost up to 1,500,000 won"
    assert warned(text) == [
        f"37:16: warning: {message.format('f')}",
        f"38:75: warning: {message.format('g')}",
    ]


def test_amounts_that_are_not_in_won_and_money_that_nobody_draws():
    added = FUND.replace("1400000", "1400").replace("fund: f, source: g, ceiling_won: 300000", "sessions: 2")
    added = added.replace("kind: subsidy", "kind: service").replace("[subsidy", "[service")
    assert warned(spoiled(add=added)) == [
        "32:5: warning: no stage grants benefit “b”",
        "34:5: warning: no benefit draws fund “f”",
        "36:16: warning: the fund has only 1,400 won: amounts are in won, not in thousands or millions",
    ]


def test_one_set_aside_with_two_rules():
    aside = "over: all\n    set_asides: [{id: female, title: {ko: 가, en: W}, share_bp: 2000, rule: NOT owner_female}]"
    assert warned(spoiled(("over: all", aside))) == [
        "29:76: warning: set-aside “female” has another rule at stage “first”: give it another id"
    ]


def test_a_document_that_runs_out_before_the_call_closes():
    added = "documents:\n  - {id: d, title: {ko: 가, en: D}, valid_until: 2025-04-01}\nneeds: [documents]\n"
    assert warned(spoiled(add=added)) == [
        "32:49: warning: document “d” runs out on 2025-04-01, before the call closes on 2025-04-18"
    ]


def test_an_assumption_about_nothing():
    added = "assumed:\n  - {path: stages.second.quota, why: {ko: 가, en: A}}\n  - {path: stages.third, why: {ko: 가, en: A}}\n"
    assert warned(spoiled(add=added)) == [
        "33:12: warning: “stages.third” is assumed, but is not in this file"
    ]
