"""Mixed scores: the worked example of docs/algorithms/mixed-scores.md, exactness, and monotony."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.programme.models.stages import Scale
from dure.engine.selection.mixing import TOP, mixed, points_of
from dure.engine.selection.plan import score_text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "mixed-scores.md"
POINTS = st.integers(0, TOP)


def table(name: str) -> list[dict[str, str]]:
    found = re.search(
        rf"^```csv {name}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def thousandths(cell: str) -> int | None:
    return round(Fraction(cell) * 1000) if cell else None


def test_the_example_of_the_page_follows():
    weights = [int(row["weight_bp"]) for row in table("weights")]
    scale = Scale(none_at=100_000_000, full_at=500_000_000)
    for row in table("mixed"):
        sales = points_of(Fraction(row["annual_sales"]), scale)
        assert score_text(sales) == row["sales_points"]
        points = [thousandths(row["panel"]), thousandths(row["executor"]), sales]
        assert score_text(mixed(points, weights)) == row["score"]


@st.composite
def mixes(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=4)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return weights, draw(st.lists(POINTS, min_size=len(weights), max_size=len(weights)))


@given(mixes())
def test_a_mix_is_the_exact_sum_rounded_half_up_once(mix):
    weights, points = mix
    exact = sum((Fraction(p * w, 10_000) for p, w in zip(points, weights, strict=True)), Fraction(0))
    assert 0 <= (made := mixed(points, weights)) <= TOP
    assert Fraction(-1, 2) <= exact - made < Fraction(1, 2)


@given(mixes(), st.data())
def test_no_source_that_rises_makes_the_score_fall(mix, data):
    weights, points = mix
    i = data.draw(st.integers(0, len(points) - 1))
    higher = [*points[:i], data.draw(st.integers(points[i], TOP)), *points[i + 1 :]]
    assert mixed(higher, weights) >= mixed(points, weights)


def test_a_source_that_is_not_known_makes_the_score_not_known():
    assert mixed([TOP, None], [9999, 1]) is None


@settings(max_examples=50)
@given(st.fractions(-1000, 1000), st.fractions(-1000, 1000), st.integers(-900, 900), st.integers(-900, 900))
def test_points_of_a_figure_rise_towards_the_full_value_and_stay_between(one, other, none_at, full_at):
    if none_at == full_at:
        return
    scale = Scale(none_at=none_at, full_at=full_at)
    assert (points_of(Fraction(none_at), scale), points_of(Fraction(full_at), scale)) == (0, TOP)
    lower, higher = sorted((one, other), reverse=full_at < none_at)
    assert 0 <= points_of(lower, scale) <= points_of(higher, scale) <= TOP
