"""Entries that are no programme: read with places, refused with all errors at once."""

# ruff: noqa: E501  (tables: one case a line)

from __future__ import annotations

import jsonschema
import pytest

from dure.engine.entries import is_entry, load_entry
from dure.engine.entries.abilities import ABILITIES
from dure.engine.entries.loading import entry_schema, normalised_entry
from dure.engine.problems import Refused
from dure.library import entry_ids, library_bytes

SMALL = """\
id: evidence-2024
kind: evidence
title: {ko: 증거, en: Evidence}
summary: {ko: 견주기, en: A comparison}
system: 40
year: 2024
who:
  - {id: agency, title: {ko: 기관, en: Agency}, does: {ko: 견줌, en: Compares}}
question: {ko: 오르는가, en: Do they rise?}
outcomes: [{id: sales, title: {ko: 매출, en: Sales}}]
comparison:
  group: {title: {ko: 가, en: A}, rule: has(channels)}
  compared_with: {title: {ko: 나, en: B}, rule: NOT has(channels)}
  alike_in: [{ko: 업종, en: Industry}]
says_with_figure: [{ko: 구간, en: Interval}]
needs: [comparison, survival, claim_check]
"""


def _said(text: str) -> list[str]:
    try:
        problems = load_entry(text.encode()).problems
    except Refused as refused:
        problems = refused.problems
    return [f"{p.line}:{p.column}: {p.message.format(**p.params)}" for p in problems]


def test_a_small_entry_is_accepted_without_a_word():
    loaded = load_entry(SMALL.encode())
    assert loaded.problems == ()
    assert loaded.unmet_needs == ("comparison", "survival", "claim_check")
    shown = normalised_entry(loaded)
    assert list(shown)[:6] == ["id", "hash", "kind", "title", "system", "year"]
    assert shown["unmet_needs"] == ["comparison", "survival", "claim_check"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("kind: evidence", "kind: evidnce"), "2:7: “evidnce” is not possible here: did you mean “evidence”?"),
        (("year: 2024", "yaer: 2024"), "6:1: there is no key “yaer” here: did you mean “year”?"),
        (("year: 2024\n", ""), "1:1: “year” is missing here"),
        (("year: 2024", "year: soon"), "6:7: a whole number is wanted here, without separators and quotes"),
        ((", does: {ko: 견줌, en: Compares}", ""), "8:5: “does” is missing here"),
        (("rule: has(channels)}", "rule: has(chanels)}"), "12:44: there is no field “chanels”; did you mean “channels”?"),
        (("[comparison, survival", "[survival"), "2:7: “comparison” is not run by this version: list it under needs"),
        (("claim_check]", "claim_check, lot]"), "16:44: there is no need “lot”: did you mean “comparison”?"),
        (("claim_check]", "claim_check, survival]"), "16:44: “survival” stands in this list twice: first in line 16"),
        (("en: Interval", "en: "), "15:20: the English text (en) is missing"),
    ],
)  # fmt: skip
def test_an_error_is_told_at_its_place(change, expected):
    old, new = change
    assert SMALL.count(old) == 1
    assert expected in _said(SMALL.replace(old, new))


def test_a_need_of_another_kind_is_a_surprise():
    text = SMALL.replace("claim_check]", "claim_check, case_review]")
    (problem,) = load_entry(text.encode()).problems
    assert (problem.severity, problem.line) == ("warning", 16)


def test_only_what_has_a_kind_is_an_entry():
    assert is_entry(SMALL.encode())
    assert not is_entry(library_bytes("tops-2025"))
    assert not is_entry(b"\xff\xfe")


def test_every_kind_has_abilities():
    assert {ability.kind for ability in ABILITIES.values()} == {"council", "data", "evidence"}


@pytest.mark.parametrize("entry_id", entry_ids())
def test_a_shipped_entry_fits_the_json_schema(entry_id):
    jsonschema.Draft202012Validator.check_schema(entry_schema())
    jsonschema.validate(load_entry(library_bytes(entry_id)).document, entry_schema())
