"""What must hold of any panel: moments add, estimates are naive means, and nothing depends on names."""

from __future__ import annotations

import doctest
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.engine.outcomes.panels import Panel, mpdta

from dure.engine.charts import intervals
from dure.engine.outcomes import gates, inference, moments, periods
from dure.engine.outcomes.estimate import Estimates, estimate
from dure.engine.outcomes.moments import added, handed_out, pooled
from dure.engine.problems import Refused

FIRSTS = st.sampled_from([0, 0, 12, 13, 14, 16])
SIZES = st.tuples(st.integers(6, 24), st.integers(3, 5))


@st.composite
def panels(draw: st.DrawFn, strata: bool = False) -> Panel:
    units, count = draw(SIZES)
    values = draw(arrays(float, (units, count), elements=st.integers(-50, 50).map(float)))
    firsts = [draw(FIRSTS) for _ in range(units)]
    firsts[:2] = [0, 12]
    named = [draw(st.sampled_from("ab")) for _ in range(units)] if strata else ()
    return Panel(values, firsts, tuple(range(10, 10 + count)), named)


def figures(found: Estimates) -> dict[str, tuple[float, float]]:
    return {line.term: (line.estimate, line.error or 0.0) for line in found.estimates}


def same(one: Estimates, other: Estimates, *, times: float = 1.0) -> None:
    mine, theirs = figures(one), figures(other)
    assert mine.keys() == theirs.keys()
    for term, told in mine.items():
        assert tuple(times * n for n in told) == pytest.approx(theirs[term], abs=1e-6 * max(1.0, times)), term


@pytest.mark.parametrize("module", [gates, inference, moments, periods, intervals])
def test_documented_examples(module):
    assert doctest.testmod(module).failed == 0


@given(panels(), st.integers(0, 2**30))
def test_moments_of_parts_add_up_to_those_of_the_whole(panel, seed):
    parts = np.random.default_rng(seed).integers(0, 3, len(panel.firsts))
    split = []
    for part in range(3):
        rows = np.flatnonzero(parts == part)
        if len(rows):
            split.append(
                replace(panel, values=panel.values[rows], firsts=[panel.firsts[i] for i in rows]).moments()
            )
    whole, summed = panel.moments(), added(split)
    assert [(c.key, c.n, c.units) for c in summed.cells] == [(c.key, c.n, c.units) for c in whole.cells]
    for one, other in zip(summed.cells, whole.cells, strict=True):
        np.testing.assert_allclose(one.mean, other.mean, atol=1e-10)
        np.testing.assert_allclose(one.cross, other.cross, atol=1e-8)


@given(panels(), st.sampled_from(["cs", "imputation"]), st.permutations(range(6)))
def test_the_order_of_units_does_not_matter(panel, method, order):
    turned = [*order, *range(6, len(panel.firsts))]
    other = Panel(panel.values[turned], [panel.firsts[i] for i in turned], panel.times)
    same(estimate(panel.moments(), method), estimate(other.moments(), method))


@given(panels(), st.sampled_from(["cs", "imputation"]), st.integers(-(10**6), 10**6), st.integers(1, 1000))
def test_a_constant_changes_nothing_and_a_factor_scales(panel, method, constant, factor):
    found = estimate(panel.moments(), method)
    same(found, estimate(replace(panel, values=panel.values + constant).moments(), method))
    same(found, estimate(replace(panel, values=panel.values * factor).moments(), method), times=factor)


@given(panels(), st.sampled_from(["cs", "imputation"]))
def test_effects_of_units_and_periods_change_nothing(panel, method):
    units = np.arange(len(panel.firsts))[:, None] * 7.0
    times = np.array([3.0, -20.0, 11.0, 40.0, 1.0])[: len(panel.times)]
    moved = replace(panel, values=panel.values + units + times)
    assert figures(estimate(moved.moments(), method))["simple"] == pytest.approx(
        figures(estimate(panel.moments(), method))["simple"], abs=1e-6
    )


@given(panels(), st.integers(-9, 3000))
def test_periods_may_be_counted_from_anywhere(panel, begin):
    moved = Panel(
        panel.values,
        [first and first + begin for first in panel.firsts],
        tuple(time + begin for time in panel.times),
    )
    assume(all(first != 0 for first, was in zip(moved.firsts, panel.firsts, strict=True) if was))
    one, other = (figures(estimate(p.moments(), "cs")) for p in (panel, moved))
    for term in ("simple", "dynamic:0", "dynamic:overall", "group:overall"):
        assert one[term] == pytest.approx(other[term], abs=1e-9)


@given(panels(), st.sampled_from(["never", "notyet"]))
def test_an_effect_of_group_and_time_is_a_difference_of_naive_means(panel, control):
    found = figures(estimate(panel.moments(), "cs", control=control))
    firsts = np.array(panel.firsts)
    end = panel.times[-1]
    seen = 0
    for first in sorted({f for f in panel.firsts if f and f <= end}):
        for now, time in enumerate(panel.times):
            since = panel.times.index(first) - 1 if time >= first else now - 1
            if since < 0:
                continue
            never = (firsts == 0) | (firsts > end)
            later = (firsts > time) & (firsts != first) if control == "notyet" else never
            change = panel.values[:, now] - panel.values[:, since]
            expected = change[firsts == first].mean() - change[never | later].mean()
            assert found[f"att:{first}:{time}"][0] == pytest.approx(expected, abs=1e-9)
            seen += 1
    assert seen


@given(panels())
def test_imputation_is_least_squares_on_the_untreated_observations(panel):
    firsts, count = np.array(panel.firsts), len(panel.times)
    treated = (firsts[:, None] > 0) & (np.array(panel.times)[None, :] >= firsts[:, None])
    rows = [(i, t) for i in range(len(firsts)) for t in range(count) if not treated[i, t]]
    design = np.zeros((len(rows), len(firsts) + count))
    for row, (i, t) in enumerate(rows):
        design[row, i] = design[row, len(firsts) + t] = 1
    solved = np.linalg.lstsq(design, np.array([panel.values[i, t] for i, t in rows]), rcond=None)[0]
    left = panel.values - solved[: len(firsts), None] - solved[None, len(firsts) :]
    found = figures(estimate(panel.moments(), "imputation"))
    assert found["simple"][0] == pytest.approx(left[treated].mean(), abs=1e-8)
    for first in {f for f in panel.firsts if f and f <= panel.times[-1]}:
        for t, time in enumerate(panel.times):
            if time >= first:
                told = found[f"att:{first}:{time}"][0]
                assert told == pytest.approx(left[firsts == first, t].mean(), abs=1e-8)


@given(panels())
@settings(max_examples=30)
def test_the_standard_error_of_imputation_is_that_of_its_weights_by_unit(panel):
    """By hand: weights of all observations from the same regression, residuals from the cohort's mean
    effect."""
    firsts, count = np.array(panel.firsts), len(panel.times)
    treated = (firsts[:, None] > 0) & (np.array(panel.times)[None, :] >= firsts[:, None])
    size = len(firsts)
    full = np.zeros((size * count, size + count))
    for i in range(size):
        for t in range(count):
            full[i * count + t, i] = full[i * count + t, size + t] = 1
    on = treated.ravel()
    asked = np.where(on, 1 / on.sum(), 0.0)
    weights = asked.copy()
    weights[~on] = -(asked @ full) @ np.linalg.pinv(full[~on])
    y = panel.values.ravel()
    left = (y - full @ np.linalg.lstsq(full[~on], y[~on], rcond=None)[0]).reshape(size, count)
    for first in set(firsts):
        for t in range(count):
            mine = (firsts == first) & treated[:, t]
            if mine.any():
                left[mine, t] -= left[mine, t].mean()
    by_hand = np.sqrt(((weights.reshape(size, count) * left).sum(axis=1) ** 2).sum())
    assert figures(estimate(panel.moments(), "imputation"))["simple"][1] == pytest.approx(by_hand, abs=1e-7)


@given(panels(strata=True), st.sampled_from(["cs", "imputation"]))
def test_strata_are_estimated_apart_and_put_together_by_supported_units(panel, method):
    where = np.array(panel.strata)
    firsts = np.array(panel.firsts)
    weighted, total = 0.0, 0
    for stratum in "ab":
        rows = np.flatnonzero(where == stratum)
        part = Panel(panel.values[rows], list(firsts[rows]), panel.times)
        mine = int(((firsts[rows] > 0) & (firsts[rows] <= panel.times[-1])).sum())
        if not mine:
            continue
        assume((firsts[rows] == 0).any())
        line = estimate(part.moments(), method).term("dynamic:0")
        assert line is not None
        weighted, total = weighted + line.supported * line.estimate, total + line.supported
    found = estimate(panel.moments(), method).term("dynamic:0")
    assert found is not None
    assert (found.supported, found.estimate) == (total, pytest.approx(weighted / total, abs=1e-8))


def test_moments_by_strata_can_be_had_without_them():
    panel = mpdta()
    halves = Panel(panel.values, panel.firsts, panel.times, ["ab"[i % 2] for i in range(500)])
    without = pooled(halves.moments(), [])
    for method in ("cs", "imputation"):
        mine, theirs = figures(estimate(without, method)), figures(estimate(panel.moments(), method))
        for term, told in mine.items():
            assert told == pytest.approx(theirs[term], abs=1e-12)
    with pytest.raises(Refused, match=r"moments\.stratum"):
        pooled(panel.moments(), ["region"])


def test_moments_of_different_things_are_not_added():
    panel = mpdta()
    one = panel.moments()
    for other in (replace(one, log=True), replace(one, outcome="x"), replace(one, strata=("s",))):
        with pytest.raises(Refused, match=r"moments\.differ"):
            added([one, other])


def test_small_cells_are_held_back_and_told():
    out = handed_out(mpdta().moments())
    assert (out.cells, out.units) == (1, 20)
    assert [cell.first for cell in out.moments.cells] == [None, 2006, 2007]


def test_a_cohort_after_the_last_period_is_as_good_as_never():
    panel = mpdta()
    later = [first or 2010 for first in panel.firsts]
    same(estimate(Panel(panel.values, later, panel.times).moments(), "cs"), estimate(panel.moments(), "cs"))


def test_who_is_treated_from_the_first_period_on_says_nothing():
    panel = mpdta()
    always = [2003 if first == 2004 else first for first in panel.firsts]
    kept = [i for i, first in enumerate(panel.firsts) if first != 2004]
    less = Panel(panel.values[kept], [panel.firsts[i] for i in kept], panel.times)
    same(estimate(Panel(panel.values, always, panel.times).moments(), "cs"), estimate(less.moments(), "cs"))


def test_anticipation_moves_the_base_and_what_is_tested_before():
    panel = mpdta()
    found = estimate(panel.moments(), "cs", anticipation=1)
    firsts = np.array(panel.firsts)
    change = panel.values[:, 4] - panel.values[:, 2]  # 2007 since 2005, for those of 2007
    expected = change[firsts == 2007].mean() - change[firsts == 0].mean()
    assert figures(found)["att:2007:2007"][0] == pytest.approx(expected, abs=1e-12)
    assert "att:2004:2004" not in figures(found)
    assert found.pre_trend is not None
    assert found.pre_trend.degrees == 3


@pytest.mark.parametrize(
    ("firsts", "control", "code"),
    [
        ([0, 0, 0], "never", "outcomes.nobody_supported"),
        ([11, 12, 12], "never", "outcomes.nobody_never"),
        ([12, 12, 12], "notyet", "outcomes.no_effect"),
    ],
)
def test_where_nothing_can_be_compared_it_is_refused(firsts, control, code):
    values = np.arange(9, dtype=float).reshape(3, 3)
    with pytest.raises(Refused) as refused:
        estimate(Panel(values, firsts, (10, 11, 12)).moments(), "cs", control=control)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_without_anybody_never_treated_the_last_cohort_is_compared_with():
    values = np.array([[1.0, 3, 9], [2, 5, 9], [1, 1, 2], [0, 4, 7]])
    found = estimate(Panel(values, [11, 11, 12, 12], (10, 11, 12)).moments(), "cs", control="notyet")
    assert [line.term for line in found.estimates if line.term.startswith("att")] == ["att:11:11"]
    assert figures(found)["simple"][0] == pytest.approx(2.5 - 2.0)


def test_bands_are_wider_than_one_interval_and_the_same_for_the_same_seed():
    one, again = (estimate(mpdta().moments(), "cs", seed=1) for _ in range(2))
    assert one.band == again.band
    assert 2.4 < one.band < 2.9
    assert estimate(mpdta().moments(), "cs", seed=2).band != one.band
