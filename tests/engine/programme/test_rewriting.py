"""A rule changed or added in a programme file: that and nothing else, comments and layout to the letter."""

from __future__ import annotations

import difflib

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.rewriting import with_new_rule, with_rule
from dure.library import library_bytes, library_ids

TOPS = library_bytes("tops-2025")
TOLD = {"ko": "직원이 세 명 미만이어야 합니다.", "en": "The business must have fewer than three employees."}
LONG = "ksic_in(" + ", ".join(f"'{code}'" for code in range(10, 34)) + ")"
SMALL = b"""\
# first
eligibility:  # the rules
  - id: one   # a name
    rule: >-
      employees
      < 5

    # about the reason
    reason: {ko: "\xea\xb0\x80"}   # why
  # between
  - {id: two, rule: 'NOT closed()', reason: b}
# last
"""


def difference(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_only_the_rule_changes():
    reason = load(TOPS).document["eligibility"][0]["reason"]
    after = with_rule(TOPS, 0, rule="employees < 3", reason=reason)
    assert difference(TOPS, after) == ["-    rule: small_merchant()", "+    rule: employees < 3"]
    assert load(after).programme.eligibility[0].rule == "employees < 3"


def test_rule_and_reason_change_together():
    loaded = load(with_rule(TOPS, 1, rule="employees < 3", reason=TOLD))
    rule = loaded.programme.eligibility[1]
    assert (rule.rule, rule.reason.ko, rule.reason.en) == ("employees < 3", TOLD["ko"], TOLD["en"])
    assert rule.basis == load(TOPS).programme.eligibility[1].basis


def test_nothing_changed_is_the_same_file_to_the_byte():
    for place, rule in enumerate(load(TOPS).document["eligibility"]):
        assert with_rule(TOPS, place, rule=rule["rule"], reason=_as_told(rule)) == TOPS


@pytest.mark.parametrize("name", library_ids()[::5])
def test_a_rule_of_files_that_ship_can_be_changed_and_one_added(name):
    raw = library_bytes(name)
    before = load(raw).document
    rules = before.get("eligibility", [])
    if rules:
        after = load(with_rule(raw, len(rules) - 1, rule=LONG, reason=_as_told(rules[-1]))).document
        assert after["eligibility"][:-1] == rules[:-1]
        assert after["eligibility"][-1]["rule"] == LONG
        assert {k: v for k, v in after.items() if k != "eligibility"} == {
            k: v for k, v in before.items() if k != "eligibility"
        }
    added = load(with_new_rule(raw, "added_rule", rule="employees < 3", reason=TOLD)).document
    assert added["eligibility"] == [*rules, {"id": "added_rule", "rule": "employees < 3", "reason": TOLD}]


def _as_told(rule) -> dict[str, str]:
    return rule["reason"] if isinstance(rule["reason"], dict) else {"ko": rule["reason"]}


def test_comments_and_layout_around_a_block_and_inside_brackets_stay():
    after = with_rule(SMALL, 0, rule="employees < 4", reason={"ko": "나, '다'", "en": "a: #b"})
    assert difference(SMALL, after) == [
        "-    rule: >-",
        "-      employees",
        "-      < 5",
        "+    rule: employees < 4",
        '-    reason: {ko: "가"}   # why',
        "+    reason: {ko: '나, ''다''', en: 'a: #b'}   # why",
    ]
    after = with_rule(SMALL, 1, rule="ksic_in('47', '56')", reason={"ko": "c"})
    assert difference(SMALL, after) == [
        "-  - {id: two, rule: 'NOT closed()', reason: b}",
        "+  - {id: two, rule: 'ksic_in(''47'', ''56'')', reason: c}",
    ]


def test_a_new_rule_stands_after_the_last_one():
    after = with_new_rule(SMALL, "three", rule="closed()", reason={"ko": "가: 나"})
    assert difference(SMALL, after) == [
        "+  - id: three",
        "+    rule: closed()",
        "+    reason:",
        "+      ko: '가: 나'",
    ]
    assert after.decode().splitlines()[-1] == "# last"


def test_a_file_without_rules_gets_its_first():
    assert with_new_rule(b"id: x\n", "one", rule="closed()", reason={"en": "a"}) == (
        b"id: x\neligibility:\n  - id: one\n    rule: closed()\n    reason:\n      en: a\n"
    )


def test_line_ends_and_the_mark_at_the_beginning_stay():
    raw = b"\xef\xbb\xbf" + SMALL.replace(b"\n", b"\r\n")
    for after in (
        with_rule(raw, 0, rule=LONG, reason={"ko": "나"}),
        with_new_rule(raw, "three", rule=LONG, reason={"ko": "나"}),
    ):
        assert after.startswith(b"\xef\xbb\xbf# first\r\n")
        assert after.count(b"\r\n") == after.count(b"\n")


def test_a_long_rule_is_folded_and_reads_as_one_line():
    after = with_rule(TOPS, 0, rule=LONG, reason=load(TOPS).document["eligibility"][0]["reason"])
    assert max(len(line) for line in difference(TOPS, after)) <= 111
    assert load(after).programme.eligibility[0].rule == LONG


@pytest.mark.parametrize(
    "raw",
    [
        b"eligibility: []\n",
        b"eligibility: [{id: one, rule: closed(), reason: a}]\n",
        b"{eligibility: [], id: x}\n",
        b"eligibility:\n- id: [\n",
    ],
)
def test_a_file_that_cannot_be_changed_in_place_is_refused(raw):
    with pytest.raises(Refused) as refused:
        with_new_rule(raw, "two", rule="closed()", reason={"ko": "가"})
    assert [p.code for p in refused.value.problems] == ["rewrite.unsafe"]


def test_a_place_without_a_rule_is_refused():
    with pytest.raises(Refused) as refused:
        with_rule(SMALL, 7, rule="closed()", reason={"ko": "가"})
    assert [p.code for p in refused.value.problems] == ["rewrite.unsafe"]
