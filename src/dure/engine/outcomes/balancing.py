"""Entropy balancing: weights that make the comparison like the supported in level and trend before the
support.

Hainmueller (2012), Entropy Balancing for Causal Effects, Political Analysis 20.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dure.engine.outcomes.moments import Array

_ROUNDS = 200
_ENOUGH = 1e-9


def level_and_trend(values: Array, before: Sequence[int]) -> Array:
    """Return two columns for each unit: its mean over the periods before, and its slope there per period.

    ``values`` are units × periods, ``before`` the places of the periods before the support.
    """
    part = values[:, list(before)]
    steps = np.arange(len(before), dtype=float)
    steps -= steps.mean()
    slope = part @ steps / (steps @ steps) if len(before) > 1 else np.zeros(len(part))
    return np.column_stack([part.mean(axis=1), slope])


def balancing_weights(compared: Array, target: Array) -> Array:
    """Return weights of the comparison, their sum one, with which its means are those of the supported.

    ``compared`` are units × covariates, ``target`` the means of the supported. Of all weights that balance
    they differ least from equal ones. Raises ValueError where no weights balance: the supported lie outside
    whatever the comparison has.
    """
    scale = compared.std(axis=0)
    kept = scale > 0
    if np.any(np.abs(compared[:, ~kept] - target[~kept]) > _ENOUGH * (1 + np.abs(target[~kept]))):
        raise ValueError("the comparison does not vary where the supported differ")
    apart = (compared[:, kept] - target[kept]) / scale[kept]
    turn = np.zeros(apart.shape[1])
    height = _height(apart, turn)
    for _ in range(_ROUNDS):
        weights = _weights(apart, turn)
        slope = weights @ apart
        if np.abs(slope).max(initial=0.0) < _ENOUGH:
            return weights
        bend = (apart * weights[:, None]).T @ apart - np.outer(slope, slope)
        step = np.linalg.lstsq(bend, slope, rcond=None)[0]
        size = 1.0
        while size > 1e-6 and _height(apart, turn - size * step) > height - 1e-4 * size * float(slope @ step):
            size /= 2
        turn = turn - size * step
        height = _height(apart, turn)
    raise ValueError("no weights make the comparison like the supported")


def effective(weights: Array) -> float:
    """Return how many equally weighted units would be as good (Kish): small means few carry everything."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _weights(apart: Array, turn: Array) -> Array:
    logs = apart @ turn
    weights: Array = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def _height(apart: Array, turn: Array) -> float:
    logs = apart @ turn
    most = logs.max()
    return float(most + np.log(np.exp(logs - most).sum()))
