"""A part of a programme file changed, added, removed, moved: that and nothing else, layout to the letter."""

from __future__ import annotations

import difflib

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.rewriting import with_item, with_keys, with_order, without_item
from dure.engine.programme.rewriting.proof import document_of
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


def with_rule(raw: bytes, place: int, **keys) -> bytes:
    return with_keys(raw, ("eligibility", place), keys)


def with_new_rule(raw: bytes, id_: str, **keys) -> bytes:
    return with_item(raw, ("eligibility",), {"id": id_, **keys})


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
    after = with_rule(SMALL, 1, rule="ksic_in('47', '56')", reason="c")
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
        b"eligibility: {}\n",
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


# --- every part ---------------------------------------------------------------------------------------

STAGED = b"""\
stages:
  - id: consult   # the first
    quota: {total: 3}
    set_asides:
      - {id: female, share_bp: 1000, rule: owner_female}  # by law
      # the young
      - id: youth
        share_bp: 1000
        # as the call has it
        rule: youth_led

      - id: far
        title: {ko: a, en: b}
        share_bp: 500
        rule: NOT in_capital_area()
    caps: []   # none
    reserve_length: 5
benefits:
  - id: slot
    only_for: annual_sales < 5
    amount_won: 5  # each
"""
SEATS = ("stages", 0, "set_asides")


def test_an_item_goes_with_the_comments_that_are_about_it():
    assert difference(STAGED, without_item(STAGED, SEATS, 1)) == [
        "-      # the young",
        "-      - id: youth",
        "-        share_bp: 1000",
        "-        # as the call has it",
        "-        rule: youth_led",
    ]
    assert difference(STAGED, without_item(STAGED, SEATS, 0)) == [
        "-      - {id: female, share_bp: 1000, rule: owner_female}  # by law"
    ]


def test_the_last_item_takes_the_list_along():
    one = without_item(without_item(STAGED, SEATS, 2), SEATS, 1)
    after = without_item(one, SEATS, 0)
    assert b"set_asides" not in after
    again = with_item(after, SEATS, {"id": "new", "share_bp": 5})
    assert difference(after, again) == ["+    set_asides:", "+      - id: new", "+        share_bp: 5"]


def test_items_change_places_with_their_comments():
    after = with_order(STAGED, SEATS, [1, 0, 2])
    assert [line.strip("- ") for line in after.decode().splitlines()[4:12]] == [
        "# the young",
        "id: youth",
        "share_bp: 1000",
        "# as the call has it",
        "rule: youth_led",
        "{id: female, share_bp: 1000, rule: owner_female}  # by law",
        "",
        "id: far",
    ]
    assert with_order(after, SEATS, [1, 0, 2]) == STAGED
    assert with_order(STAGED, SEATS, [0, 1, 2]) == STAGED


def test_an_empty_list_gets_its_first_item():
    after = with_item(STAGED, ("stages", 0, "caps"), {"id": "food", "share_bp": 5, "rule": "closed()"})
    assert difference(STAGED, after) == [
        "-    caps: []   # none",
        "+    caps:",
        "+      - id: food",
        "+        share_bp: 5",
        "+        rule: closed()",
    ]


def test_keys_are_added_and_taken_away_where_they_stand():
    slot = ("benefits", 0)
    assert difference(STAGED, with_keys(STAGED, slot, {"only_for": None})) == [
        "-    only_for: annual_sales < 5"
    ]
    assert difference(STAGED, with_keys(STAGED, slot, {"basis": {"ko": "a", "en": "b"}})) == [
        "+    basis:",
        "+      ko: a",
        "+      en: b",
    ]
    assert difference(STAGED, with_keys(STAGED, (*SEATS, 0), {"share_bp": 20, "basis": "a, b"})) == [
        "-      - {id: female, share_bp: 1000, rule: owner_female}  # by law",
        "+      - {id: female, share_bp: 20, rule: owner_female, basis: 'a, b'}  # by law",
    ]
    assert difference(STAGED, with_keys(STAGED, (*SEATS, 2), {"title": {"en": "c"}})) == [
        "-        title: {ko: a, en: b}",
        "+        title: {en: c}",
    ]
    assert difference(STAGED, with_keys(STAGED, (*SEATS, 2), {"title": "c"})) == [
        "-        title: {ko: a, en: b}",
        "+        title: c",
    ]


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3], []])
def test_an_order_names_every_item_once(order):
    with pytest.raises(Refused):
        with_order(STAGED, SEATS, order)


@pytest.mark.parametrize("name", library_ids()[::14])
def test_every_list_of_files_that_ship_can_be_changed(name):
    raw = library_bytes(name)
    document = load(raw).document
    for key in ("eligibility", "stages", "benefits", "indicators", "documents"):
        items = document.get(key, [])
        if not items:
            continue
        last = len(items) - 1
        assert _listed(without_item(raw, (key,), last), key) == items[:-1]
        assert _listed(with_order(raw, (key,), range(last, -1, -1)), key) == items[::-1]
        assert _listed(with_keys(raw, (key, 0), {"rule": "closed()"}), key)[0]["rule"] == "closed()"


def _listed(raw: bytes, key: str):
    return document_of(raw.decode()).get(key, [])
