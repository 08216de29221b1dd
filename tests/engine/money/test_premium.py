"""Premiums and payouts: the page's examples, and what always holds."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.premium import Premium, payable_won, split_premium

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "premium-split.md").read_text("utf-8")
SHARES = st.integers(0, 10_000)


def rows(name: str) -> list[dict[str, int]]:
    found = re.search(rf"^```csv {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return [{k: int(v) for k, v in row.items()} for row in csv.DictReader(found[1].splitlines())]


def test_the_premiums_of_the_page():
    for row in rows("premium"):
        found = split_premium(
            row["premium_won"],
            merchant_share_bp=row["merchant_share_bp"],
            paid_for_merchant_bp=row["paid_for_merchant_bp"],
        )
        assert found == Premium(row["public_won"], row["for_merchant_won"], row["merchant_won"])


def test_the_payouts_of_the_page():
    for row in rows("payout"):
        found = payable_won(
            row["asked_won"], cover_won=row["cover_won"], paid_before_won=row["paid_before_won"]
        )
        assert found == row["payable_won"]
    assert payable_won(5, cover_won=None, paid_before_won=10) == 5


@pytest.mark.parametrize("told", [(-1, 0, 0), (1, 10_001, 0), (1, 0, -1)])
def test_what_cannot_be_is_refused(told):
    with pytest.raises(ValueError, match="from 0"):
        split_premium(told[0], merchant_share_bp=told[1], paid_for_merchant_bp=told[2])


@given(st.integers(0, 10**9), SHARES, SHARES)
def test_the_parts_make_the_premium_each_within_a_won_of_its_share(won, share_bp, paid_bp):
    found = split_premium(won, merchant_share_bp=share_bp, paid_for_merchant_bp=paid_bp)
    assert found.won == won
    assert min(found.public_won, found.for_merchant_won, found.merchant_won) >= 0
    assert abs(found.public_won * 10_000 - won * (10_000 - share_bp)) <= 10_000


@given(st.integers(0, 10**9), SHARES)
def test_where_all_of_it_is_paid_for_the_merchant_the_merchant_pays_nothing(won, share_bp):
    found = split_premium(won, merchant_share_bp=share_bp, paid_for_merchant_bp=10_000)
    assert found.merchant_won == 0


@given(st.lists(st.integers(0, 10**9), max_size=20), st.integers(0, 10**9))
def test_all_payouts_together_stay_within_the_cover(asked, cover):
    paid = 0
    for one in asked:
        paid += payable_won(one, cover_won=cover, paid_before_won=paid)
        assert paid <= cover
