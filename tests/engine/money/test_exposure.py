"""Ceilings of loans and guarantees: the page's example, and what always holds."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.money.exposure import Wanted, admit, counted_won, freed_won

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "exposure.md").read_text("utf-8")
ASKED = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 50)), max_size=30)
CEILINGS = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 200))


def rows(name: str) -> list[dict[str, str]]:
    found = re.search(rf"^```csv {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def test_the_example_of_the_page():
    told = rows("referred")
    assert [counted_won(int(row["loan_won"]), 8_500) for row in told] == [
        int(row["counted_won"]) for row in told
    ]
    found = admit(
        [Wanted(int(row["id"]), row["body"], int(row["counted_won"])) for row in told],
        100_000_000,
        {"seoul": 60_000_000},
    )
    outcome = {**dict.fromkeys(found.referred, "referred"), **found.waiting}
    assert [outcome[int(row["id"])] for row in told] == [row["outcome"] for row in told]


def test_repayments_of_the_page_free_what_was_counted():
    told = rows("freed")
    freed = [
        freed_won(10_000_001, int(row["repaid_before_won"]), int(row["repaid_won"]), 8_500) for row in told
    ]
    assert freed == [int(row["freed_won"]) for row in told]
    assert sum(freed) == counted_won(10_000_001, 8_500) == 8_500_001


def test_without_ceilings_everybody_is_referred():
    found = admit([Wanted(1, "a", 10**12), Wanted(2, "b", 0)], None, {})
    assert found.referred == (1, 2)
    assert found.waiting == {}


@pytest.mark.parametrize(
    ("call", "args"),
    [
        (counted_won, (-1, 5_000)),
        (counted_won, (1, 10_001)),
        (freed_won, (10, 5, 6, 10_000)),
        (freed_won, (10, 5, -1, 10_000)),
    ],
)
def test_what_cannot_be_is_refused(call, args):
    with pytest.raises(ValueError, match=r"from 0|no more"):
        call(*args)


@given(ASKED, st.none() | st.integers(0, 500), CEILINGS)
def test_no_ceiling_is_outgrown_and_nobody_is_passed_over(asked, total, by_body):
    wanted = [Wanted(n, body, won) for n, (body, won) in enumerate(asked)]
    found = admit(wanted, total, by_body)
    assert sorted([*found.referred, *found.waiting]) == [one.id for one in wanted]
    taken = [wanted[n] for n in found.referred]
    assert total is None or sum(one.won for one in taken) <= total
    for body, ceiling in by_body.items():
        assert sum(one.won for one in taken if one.body == body) <= ceiling
    for waits, why in found.waiting.items():
        later = [one for one in taken if one.id > waits]
        assert not [one for one in later if why == "total" or one.body == wanted[waits].body]


@given(st.integers(0, 10**10), st.integers(0, 10_000), st.lists(st.integers(0, 10**9), max_size=20))
def test_what_is_freed_is_never_more_than_what_was_counted(loan, covered_bp, parts):
    repaid = freed = 0
    for part in parts:
        part = min(part, loan - repaid)
        freed += freed_won(loan, repaid, part, covered_bp)
        repaid += part
        assert counted_won(loan, covered_bp) - freed == counted_won(loan - repaid, covered_bp)
