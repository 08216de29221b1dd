"""Weights that balance, and the ratio of totals: by hand, by laws, and where there is no answer."""

from __future__ import annotations

import doctest
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.outcomes.panels import Panel

from dure.engine.outcomes.balancing import balancing_weights, effective, level_and_trend
from dure.engine.outcomes.imputation import leads
from dure.engine.outcomes.keys import by_stratum
from dure.engine.outcomes.ratio import ratio_of_totals
from dure.files.reports import interval_figure, outcome_words


@pytest.mark.parametrize("module", [interval_figure, outcome_words])
def test_documented_examples(module):
    assert doctest.testmod(module).failed == 0


def test_level_and_trend_are_of_the_periods_before():
    values = np.array([[1.0, 3.0, 5.0, 99.0], [4.0, 4.0, 4.0, 0.0]])
    np.testing.assert_allclose(level_and_trend(values, [0, 1, 2]), [[3, 2], [4, 0]])


def test_two_values_have_the_weights_that_can_be_found_by_hand():
    """Of 0, 0, 1 with a mean of 0.5 the one has half the weight: the two others share the rest."""
    weights = balancing_weights(np.array([[0.0], [0.0], [1.0]]), np.array([0.5]))
    np.testing.assert_allclose(weights, [0.25, 0.25, 0.5], atol=1e-8)
    assert effective(weights) == pytest.approx(1 / (2 * 0.0625 + 0.25))


@given(st.integers(0, 10**6))
def test_means_are_those_of_the_target_and_weights_are_exponential_in_the_covariates(seed):
    generator = np.random.default_rng(seed)
    compared = generator.normal(size=(60, 2)) * [1.0, 1000.0]
    target = generator.dirichlet(np.ones(60)) @ compared
    weights = balancing_weights(compared, target)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()
    np.testing.assert_allclose((weights @ compared - target) / [1.0, 1000.0], 0, atol=1e-6)
    design = np.column_stack([np.ones(60), compared / [1.0, 1000.0]])
    left = np.linalg.lstsq(design, np.log(weights), rcond=None)[1]
    assert left == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("target", [[2.0, 0.5], [0.5, 1.0]])
def test_a_target_outside_the_comparison_has_no_weights(target):
    with pytest.raises(ValueError, match=r"no weights|does not vary"):
        balancing_weights(np.array([[0.0, 0.5], [1.0, 0.5], [0.4, 0.5]]), np.array(target))


def test_the_ratio_of_totals_and_its_interval_by_hand():
    panel = Panel(np.array([[10.0, 30], [30, 50], [10, 10], [30, 50]]), [12, 12, 0, 0], (11, 12))
    found = ratio_of_totals(panel.moments())
    assert found is not None
    assert (found.growth, found.growth_compared) == (pytest.approx(2.0), pytest.approx(1.5))
    assert found.ratio == pytest.approx(2 / 1.5)
    # log growth of each group moves by y2/m2 - y1/m1: ±(10/40 - 10/20) and ±(20/30 - 10/20).
    error = sqrt((0.25**2 + (1 / 6) ** 2) / 2)
    assert found.log_error == pytest.approx(error)
    assert found.low == pytest.approx(exp(log(2 / 1.5) - 1.959963984540054 * error))


def test_a_total_that_is_not_positive_and_nobody_to_compare_with_have_no_ratio():
    values = np.array([[1.0, 2], [-1, 2], [3, 4]])
    assert ratio_of_totals(Panel(values, [12, 12, 0], (11, 12)).moments()) is None
    assert ratio_of_totals(Panel(values + 5, [12, 12, 12], (11, 12)).moments()) is None


@given(st.integers(0, 10**6))
def test_leads_are_coefficients_of_marks_in_least_squares_on_the_untreated(seed):
    generator = np.random.default_rng(seed)
    firsts = np.array([0] * 8 + [13] * 5 + [14] * 5)
    times = (10, 11, 12, 13, 14)
    values = generator.normal(size=(18, 5))
    rows = [(i, t) for i in range(18) for t in range(5) if not firsts[i] or times[t] < firsts[i]]
    marks = [-3, -2, -1]
    design = np.zeros((len(rows), 18 + 5 + len(marks)))
    for row, (i, t) in enumerate(rows):
        design[row, i] = design[row, 18 + t] = 1
        if firsts[i] and times[t] - firsts[i] in marks:
            design[row, 23 + marks.index(times[t] - firsts[i])] = 1
    solved = np.linalg.lstsq(design, np.array([values[i, t] for i, t in rows]), rcond=None)[0]
    (cells,) = by_stratum(Panel(values, [int(f) for f in firsts], times).moments(), 0)
    found = leads(cells, times, anticipation=0)
    assert [key.event for key in found.keys] == marks
    np.testing.assert_allclose(found.values, solved[23:], atol=1e-9)
