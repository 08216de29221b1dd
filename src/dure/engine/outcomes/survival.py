"""Survival: how many are still open so many periods after selection, and whether support makes a difference.

Everything is calculated from counts: how many began alike and lasted equally long. The clock of both groups
begins with the selection, for the supported must have lived until then (no immortal time).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from dure.engine.outcomes.inference import Z, chi_square_tail, p_of
from dure.engine.outcomes.moments import Array

_ROUNDS = 50
_ENOUGH = 1e-10


@dataclass(frozen=True, slots=True)
class Spell:
    """So many units lasted ``time`` periods and then ended (``ended``) or were seen no longer."""

    time: int
    ended: bool
    count: int = 1
    traits: tuple[float, ...] = ()


def spell(selected: int, ended: int | None, seen_until: int, traits: tuple[float, ...] = ()) -> Spell | None:
    """Return the spell of one unit whose clock begins with the selection; ordinals of periods.

    None where it ended before that: it could not have been selected, and is no comparison either.

    >>> spell(10, 12, 20), spell(10, None, 20), spell(10, 9, 20)
    (Spell(time=2, ended=True, count=1, traits=()), Spell(time=10, ended=False, count=1, traits=()), None)
    """
    if (ended is not None and ended < selected) or seen_until < selected:
        return None
    known = ended is not None and ended <= seen_until
    last = ended if known and ended is not None else seen_until
    return Spell(last - selected, known, 1, traits)


@dataclass(frozen=True, slots=True)
class Step:
    """After ``time`` periods: how many were at risk, how many ended then, the share left with its
    interval."""

    time: int
    at_risk: int
    ended: int
    left: float
    low: float
    high: float


def kaplan_meier(spells: Iterable[Spell]) -> tuple[Step, ...]:
    """Return the share that is left after each period in which some ended (Kaplan and Meier 1958).

    The interval is Greenwood's on the scale log(-log): it stays between 0 and 1.
    """
    ended, gone = _counted(spells)
    at_risk = sum(ended.values()) + sum(gone.values())
    left, spread = 1.0, 0.0
    steps = []
    for time in sorted({*ended, *gone}):
        some = ended.get(time, 0)
        if some:
            left *= 1 - some / at_risk
            spread = spread + some / (at_risk * (at_risk - some)) if at_risk > some else float("inf")
            steps.append(Step(time, at_risk, some, left, *_between(left, spread)))
        at_risk -= some + gone.get(time, 0)
    return tuple(steps)


def _counted(spells: Iterable[Spell]) -> tuple[dict[int, int], dict[int, int]]:
    ended: dict[int, int] = {}
    gone: dict[int, int] = {}
    for one in spells:
        kind = ended if one.ended else gone
        kind[one.time] = kind.get(one.time, 0) + one.count
    return ended, gone


def _between(left: float, spread: float) -> tuple[float, float]:
    if not 0 < left < 1:
        return left, left
    turn = Z * sqrt(spread) / -log(left)
    return left ** exp(turn), left ** exp(-turn)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Ended and expected in each group, and the test that their courses are one."""

    ended: tuple[int, ...]
    expected: tuple[float, ...]
    statistic: float
    degrees: int
    p_value: float


def log_rank(groups: Sequence[Sequence[Spell]]) -> LogRank:
    """Return the log-rank test of two or more groups (Mantel 1966)."""
    counted = [_counted(group) for group in groups]
    at_risk = np.array([sum(e.values()) + sum(g.values()) for e, g in counted], dtype=float)
    ended, expected = np.zeros(len(groups)), np.zeros(len(groups))
    covariance = np.zeros((len(groups), len(groups)))
    for time in sorted({time for e, g in counted for time in (*e, *g)}):
        now = np.array([e.get(time, 0) for e, _ in counted], dtype=float)
        total, many = at_risk.sum(), now.sum()
        if many:
            share = at_risk / total
            ended += now
            expected += many * share
            if total > 1:
                spread = many * (total - many) / (total - 1)
                covariance += spread * (np.diag(share) - np.outer(share, share))
        at_risk -= now + [g.get(time, 0) for _, g in counted]
    apart = (ended - expected)[:-1]
    statistic = float(apart @ np.linalg.pinv(covariance[:-1, :-1]) @ apart)
    degrees = len(groups) - 1
    return LogRank(
        tuple(int(n) for n in ended),
        tuple(float(n) for n in expected),
        statistic,
        degrees,
        chi_square_tail(statistic, degrees),
    )


@dataclass(frozen=True, slots=True)
class Hazard:
    """What a trait does to the hazard of ending: coefficient, standard error, hazard ratio and its
    interval."""

    coefficient: float
    error: float
    ratio: float
    low: float
    high: float
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Cox:
    """A proportional-hazards model: traits in their order, log-likelihoods with and without, and their
    test."""

    hazards: tuple[Hazard, ...]
    likelihood: float
    likelihood_without: float
    ratio_test: float
    p_value: float


def cox(spells: Sequence[Spell]) -> Cox:
    """Return the proportional-hazards model of spells with traits (Cox 1972; ties after Efron 1977).

    Spells that are alike may stand in one row with their count. Raises ValueError where a trait does not
    vary or decides alone, so that there is no best coefficient.
    """
    rows = sorted(spells, key=lambda one: one.time)
    times = np.array([one.time for one in rows])
    ended = np.array([one.ended for one in rows])
    counts = np.array([one.count for one in rows], dtype=float)
    traits = np.array([one.traits for one in rows], dtype=float)
    traits = traits - np.average(traits, axis=0, weights=counts)
    starts = np.searchsorted(times, np.unique(times[ended]), side="left")
    ends = np.searchsorted(times, np.unique(times[ended]), side="right")
    places = [slice(a, b) for a, b in zip(starts, ends, strict=True)]

    def at(beta: Array) -> tuple[float, Array, Array]:
        return _likelihood(beta, places, ended, counts, traits)

    beta = np.zeros(traits.shape[1])
    without, slope, bend = at(beta)
    value = without
    for _ in range(_ROUNDS):
        if np.linalg.matrix_rank(bend) < len(beta):
            raise ValueError("a trait does not vary, or is a sum of others")
        step = np.linalg.solve(bend, slope)
        tried = at(beta + step)
        while tried[0] < value - 1e-9 and np.abs(step).max() > _ENOUGH:
            step = step / 2
            tried = at(beta + step)
        beta, (value, slope, bend) = beta + step, tried
        if np.abs(step).max() < _ENOUGH:
            break
    else:
        raise ValueError("a trait decides alone: there is no best coefficient")
    errors = np.sqrt(np.diag(np.linalg.inv(bend)))
    test = 2 * (value - without)
    hazards = tuple(
        Hazard(float(b), float(s), exp(b), exp(b - Z * s), exp(b + Z * s), p_of(float(b), float(s)))
        for b, s in zip(beta, errors, strict=True)
    )
    return Cox(hazards, value, without, test, chi_square_tail(test, len(beta)))


def _likelihood(
    beta: Array, places: Sequence[slice], ended: np.ndarray, counts: Array, traits: Array
) -> tuple[float, Array, Array]:
    """Return the partial log-likelihood, its slope, and its bend downwards (the information)."""
    risk = counts * np.exp(traits @ beta)
    # Sums over everybody who lasts at least as long: from the end backwards.
    after = np.cumsum(risk[::-1])[::-1]
    first = np.cumsum((risk[:, None] * traits)[::-1], axis=0)[::-1]
    outer = traits[:, :, None] * traits[:, None, :]
    second = np.cumsum((risk[:, None, None] * outer)[::-1], axis=0)[::-1]
    value, slope, bend = 0.0, np.zeros(len(beta)), np.zeros((len(beta), len(beta)))
    for place in places:
        here = ended[place]
        many, mine, who = counts[place][here], risk[place][here], traits[place][here]
        total = int(many.sum())
        shares = np.arange(total) / total
        own, own_first = mine.sum(), mine @ who
        own_second = np.einsum("i,ij,ik->jk", mine, who, who)
        left = after[place.start] - shares * own
        means = (first[place.start] - shares[:, None] * own_first) / left[:, None]
        value += float(many @ (who @ beta)) - float(np.log(left).sum())
        slope += many @ who - means.sum(axis=0)
        seconds = second[place.start] * (1 / left).sum() - own_second * (shares / left).sum()
        bend += seconds - means.T @ means
    return value, slope, bend
