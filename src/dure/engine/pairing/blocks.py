"""The points of many pairs at once: district by district, so that only who comes there is looked at.

The same points as ``points.py``, in whole numbers. Where there are more pairs than ``MOST_PAIRS``, of each
merchant only the best ``KEPT`` providers are kept: by points, among equals by lot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from dure.engine.pairing.likeness import grams
from dure.engine.pairing.places import SHARE_OF, comes, nearness, serves
from dure.engine.pairing.points import WHOLE
from dure.engine.pairing.sides import LANGUAGES, SKILLS, Pair, Problem, Provider, Seeker, Terms
from dure.engine.programme.models.pairings import Criterion

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.integer[Any]]
"""Whole numbers, as small as they fit."""

MOST_PAIRS = 4_000_000
"""Up to so many pairs all of them are candidates, and the result is the best of all."""
KEPT = 24
_ROWS = 512
_LOT_BITS = 20
_LONGEST = 8000
_COMMON = 16
"""Letters that more than one in so many texts have are counted in a product of matrices."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs that can be made, by the places of seeker and provider: by seeker, the best first.

    ``counts`` has a row a seeker: how many providers come there, meet what is needed, are not barred, and
    reach the lowest points. ``whole``: nothing that can be made was left out.
    """

    seekers: Numbers
    providers: Numbers
    points: Numbers
    counts: Numbers
    whole: bool


def candidates(sides: Sides, kept: int | None = None) -> Candidates:
    """Return the pairs that can be made, fixed ones left out; ``kept`` a seeker, None: as many as fit."""
    size = len(sides.seeking) * len(sides.offering)
    limit = kept if kept is not None else (KEPT if size > MOST_PAIRS else None)
    counts = np.zeros((len(sides.seeking), 4), np.int64)
    found: list[tuple[Numbers, Numbers, Numbers]] = []
    whole = True
    for rows in sides.rows():
        found_here, full = _block(sides, rows, counts, limit)
        whole &= full
        found.append(found_here)
    if not found:
        nothing = np.zeros(0, np.int64)
        return Candidates(nothing, nothing, nothing, counts, whole)
    seekers, providers, points = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((providers, sides.lots(seekers, providers), -points, seekers))
    return Candidates(seekers[order], providers[order], points[order], counts, whole)


def _block(
    sides: Sides, rows: Numbers, counts: Numbers, limit: int | None
) -> tuple[tuple[Numbers, Numbers, Numbers], bool]:
    """Return what can be made of some seekers of one place."""
    reached = np.flatnonzero(sides.coming[sides.place_of[rows[0]]])
    points, meets = sides.points(rows, reached)
    barred = sides.barred_within(rows, reached)
    allowed = meets & ~barred
    good = allowed & (points >= sides.terms.lowest_points)
    counts[rows, 0] = len(reached)
    counts[rows, 1] = meets.sum(axis=1)
    counts[rows, 2] = allowed.sum(axis=1)
    counts[rows, 3] = good.sum(axis=1)
    good &= ~sides.fixed_within(rows, reached)
    if limit is None or len(reached) <= limit:
        row, column = np.nonzero(good)
        return (rows[row], reached[column], points[row, column].astype(np.int64)), True
    # One number a pair, so that the best are found without sorting: points first, then the lot.
    keys = points.astype(np.int64) << _LOT_BITS
    keys |= (1 << _LOT_BITS) - 1 - sides.lots(rows[:, None], reached[None, :])
    keys[~good] = -1
    last = np.partition(keys, len(reached) - limit, axis=1)[:, len(reached) - limit][:, None]
    row, column = np.nonzero((keys >= last) & good)
    return (rows[row], reached[column], points[row, column].astype(np.int64)), bool(
        (good.sum(axis=1) <= limit).all()
    )


class Sides:
    """Both sides as tables of numbers."""

    def __init__(self, problem: Problem) -> None:
        self.terms: Terms = problem.terms
        self.problem = problem
        self.seeking: Sequence[Seeker] = problem.seekers
        self.offering: Sequence[Provider] = problem.providers
        self.at = {one.id: n for n, one in enumerate(self.seeking)}
        self.who = {one.id: n for n, one in enumerate(self.offering)}
        places = sorted({one.region[:5] if one.region else "" for one in self.seeking})
        number = {place: n for n, place in enumerate(places)}
        # Places served may be told more finely than a district: such seekers are a place of their own.
        self.fine = sorted({code for one in self.offering for code in one.regions if len(code) > 5})
        self.place_of = np.array(
            [number[one.region[:5] if one.region else ""] for one in self.seeking], np.int64
        )
        if self.fine:
            whole = sorted({one.region or "" for one in self.seeking})
            number = {place: n for n, place in enumerate(whole)}
            self.place_of = np.array([number[one.region or ""] for one in self.seeking], np.int64)
            places = whole
        self.near, self.coming = self._places(places)
        self._barred = self._by_seeker(problem.barred)
        self._fixed = self._by_seeker(problem.fixed)
        self._salt = _numbers(problem.terms.seed, (one.id for one in self.seeking))
        self._pepper = _numbers(problem.terms.seed, (one.id for one in self.offering))
        self._tables = [self._table(one) for one in self.terms.criteria]

    def rows(self) -> Iterator[Numbers]:
        """Yield seekers of one place at a time, not too many at once."""
        order = np.argsort(self.place_of, kind="stable")
        ends = np.flatnonzero(np.diff(self.place_of[order])) + 1
        for part in np.split(order, ends):
            for start in range(0, len(part), _ROWS):
                yield part[start : start + _ROWS]

    def lots(self, seekers: Numbers, providers: Numbers) -> Numbers:
        """Return the lots of pairs, from 0: nobody's choice, and the same whatever the order of the rows."""
        mixed = (self._salt[seekers] ^ self._pepper[providers]) * np.uint64(0x9E3779B97F4A7C15)
        return (mixed >> np.uint64(64 - _LOT_BITS)).astype(np.int64)

    def points(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        """Return points of seekers with providers, and whether all that is needed is met."""
        total = np.zeros((len(rows), len(columns)), np.int32)
        meets = np.ones((len(rows), len(columns)), np.bool_)
        for one, table in zip(self.terms.criteria, self._tables, strict=True):
            shares, met = table.share(rows, columns)
            # Points are looked up by share: there are a thousand shares, and a hundred million pairs.
            total += (np.arange(WHOLE + 1) * one.points // WHOLE).astype(np.int32)[shares]
            if one.needed:
                meets &= met
        return total, meets

    def barred_within(self, rows: Numbers, columns: Numbers) -> Flags:
        """Return which pairs of a block are barred."""
        return self._within(self._barred, rows, columns)

    def fixed_within(self, rows: Numbers, columns: Numbers) -> Flags:
        """Return which pairs of a block are fixed."""
        return self._within(self._fixed, rows, columns)

    def _within(self, pairs: dict[int, list[int]], rows: Numbers, columns: Numbers) -> Flags:
        found = np.zeros((len(rows), len(columns)), np.bool_)
        if pairs:
            for n, row in enumerate(rows.tolist()):
                if row in pairs:
                    found[n] = np.isin(columns, pairs[row])
        return found

    def _by_seeker(self, pairs: Iterable[Pair]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for seeker, provider in pairs:
            if seeker in self.at and provider in self.who:
                found.setdefault(self.at[seeker], []).append(self.who[provider])
        return found

    def _places(self, places: Sequence[str]) -> tuple[Numbers, Flags]:
        """Return by place and provider how near they are, and whether the provider comes there."""
        kinds = {(one.region, one.regions, one.reach): n for n, one in enumerate(self.offering)}
        number = {kind: n for n, kind in enumerate(kinds)}
        near = np.zeros((len(places), len(kinds)), np.int64)
        coming = np.zeros(near.shape, np.bool_)
        terms = self.terms
        for n, place in enumerate(places):
            there = place or None
            for k, (home, regions, reach) in enumerate(kinds):
                near[n, k] = nearness(there, home, regions, terms.adjacent)
                served = serves(there, regions)
                coming[n, k] = comes(int(near[n, k]), reach, terms.travel, served=served)
        of = np.array([number[one.region, one.regions, one.reach] for one in self.offering], np.int64)
        room = np.array([one.capacity > 0 for one in self.offering], np.bool_)
        return near[:, of], coming[:, of] & room

    def _table(self, one: Criterion) -> _Table:
        if one.compares == "region":
            return _Near(self.near, self.place_of)
        if one.compares in ("skills", "languages"):
            words = SKILLS if one.compares == "skills" else LANGUAGES
            sought = [getattr(each, one.compares) for each in self.seeking]
            return _Shared(
                _bits(words, sought), _bits(words, [getattr(p, one.compares) for p in self.offering])
            )
        if one.compares == "industry":
            sought = [{s.industry} if s.industry is not None else set() for s in self.seeking]
            return _Industry(sought, [p.industries for p in self.offering])
        if one.compares == "price":
            return _Price(
                np.array([-1 if s.budget_won is None else s.budget_won for s in self.seeking], np.int64),
                np.array([-1 if p.price_won is None else p.price_won for p in self.offering], np.int64),
            )
        if one.compares == "text":
            return _Text([s.text for s in self.seeking], [p.text for p in self.offering])
        return _Rules(one, self.seeking, self.offering)


def _numbers(seed: str, names: Iterable[str]) -> npt.NDArray[np.uint64]:
    heads = [hashlib.sha256(f"{seed}\n{name}".encode()).digest()[:8] for name in names]
    return np.array([int.from_bytes(head, "big") for head in heads], np.uint64)


def _bits(words: Sequence[str], sets: Iterable[Iterable[str]]) -> npt.NDArray[np.uint64]:
    """Return sets of at most 64 words as bits."""
    assert len(words) <= 64, "a bit each"
    number = {word: 1 << n for n, word in enumerate(words)}
    return np.array([sum(number.get(name, 0) for name in one) for one in sets], np.uint64)


class _Table(Protocol):
    """Shares (thousandths) of a criterion, and whether it is met, for a block."""

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]: ...


class _Near:
    def __init__(self, near: Numbers, place_of: Numbers) -> None:
        self.near, self.place_of = near, place_of
        self.shares = np.array(SHARE_OF, np.int64)

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        near = self.near[self.place_of[rows[0]], columns][None, :]
        return self.shares[near], near > 0


class _Shared:
    def __init__(self, sought: npt.NDArray[np.uint64], offered: npt.NDArray[np.uint64]) -> None:
        self.sought, self.offered = sought, offered
        most = int(np.bitwise_count(sought).max(initial=0))
        each, both = np.arange(most + 1)[:, None], np.arange(most + 1)[None, :]
        self.shares = np.minimum(WHOLE * both // np.maximum(each, 1), WHOLE).astype(np.int16)

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        own = self.sought[rows][:, None]
        both = np.bitwise_count(own & self.offered[columns][None, :])
        number = np.bitwise_count(own)
        return self.shares[number, both], (both > 0) | (number == 0)


class _Industry:
    """A trade is one of few: what all of them give is a table of trades and providers."""

    def __init__(self, sought: Sequence[Collection[str]], offered: Sequence[Collection[str]]) -> None:
        names = sorted({name for one in sought for name in one})
        number = {name: n for n, name in enumerate(names)}
        self.number = np.array([number[next(iter(one))] if one else len(names) for one in sought], np.int64)
        self.same = np.zeros((len(names) + 1, len(offered)), np.bool_)
        for p, one in enumerate(offered):
            self.same[[number[name] for name in one if name in number], p] = True
        self.known = np.ones(self.same.shape, np.bool_)
        self.known[len(names)] = False
        self.known[:, [p for p, one in enumerate(offered) if not one]] = False

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        asked = self.number[rows]
        same, known = self.same[:, columns], self.known[:, columns]
        return (WHOLE * same.astype(np.int16))[asked], (same | ~known)[asked]


class _Price:
    """Budgets are round numbers: shares are worked out once for each budget of a block and each price."""

    def __init__(self, budgets: Numbers, prices: Numbers) -> None:
        self.budgets = budgets
        self.prices, self.which = np.unique(prices, return_inverse=True)

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        budgets, asked = np.unique(self.budgets[rows], return_inverse=True)
        budget, price = budgets[:, None], self.prices[None, :]
        unknown = (price < 0) | ((budget < 0) & (price > 0))
        enough = (~unknown & (budget >= price)) | (price == 0)
        part = WHOLE * np.maximum(budget, 0) // np.maximum(price, 1)
        shares = np.where(enough, WHOLE, np.where(unknown, 0, part)).astype(np.int16)
        which = self.which[columns]
        return shares[:, which][asked], (enough | unknown)[:, which][asked]


class _Rules:
    def __init__(self, one: Criterion, seeking: Sequence[Seeker], offering: Sequence[Provider]) -> None:
        self.holds, self.open = [], []
        for asked, side in ((one.merchant, seeking), (one.provider, offering)):
            answers = [each.answers.get(one.id) if asked else True for each in side]
            self.holds.append(np.array([answer is True for answer in answers], np.bool_))
            self.open.append(np.array([answer is not False for answer in answers], np.bool_))

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        holds = self.holds[0][rows][:, None] & self.holds[1][columns][None, :]
        return WHOLE * holds.astype(np.int16), self.open[0][rows][:, None] & self.open[1][columns][None, :]


class _Text:
    """Likeness: pairs of letters that many have by one product of matrices, rare ones by an index."""

    def __init__(self, sought: Sequence[str], offered: Sequence[str]) -> None:
        index: dict[str, list[int]] = {}
        sets = [grams(text) for text in offered]
        for p, found in enumerate(sets):
            for gram in found:
                index.setdefault(gram, []).append(p)
        self.sizes = np.array([len(one) for one in sets], np.int64)
        common = sorted(gram for gram, found in index.items() if _COMMON * len(found) > len(sets))
        self.common = {gram: n for n, gram in enumerate(common)}
        self.dense = np.zeros((max(1, len(common)), len(sets)), np.float32)
        for gram, n in self.common.items():
            self.dense[n, index[gram]] = 1
        rare = {gram: n for n, gram in enumerate(sorted(set(index) - set(common)))}
        self.rare = rare
        # One after the other: whose text has the first rare pair of letters, the second, ...
        self.lengths = np.array([len(index[gram]) for gram in rare], np.int64)
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.listed = np.array([p for gram in rare for p in index[gram]], np.int64)
        self.sought = [grams(text) for text in sought]

    def share(self, rows: Numbers, columns: Numbers) -> tuple[Whole, Flags]:
        asked = [self.sought[row] for row in rows.tolist()]
        flags = np.zeros((len(rows), len(self.dense)), np.float32)
        for n, one in enumerate(asked):
            flags[n, [self.common[gram] for gram in one if gram in self.common]] = 1
        # Sums of ones far below 2 ** 24: exact whole numbers in this size of floating point.
        both = flags @ self.dense[:, columns]
        self._add_rare(both, asked, columns)
        sizes = np.array([len(one) for one in asked], np.int64)[:, None]
        total = np.maximum(sizes + self.sizes[columns][None, :], 1).astype(np.float32)
        assert total.max(initial=0) < _LONGEST, "longer texts would not be exact"
        # A quotient that is no whole number is farther from one than single precision errs: floors are true.
        return (both * (2 * WHOLE) / total).astype(np.int16), (both > 0) | (sizes == 0)

    def _add_rare(
        self, both: npt.NDArray[np.float32], asked: Sequence[frozenset[str]], columns: Numbers
    ) -> None:
        found = [(n, self.rare[gram]) for n, one in enumerate(asked) for gram in one if gram in self.rare]
        if not found:
            return
        row, gram = np.array(found, np.int64).T
        lengths = self.lengths[gram]
        before = np.repeat(np.cumsum(lengths) - lengths - self.starts[gram], lengths)
        whose = self.listed[np.arange(lengths.sum()) - before]
        at = np.full(len(self.sizes), -1, np.int64)
        at[columns] = np.arange(len(columns))
        there = at[whose] >= 0
        np.add.at(both, (np.repeat(row, lengths)[there], at[whose][there]), np.float32(1))
