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


def test_a_way_that_no_form_has_is_an_error():
    (found,) = refused(with_criterion(", compares: text", "    way: online.low\n"))
    assert found == "35:10: no diagnosis form has the way “online.low”"
