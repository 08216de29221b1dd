"""Draws that depend on a seed, a row and a name only: any part of a population can be drawn alone.

A row's draw is a hash of the three (SplitMix64), not the next number of a stream. So chunks of any size
give the same merchants, and a column that is added changes no other.

Source: G. L. Steele, D. Lea, C. H. Flood, *Fast Splittable Pseudorandom Number Generators*, 2014 (the mixer).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_STEP = 2.0**-53


class Draws:
    """The draws of the rows ``first`` to ``first + count - 1`` of the population of a seed."""

    def __init__(self, seed: int, first: int, count: int) -> None:
        self._rows = np.arange(first, first + count, dtype=np.uint64) * _GOLDEN
        self._seed = seed

    def uniform(self, name: str) -> Floats:
        """Return one number in [0, 1) a row, independent of those of every other name."""
        key = hashlib.blake2b(f"{self._seed}/{name}".encode(), digest_size=8).digest()
        mixed = self._rows + np.uint64(int.from_bytes(key, "little"))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        mixed ^= mixed >> np.uint64(31)
        return (mixed >> np.uint64(11)).astype(np.float64) * _STEP

    def happens(self, name: str, share_bp: int) -> Bools:
        """Return where something happens that happens to ``share_bp`` of ten thousand."""
        return self.uniform(name) * 10_000 < share_bp

    def with_leader(self, name: str, leader: Floats, follows_bp: int) -> Floats:
        """Return uniform numbers that equal ``leader`` in a share of the rows and are independent elsewhere.

        The marginal stays exactly uniform, so what is read off it keeps its published shares; the share is
        the rank correlation of the two.
        """
        return np.where(self.happens(f"{name}/follows", follows_bp), leader, self.uniform(name))


def pick(uniform: Floats, weights: Sequence[int]) -> Ints:
    """Return the place that each uniform number falls on, among places as wide as their weights.

    >>> pick(np.array([0.0, 0.24, 0.25, 0.99]), [1, 3]).tolist()
    [0, 0, 1, 1]
    """
    edges = np.cumsum(np.asarray(weights, dtype=np.int64))
    places: Any = np.searchsorted(edges, uniform * edges[-1], side="right")
    chosen: Ints = np.minimum(places, len(weights) - 1).astype(np.int32)
    return chosen


def within(uniform: Floats, weights: Sequence[int]) -> tuple[Ints, Floats]:
    """Return the places as :func:`pick` does, and how far into its place each number falls, in [0, 1)."""
    edges = np.concatenate([[0], np.cumsum(np.asarray(weights, dtype=np.int64))])
    places = pick(uniform, weights)
    widths = np.maximum(np.asarray(weights, dtype=np.float64), 1)[places]
    return places, np.clip((uniform * edges[-1] - edges[places]) / widths, 0, 1 - 1e-9)
