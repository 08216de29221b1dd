"""Rates, ratios and differences of groups: the documented example, published figures, laws."""

from __future__ import annotations

import csv
import re
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.statistics.fairness import (
    GroupCount,
    chance,
    fairness,
    fisher,
    holm,
    newcombe,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "fairness.md"


def table(name: str) -> list[dict[str, str]]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^```csv {name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


@pytest.mark.parametrize(("groups", "report"), [("groups", "report"), ("two_groups", "two_report")])
def test_the_documented_examples(groups, report):
    counts = [GroupCount(r["group"], int(r["entered"]), int(r["selected"])) for r in table(groups)]
    found = fairness(counts)
    said = []
    for row in found.rows:
        assert row.ratio is not None
        assert row.difference is not None
        figures = (row.rate.value, row.rate.low, row.rate.high, row.ratio)
        below = "yes" if row.below_four_fifths else "no"
        rest = (row.difference.value, row.p_value)
        said.append([row.group, *(f"{n:.4f}" for n in figures), below, *(f"{n:.4f}" for n in rest)])
    assert said == [list(row.values()) for row in table(report)]
    assert (found.against, found.noticed) == ("male", ("female",))


@pytest.mark.parametrize(
    ("counts", "interval"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ],
)
def test_the_difference_of_two_rates_is_that_of_the_article(counts, interval):
    found = newcombe(*counts)
    assert (round(found.low, 4), round(found.high, 4)) == interval


def test_four_fifths_exactly_is_not_below():
    rows = fairness([GroupCount("a", 100, 50), GroupCount("b", 100, 40), GroupCount("c", 1000, 399)]).rows
    assert [row.below_four_fifths for row in rows] == [False, False, True]


def test_a_group_of_less_than_a_fiftieth_is_not_measured_against():
    found = fairness([GroupCount("few", 1, 1), GroupCount("many", 99, 40)])
    assert found.against == "many"
    assert fairness([GroupCount("few", 2, 2), GroupCount("many", 98, 40)]).against == "few"


def test_groups_in_which_nobody_is_are_left_out_and_nobody_selected_is_no_ratio():
    found = fairness([GroupCount("none", 0, 0), GroupCount("a", 5, 0), GroupCount("b", 5, 0)])
    assert [(row.group, row.ratio, row.below_four_fifths, row.p_value) for row in found.rows] == [
        ("a", None, False, 1.0),
        ("b", None, False, 1.0),
    ]
    alone = fairness([GroupCount("a", 5, 2)]).rows[0]
    assert (alone.difference, alone.p_value, alone.ratio) == (None, None, 1.0)
    assert fairness([]).rows == ()


small = st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(small, small)
def test_fishers_test_is_the_sum_over_all_tables_that_are_as_rare(one, other):
    (selected, entered), (other_selected, others) = one, other
    taken = selected + other_selected

    def ways(k: int) -> int:
        return comb(entered, k) * comb(others, taken - k)

    tables = range(max(0, taken - others), min(entered, taken) + 1)
    exact = sum(w for k in tables if (w := ways(k)) <= ways(selected)) / comb(entered + others, taken)
    assert fisher(selected, entered, other_selected, others) == pytest.approx(exact, rel=1e-6)


@given(st.lists(small, min_size=1, max_size=6))
def test_what_always_holds(groups):
    found = fairness([GroupCount(str(i), n, s) for i, (s, n) in enumerate(groups)])
    for row in found.rows:
        assert 0 <= row.rate.low <= row.rate.value <= row.rate.high <= 1
        assert row.rate.low < row.rate.high
        if row.difference is not None:
            assert -1 <= row.difference.low <= row.difference.value <= row.difference.high <= 1
        assert row.p_value is None or 0 <= row.p_value <= 1
        assert row.group != found.against or not row.below_four_fifths


@given(small, small)
def test_groups_that_change_places_differ_as_much_the_other_way(one, other):
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))
    assert chance(*one, *other) == pytest.approx(chance(*other, *one))


@given(small, small)
def test_two_groups_are_one_test_and_its_value_is_told_as_it_is(one, other):
    rows = fairness([GroupCount("a", one[1], one[0]), GroupCount("b", other[1], other[0])]).rows
    told = chance(*one, *other)
    assert [row.p_value for row in rows] == [pytest.approx(told), pytest.approx(told)]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8))
def test_holm_never_lessens_a_value_and_keeps_their_order(values):
    found = holm(values)
    pairs = [(p, q) for p, q in zip(values, found, strict=True) if p is not None and q is not None]
    assert all(p <= q <= 1 for p, q in pairs)
    assert [q for _p, q in sorted(pairs)] == sorted(q for _p, q in pairs)
    assert [q is None for q in found] == [p is None for p in values]
