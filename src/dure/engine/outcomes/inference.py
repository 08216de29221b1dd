"""Intervals and tests from estimates and their covariance: normal, chi-square, simultaneous bands, power."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

from dure.engine.outcomes.moments import Array

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
DRAWS = 20_000
_DETECTED = 0.80


def p_of(estimate: float, error: float) -> float | None:
    """Return the two-sided p-value of an estimate against nothing; None without a standard error."""
    return erfc(abs(estimate / error) / sqrt(2)) if error > 0 else None


def chi_square_tail(value: float, degrees: int) -> float:
    """Return how often a chi-square of so many degrees of freedom is larger (Abramowitz, Stegun 26.4.4-5).

    >>> round(chi_square_tail(3.841458820694124, 1), 12), round(chi_square_tail(11.070497693516351, 5), 12)
    (0.05, 0.05)
    """
    if value <= 0:
        return 1.0
    half = value / 2
    tail, power = (erfc(sqrt(half)), 0.5) if degrees % 2 else (0.0, 0.0)
    while power < degrees / 2:
        tail += exp(power * log(half) - half - lgamma(power + 1))
        power += 1
    return min(1.0, tail)


def smallest_effect(error: float) -> float:
    """Return the smallest effect that would be found in 80 of 100 such data, at 5 percent.

    >>> round(smallest_effect(0.01), 5)
    0.02802
    """
    return (Z + NormalDist().inv_cdf(_DETECTED)) * error


class Wald:
    """A test that several estimates are all nothing: ``statistic``, ``degrees``, ``p_value``."""

    __slots__ = ("degrees", "p_value", "statistic")

    def __init__(self, values: Array, covariance: Array) -> None:
        """Take the estimates and their covariance; directions without any variance are left out."""
        sizes = np.sqrt(np.diag(covariance))
        moving = sizes > 0
        scale = sizes[moving]
        roots, axes = np.linalg.eigh(covariance[np.ix_(moving, moving)] / np.outer(scale, scale))
        kept = roots > max(len(roots), 1) * 1e-10
        turned = axes.T[kept] @ (values[moving] / scale)
        self.degrees = int(kept.sum())
        self.statistic = float((turned**2 / roots[kept]).sum())
        self.p_value = chi_square_tail(self.statistic, self.degrees) if self.degrees else None


def simultaneous(covariance: Array, seed: int) -> float:
    """Return how many standard errors wide bands are that hold all the effects at once in 95 of 100 data.

    The quantile of the largest |t| among so many as are there, drawn ``DRAWS`` times with their correlation
    from a generator that begins with ``seed``. Never narrower than a single interval.
    """
    sizes = np.sqrt(np.diag(covariance))
    scale = sizes[sizes > 0]
    if len(scale) < 2:
        return Z
    correlation = covariance[np.ix_(sizes > 0, sizes > 0)] / np.outer(scale, scale)
    roots, axes = np.linalg.eigh(correlation)
    drawn = np.random.default_rng(seed).standard_normal((DRAWS, len(roots)))
    largest = np.abs(drawn @ (axes * np.sqrt(np.clip(roots, 0, None))).T).max(axis=1)
    return max(Z, float(np.quantile(largest, LEVEL)))
