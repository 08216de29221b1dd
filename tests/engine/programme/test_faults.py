"""Keys and values that do not fit: exact place, our own words, all at once."""

# ruff: noqa: E501  (tables: one case a line)

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL, problems, refused, spoiled, warned

from dure.engine.programme import load


def test_the_small_file_is_accepted_without_a_word():
    assert warned(SMALL) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("id: small", "id: Small Shop"), "1:5: “Small Shop” is no programme id: small letters, digits and single hyphens only"),
        (("id: female", "id: 여성"), "22:13: “여성” is no id: small letters, digits and _ only, a letter first"),
        (("year: 2025", "yaer: 2025"), "1:1: “year” is missing here"),
        (("year: 2025", "year: 1999"), "3:7: the number is too small: at least 2000"),
        (("year: 2025", "year:"), "3:1: the value is missing here"),
        (("share_bp: 1000", "share_bp: 10.5"), "24:19: a whole number is wanted here, without separators and quotes"),
        (("share_bp: 1000", "share_bp: 10001"), "24:19: the number is too large: at most 10000"),
        (("total: 20", "total: 2_0"), "20:20: a whole number is wanted here, without separators and quotes"),
        (("over: all", "over: al"), "28:11: “al” is not possible here: did you mean “all”?"),
        (("chosen_by: score", "chosen_by: dice"), "29:16: “dice” is not possible here: one of executor, panel, score, lot, vote, first_come, nomination, mix, entitlement"),
        (("reference_day: 2025-03-18", "reference_day: 2025-02-30"), "7:16: a day is wanted here, such as 2025-03-18"),
        (("reference_day: 2025-03-18", "reference_day: 2025-03-18T00:00:00+09:00"), "7:16: a day is wanted here, such as 2025-03-18"),
        (("2025-03-18T09:00:00+09:00", "2025-03-18T09:00:00"), "5:13: an instant has a time and its offset: write it as 2025-03-18T09:00:00+09:00"),
        (("2025-03-18T09:00:00+09:00", "2025-03-18"), "5:13: an instant has a time and its offset: write it as 2025-03-18T09:00:00+09:00"),
        (("2025-03-18T09:00:00+09:00", "morning"), "5:13: a date and time with offset is wanted here, such as 2025-03-18T09:00:00+09:00"),
        (("{ko: 폐업, en: Closed}", "폐업"), "16:13: a text in both languages is wanted here: ko: … and en: …"),
        (("{ko: 폐업, en: Closed}", "{}"), "16:13: the text is missing: write ko: or en:, best both"),
        (("ko: 폐업", "ko: 11"), "16:18: “11” is read as a number, but a text is wanted here: put it in quotes"),
        (("ko: 폐업", "ko: true"), "16:18: “true” is read as true or false, but a text is wanted here: put it in quotes"),
        (("id: small", "id: 11"), "1:5: “11” is read as a number, but a text is wanted here: put it in quotes"),
        (("ko: 폐업", "ko: [a]"), "16:18: a text is wanted here"),
        (("en: One", 'en: ""'), "10:24: the text is empty"),
        (("    rule: NOT closed()", "    rules: NOT closed()"), "15:5: there is no key “rules” here: did you mean “rule”?"),
        (("year: 2025", "year: 2025\nxyz: 1"), None),
        (("quota: {total: 5}", "quota: 5"), "30:12: a map of keys and values is wanted here"),
        (("eligibility:\n  -", "eligibility:\n   "), "14:5: a list is wanted here"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(change, expected):
    found = refused(spoiled(change))
    if expected is None:
        assert len(found) == 1
        assert found[0].startswith("4:1: there is no key “xyz” here: possible are format, id, title")
    else:
        assert expected in found


def test_an_unknown_benefit_kind_is_told_with_the_nearest():
    text = spoiled(add="benefits:\n  - id: b\n    kind: voucher\n    title: {ko: 가, en: B}\n  - {id: c}\n")
    assert refused(text) == [
        "33:11: “voucher” is not possible here: did you mean “voucher_credit”?",
        "35:5: “kind” is missing here",
    ]


def test_a_missing_key_is_told_at_its_map():
    text = spoiled(("        rule: owner_female\n", ""))
    assert refused(text) == ["22:9: “rule” is missing here"]


def test_everything_is_told_at_once_and_in_order():
    text = spoiled(
        ("id: small", "id: small\ncolour: blue"),
        ("id: two", "id: one"),
        ("rule: NOT closed()", "rule: NOT closd()"),
        ("total: 20", "total: 30"),
        ("share_bp: 1000", "share_bp: ten"),
        ("closes_at: 2025-04-18", "closes_at: 2025-02-18"),
        ("chosen_by: score", "chosen_by: dice"),
    )
    assert [line.split(": ")[0] for line in refused(text)] == ["2:1", "7:14", "12:9", "16:15", "21:20", "25:19", "30:16"]  # fmt: skip


def test_one_broken_item_does_not_hide_what_is_wrong_beside_it():
    text = spoiled(("share_bp: 1000", "share_bp: ten"), ("per_executor: 10", "per_executor: 9"))
    assert refused(text) == [
        "20:20: the executors' places at stage “first” make 18, but the quota is 20",
        "24:19: a whole number is wanted here, without separators and quotes",
    ]


def test_no_word_of_the_validator_leaks_out():
    text = "\n".join(f"{key}: [1, {{a: 2}}]" for key in ("id", "title", "window", "stages", "rights"))
    for problem in problems(text):
        sentence = problem.message.format(**problem.params).lower()
        assert not any(word in sentence for word in ("input", "valid", "pydantic", "field required"))


@pytest.mark.parametrize(
    "text", ["[]", "a", "a: 1", "stages: 5", "stages: [5]\nwindow: 5\nrights: [1]", "id: {id: {id: {id: 1}}}"]
)
def test_nonsense_is_refused_and_never_breaks(text):
    assert any(problem.is_error for problem in problems(text))


def test_bytes_and_document_are_kept_as_written():
    raw = spoiled(("year: 2025", "year: 2025 # 주석")).encode()
    loaded = load(raw)
    assert loaded.raw == raw
    assert loaded.document["window"] == {
        "opens_at": "2025-03-18T09:00:00+09:00",
        "closes_at": "2025-04-18T18:00:00+09:00",
    }
    assert "rights" not in loaded.document
