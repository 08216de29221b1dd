"""Repayment of loans: the page's examples, the methods, what always holds."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.repayment import Change, Loan, changed, interest_won, schedule
from dure.engine.problems import Refused

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "loan-repayment.md").read_text("utf-8")
LOAN = Loan(principal_won=12_000_000, rate_bp=365, drawn_on=date(2025, 1, 1), months=6)
LOANS = st.builds(
    Loan,
    principal_won=st.integers(1, 10**10),
    rate_bp=st.integers(0, 2_000),
    drawn_on=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    months=st.integers(13, 120),
    grace_months=st.integers(0, 12),
    method=st.sampled_from(["equal_principal", "equal_payment", "at_end"]),
)


def rows(name: str) -> list[tuple[str, int, int, int]]:
    found = re.search(rf"^```csv {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return [
        (row["due_on"], int(row["principal_won"]), int(row["interest_won"]), int(row["left_won"]))
        for row in csv.DictReader(found[1].splitlines())
    ]


def told(instalments) -> list[tuple[str, int, int, int]]:
    return [(i.due_on.isoformat(), i.principal_won, i.interest_won, i.left_won) for i in instalments]


def test_the_page_is_true():
    plain, later = schedule(LOAN), changed(LOAN, Change(after=2, deferred_months=2, added_months=2))
    assert told(plain) == rows("plain")
    assert told(later) == rows("deferred")
    assert (interest_won(plain), interest_won(later)) == (126_400, 175_400)


def test_equal_payments_are_the_annuity_and_the_last_takes_the_rest():
    found = schedule(
        Loan(
            principal_won=10_000_000,
            rate_bp=600,
            drawn_on=date(2025, 1, 31),
            months=12,
            method="equal_payment",
        )
    )
    # 10,000,000 × 0.005 ÷ (1 − 1.005⁻¹²) = 860,664.29…
    assert {one.total_won for one in found[:-1]} == {860_664}
    assert found[-1].total_won == 860_662
    assert found[0].due_on == date(2025, 2, 28)
    assert found[1].due_on == date(2025, 3, 31)


def test_at_the_end_all_is_repaid_at_once():
    found = schedule(Loan(12_000_000, 365, date(2025, 1, 1), 3, method="at_end"))
    assert [one.principal_won for one in found] == [0, 0, 12_000_000]


def test_a_deferral_within_the_term_makes_the_rest_greater():
    found = changed(LOAN, Change(after=2, deferred_months=2))
    assert [one.principal_won for one in found] == [2_000_000, 2_000_000, 0, 0, 4_000_000, 4_000_000]


def test_an_extension_spreads_the_rest_at_the_new_rate():
    found = changed(LOAN, Change(after=2, added_months=4, rate_bp=730))
    assert [one.principal_won for one in found[2:]] == [1_000_000] * 8
    assert found[2].interest_won == 49_600


def test_grace_that_has_not_run_out_runs_on():
    loan = Loan(12_000_000, 365, date(2025, 1, 1), 6, grace_months=3)
    found = changed(loan, Change(after=1, added_months=1))
    assert [one.principal_won for one in found] == [0, 0, 0, 3_000_000, 3_000_000, 3_000_000, 3_000_000]


@pytest.mark.parametrize(
    ("loan", "code"),
    [
        (Loan(0, 365, date(2025, 1, 1), 6), "loan.principal"),
        (Loan(1, 10_001, date(2025, 1, 1), 6), "loan.rate"),
        (Loan(1, -1, date(2025, 1, 1), 6), "loan.rate"),
        (Loan(1, 365, date(2025, 1, 1), 0), "loan.months"),
        (Loan(1, 365, date(2025, 1, 1), 601), "loan.months"),
        (Loan(1, 365, date(2025, 1, 1), 6, grace_months=6), "loan.grace"),
    ],
)
def test_figures_that_do_not_fit_are_refused(loan, code):
    with pytest.raises(Refused) as refused:
        schedule(loan)
    assert [one.code for one in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(after=6), "loan.after"),
        (Change(after=-1), "loan.after"),
        (Change(after=1, added_months=-1), "loan.months"),
        (Change(after=1, added_months=595), "loan.months"),
        (Change(after=1, deferred_months=5), "loan.deferred"),
        (Change(after=1, rate_bp=10_001), "loan.rate"),
    ],
)
def test_changes_that_do_not_fit_are_refused(change, code):
    with pytest.raises(Refused) as refused:
        changed(LOAN, change)
    assert [one.code for one in refused.value.problems] == [code]


@given(LOANS)
def test_the_principal_of_all_instalments_is_the_loan(loan):
    found = schedule(loan)
    assert len(found) == loan.months
    assert sum(one.principal_won for one in found) == loan.principal_won
    assert all(one.principal_won >= 0 and one.interest_won >= 0 for one in found)
    assert found[-1].left_won == 0
    assert [one.due_on for one in found] == sorted({one.due_on for one in found})


@given(LOANS, st.integers(0, 12), st.integers(0, 60), st.integers(0, 60))
def test_a_change_keeps_what_is_behind_and_repays_the_loan(loan, after, deferred, added):
    if deferred >= loan.months - after + added:
        return
    found = changed(loan, Change(after=after, deferred_months=deferred, added_months=added))
    assert found[:after] == schedule(loan)[:after]
    assert len(found) == loan.months + added
    assert sum(one.principal_won for one in found) == loan.principal_won


@given(LOANS, st.integers(0, 12))
def test_a_change_of_nothing_changes_only_what_rounding_leaves_over(loan, after):
    before, found = schedule(loan), changed(loan, Change(after=after))
    assert [one.due_on for one in found] == [one.due_on for one in before]
    assert all(
        abs(one.left_won - two.left_won) <= 2 * loan.months for one, two in zip(before, found, strict=True)
    )


@given(LOANS, st.integers(1, 24))
def test_a_deferral_that_moves_the_end_costs_no_less_interest(loan, months):
    longer = changed(loan, Change(after=12, deferred_months=months, added_months=months))
    assert interest_won(longer) >= interest_won(schedule(loan)) - 2 * loan.months
