"""What a claim may be: the worked example of the documents, and what holds always."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.programme.example import refused, spoiled

from dure.engine.law.vat import VAT_RATE_BP
from dure.engine.money.claiming import Claimed, claimable, most_at_list, officers_for, vat_is_usual
from dure.engine.problems import Refused
from dure.engine.programme.models.claiming import ClaimTerms

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "claims.md"
TERMS = ClaimTerms.model_validate_json(
    '{"approvals": [{"up_to_won": 5000000, "by": "one_officer"}, {"by": "two_officers"}]}'
)


def documented() -> list[dict[str, str]]:
    text = PAGE.read_text("utf-8").split("```csv claims\n")[1].split("```")[0]
    return list(csv.DictReader(text.splitlines()))


def _list(cell: str) -> list[int]:
    return [int(part) for part in cell.split(";")]


@pytest.mark.parametrize("row", documented(), ids=lambda row: row["case"].replace(" ", "-"))
def test_the_worked_example_is_what_comes_out(row):
    found = claimable(_list(row["costs"]), own_share_bp=int(row["own share bp"]), left_won=int(row["left"]))
    assert [one.own_won for one in found] == _list(row["own"])
    assert [one.supported_won for one in found] == _list(row["supported"])


WON = st.integers(1, 10**12)


@given(st.lists(WON, min_size=1, max_size=8), st.integers(0, 10_000), st.integers(0, 10**13))
def test_own_and_supported_make_the_cost_and_never_more_than_is_left(costs, bp, left):
    found = claimable(costs, own_share_bp=bp, left_won=left)
    assert [one.own_won + one.supported_won for one in found] == costs
    assert all(one.own_won >= 0 and one.supported_won >= 0 for one in found)
    wanted = sum(one.supported_won for one in claimable(costs, own_share_bp=bp, left_won=10**15))
    # Nothing is left lying where it could be claimed, and nothing beyond what is left.
    assert sum(one.supported_won for one in found) == min(left, wanted)


@given(WON, st.integers(0, 10_000))
def test_the_own_share_is_exact_to_one_won(cost, bp):
    (one,) = claimable([cost], own_share_bp=bp, left_won=10**15)
    assert abs(one.own_won * 10_000 - cost * bp) < 10_000


def test_what_cannot_be_a_claim_is_an_error_of_the_caller():
    for costs, bp, left in (([0], 0, 1), ([1], 10_001, 1), ([1], 0, -1)):
        with pytest.raises(ValueError, match="costs above zero"):
            claimable(costs, own_share_bp=bp, left_won=left)
    assert claimable([], own_share_bp=0, left_won=0) == ()
    assert claimable([7], own_share_bp=10_000, left_won=9) == (Claimed(7, 7, 0),)


def test_vat_is_compared_with_the_rate_of_its_day_to_one_won():
    rate = VAT_RATE_BP.on(date(2025, 3, 20))
    assert [vat_is_usual(10_000_005, vat, rate) for vat in (999_998, 999_999, 1_000_000, 1_000_001)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert not vat_is_usual(10_000_000, 0, rate)


def test_a_price_list_bounds_by_its_unit_price():
    assert most_at_list(30_000, 12) == 360_000
    with pytest.raises(Refused):
        most_at_list(30_000, 0)


@pytest.mark.parametrize(("won", "officers"), [(1, 1), (5_000_000, 1), (5_000_001, 2), (10**12, 2)])
def test_how_many_approve_goes_by_the_amount(won, officers):
    assert officers_for(won, TERMS) == officers
    assert officers_for(won, None) == 1


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ("{up_to_won: 5, by: one_officer}", "the last level of approval has no bound: leave up_to_won out"),
        (
            "{by: one_officer}, {by: two_officers}",
            "only the last level of approval is without a bound: write up_to_won",
        ),
        (
            "{up_to_won: 5, by: one_officer}, {up_to_won: 5, by: one_officer}, {by: two_officers}",
            "levels of approval stand in the order of their amounts",
        ),
        (
            "{up_to_won: 5, by: two_officers}, {by: one_officer}",
            "a larger claim cannot need fewer officers than a smaller one",
        ),
    ],
)
def test_levels_of_approval_ascend(levels, told):
    found = refused(spoiled(add=f"claims:\n  approvals: [{levels}]\n"))
    assert [one.split(": ", 1)[1] for one in found] == [told]
