"""Pairings in programme files: criteria that say what they compare, readable rules, ways that are there."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, spoiled

from dure.engine.programme import load

TEXT = "title: {ko: 가, en: T}"


def with_criterion(text: str, more: str = "") -> str:
    criterion = f"    criteria:\n      - {{id: c, points: 1, {TEXT}{text}}}\n"
    return spoiled(add=f"pairings:\n  - id: a\n    paired_with: tutor\n    {TEXT}\n{more}{criterion}")


@pytest.mark.parametrize(
    ("text", "place"),
    [("", "36:14"), (", compares: text, merchant: owner_female", "36:14")],
)
def test_a_criterion_compares_or_asks_rules_and_not_both(text, place):
    said = "a criterion either compares both sides in something, or asks rules of them"
    assert refused(with_criterion(text)) == [f"{place}: {said}"]


def test_rules_of_either_side_are_read_over_their_own_fields():
    good = with_criterion(", merchant: owner_female, provider: \"contains(skills, 'video')\"")
    assert load(good.encode()).programme.pairings[0].criteria[0].provider == "contains(skills, 'video')"
    (found,) = refused(with_criterion(", provider: owner_female"))
    assert "owner_female" in found
    (found,) = refused(with_criterion(", merchant: price_won > 0"))
    assert "price_won" in found


@pytest.mark.parametrize("stage", ["", "    stage: second\n"], ids=["no stage", "one list over all"])
def test_executors_run_a_pairing_only_of_those_placed_with_them(stage):
    (found,) = refused(with_criterion(", compares: text", f"    run_by: executor\n{stage}"))
    said = "executors pair those who hold a place with them: name a stage that is over each executor"
    assert found == f"35:13: {said}"
    good = with_criterion(", compares: text", "    run_by: executor\n    stage: first\n")
    assert load(good.encode()).programme.pairings[0].run_by == "executor"
    assert load(with_criterion(", compares: text").encode()).programme.pairings[0].run_by == "agency"


def test_a_way_that_no_form_has_is_an_error():
    (found,) = refused(with_criterion(", compares: text", "    way: online.low\n"))
    assert found == "35:10: no diagnosis form has the way “online.low”"
