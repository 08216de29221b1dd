"""Marks, weighted sums and combined scores: exact, rounded half up once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.problems import Refused
from dure.engine.review.combining import combined, combined_items, half_up, weighted_total
from dure.engine.review.marks import mark_text, read_mark

MARKS = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", 0), ("100", 100_000), ("100.000", 100_000), ("87.5", 87_500), (" 87.5 ", 87_500), (".5", 500),
        ("90.", 90_000), ("+1", 1000), ("0.001", 1), ("-0", 0), ("87.12300", 87_123), ("007", 7000),
        ("87.1234", "decimals"), ("0.0001", "decimals"), ("100.001", "range"), ("101", "range"),
        ("-0.001", "range"), ("-5", "range"), ("", "number"), ("-", "number"), (".", "number"),
        ("1e2", "number"), ("9,5", "number"), ("95점", "number"), ("nan", "number"), ("１", "number"),
        ("1 0", "number"), ("--1", "number"),
    ],
)  # fmt: skip
def test_a_mark_is_read_as_it_is_typed_or_refused_with_its_fault(text, read):
    assert read_mark(text) == read


@given(MARKS)
def test_a_mark_that_is_shown_is_read_again_as_the_same(mark):
    assert read_mark(mark_text(mark)) == mark


@pytest.mark.parametrize(("amount", "by", "rounded"), [(5, 10, 1), (4, 10, 0), (15, 10, 2), (0, 3, 0)])
def test_half_goes_up(amount, by, rounded):
    assert half_up(amount, by) == rounded


@given(st.integers(0, 10**9), st.integers(1, 10**5))
def test_rounding_is_that_of_exact_decimals(amount, by):
    exact = Fraction(amount, by)
    expected = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert half_up(amount, by) == expected or abs(exact - half_up(amount, by)) == Fraction(1, 2)
    assert abs(exact - half_up(amount, by)) <= Fraction(1, 2)


@given(st.lists(st.tuples(MARKS, st.integers(1, 5000)), min_size=1, max_size=8))
def test_a_weighted_sum_lies_between_its_marks(rows):
    # Weights that make 10,000: the last takes the rest.
    weights = [weight for _, weight in rows[:-1]]
    while sum(weights) > 9999:
        weights = [max(1, weight // 2) for weight in weights]
    weights.append(10_000 - sum(weights))
    items = {str(i): mark for i, (mark, _) in enumerate(rows)}
    total = weighted_total(items, {str(i): weight for i, weight in enumerate(weights)})
    assert min(items.values()) <= total <= max(items.values())


@given(st.lists(MARKS, min_size=1, max_size=9), st.randoms())
def test_the_order_of_scores_does_not_matter_and_one_more_point_never_hurts(scores, random):
    mixed = random.sample(scores, len(scores))
    for way in ("mean", "trimmed_mean"):
        assert combined(scores, way) == combined(mixed, way)
        better = [min(100_000, scores[0] + 1000), *scores[1:]]
        assert combined(better, way) >= combined(scores, way)


@pytest.mark.parametrize(
    ("scores", "mean", "trimmed"),
    [
        ([70_000], 70_000, 70_000),
        ([70_000, 80_001], 75_001, 75_001),
        ([0, 50_000, 100_000], 50_000, 50_000),
        ([90_000, 90_000, 60_000], 80_000, 80_000),
        ([90_000, 90_000, 60_000, 30_000], 67_500, 67_500),
        ([60_000, 70_000, 80_000, 90_000, 100_000], 80_000, 80_000),
    ],
)
def test_the_mean_and_the_mean_without_ends(scores, mean, trimmed):
    assert combined(scores, "mean") == mean
    assert combined(scores, "trimmed_mean") == trimmed


def test_no_score_is_none_and_one_counts_without_a_way():
    assert combined([], "mean") is None
    assert combined([], None) is None
    assert combined([71_000], None) == 71_000


@pytest.mark.parametrize(
    ("scores", "way", "code"), [([1, 2], None, "review.combine"), ([1], "adjusted", "review.adjusted")]
)
def test_what_is_not_told_or_not_run_is_refused(scores, way, code):
    with pytest.raises(Refused) as refused:
        combined(scores, way)
    assert [p.code for p in refused.value.problems] == [code]


WEIGHTS = {"a": 6000, "b": 4000}
SHEETS = st.lists(st.fixed_dictionaries({"a": MARKS, "b": MARKS}), min_size=1, max_size=7)


@given(SHEETS, st.sampled_from(["mean", "trimmed_mean"]))
def test_the_marks_that_are_shown_make_the_score_but_for_rounding(marks, way):
    sheets = [(weighted_total(one, WEIGHTS), one) for one in marks]
    made = combined_items(sheets, way)
    assert abs(weighted_total(made, WEIGHTS) - combined([score for score, _ in sheets], way)) <= 1
    assert all(min(m[name] for m in marks) <= made[name] <= max(m[name] for m in marks) for name in made)


def test_where_a_sheet_lacks_marks_none_are_made():
    assert combined_items([(80_000, {"a": 80_000}), (90_000, {})], "mean") == {}
    assert combined_items([], "mean") == {}
