"""Tax withheld: the page's examples, the days on which the law changed, what always holds."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.law.dated import MissingParameter
from dure.engine.money.withholding import withhold
from dure.engine.problems import Refused

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "withholding.md").read_text("utf-8")
FOUND = re.search(r"^```csv withheld\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
assert FOUND is not None
ROWS = list(csv.DictReader(FOUND[1].splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['paid_on']}-{r['income']}-{r['paid_won']}" for r in ROWS])
def test_an_example_of_the_page(row):
    found = withhold(
        paid_won=int(row["paid_won"]), paid_on=date.fromisoformat(row["paid_on"]), income=row["income"]
    )
    names = ("income_won", "income_tax_won", "local_tax_won", "handed_out_won")
    assert tuple(getattr(found, name) for name in names) == tuple(int(row[name]) for name in names)


def test_the_page_has_its_examples():
    assert len(ROWS) == 8


def test_a_day_that_the_tables_do_not_cover_is_an_error_that_names_it():
    with pytest.raises(MissingParameter, match="withholding_local_rate_bp"):
        withhold(paid_won=1, paid_on=date(2013, 12, 31), income="business")


def test_less_than_nothing_is_refused():
    with pytest.raises(Refused):
        withhold(paid_won=-1, paid_on=date(2025, 1, 1), income="other")


@given(
    st.integers(0, 10**10),
    st.dates(date(2014, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["business", "other"]),
)
def test_what_is_withheld_and_handed_out_is_the_payment(paid, on, income):
    found = withhold(paid_won=paid, paid_on=on, income=income)
    assert found.handed_out_won + found.income_tax_won + found.local_tax_won == paid
    assert 0 <= found.local_tax_won <= found.income_tax_won <= paid * 88 // 1_000 + 1
    assert found.income_tax_won % 10 == found.local_tax_won % 10 == 0


@given(st.integers(0, 10**7), st.integers(1, 10**6))
def test_more_pay_never_means_less_tax(paid, more):
    on = date(2025, 1, 1)
    for income in ("business", "other"):
        low, high = (withhold(paid_won=won, paid_on=on, income=income) for won in (paid, paid + more))
        assert low.income_tax_won <= high.income_tax_won
