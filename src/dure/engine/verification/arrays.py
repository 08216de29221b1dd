"""What takes the checker long on large files, done by numpy: the same answers, several times as fast.

The checker itself stays one file of the standard library, which is what bundles carry; it takes these tools
where the package is installed. They sort, count and gather numbers and know no rule of selection.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dure.engine.verification.checker import (
    NO_SCORE,
    TOP,
    Arrivals,
    Draw,
    People,
    Scores,
    Tools,
    first_quarters,
)

Whole = NDArray[np.int32]
DOT, LINE, ZERO = ord("."), ord("\n"), ord("0")


def _ints(numbers: Whole) -> array[int]:
    whole = array("i")
    whole.frombytes(np.ascontiguousarray(numbers, dtype=np.intc).tobytes())
    return whole


def _seen(numbers: array[int]) -> Whole:
    """Look at an array of the standard library without copying it."""
    return np.frombuffer(numbers, dtype=np.intc) if numbers else np.empty(0, np.intc)


class ArrayTools(Tools):
    """The tools of the checker with numpy."""

    def read_scores(self, texts: Sequence[str], read: Scores) -> Sequence[int]:
        """Read scores that all have three decimals by their digits; others one by one."""
        joined = "\n".join([*texts, ""])
        if texts and joined.isascii():
            scores = _three_decimals(np.frombuffer(joined.encode(), np.uint8), len(texts))
            if scores is not None:
                return _ints(scores)
        return list(map(read.__getitem__, texts))

    def list_by_executor(
        self,
        lists: list[Arrivals],
        draw: Draw,
        numbers: Sequence[str],
        counts: array[int],
        executor: array[int],
        score: array[int],
        who: array[int],
    ) -> None:
        """Add people to the lists of the executors they chose, all of one executor at once."""
        lots = np.zeros(len(numbers), np.float64)
        if draw.seed is not None:
            drawn = np.frombuffer(first_quarters(draw.seed, numbers), np.uint64)
            lots = (drawn >> np.uint64(64 - draw.bits)).astype(np.float64)
        asked, points = _seen(executor), _seen(score).astype(np.float64)
        keys = (draw.highest - points) * float(1 << draw.bits) + np.repeat(lots, _seen(counts))
        # Few executors: a stable sort of small numbers goes through them once.
        order = np.argsort(asked.astype(np.uint16), kind="stable")
        keys, persons = keys[order], _seen(who)[order]
        ends = np.cumsum(np.bincount(asked, minlength=len(lists))).tolist()
        for of_one, a, b in zip(lists, [0, *ends], ends, strict=False):
            of_one.keys.frombytes(keys[a:b].tobytes())
            of_one.persons.frombytes(persons[a:b].tobytes())

    def put_in_order(self, keys: array[float]) -> tuple[Sequence[int], bool]:
        numbers = np.frombuffer(keys, np.float64) if keys else np.empty(0)
        order = np.argsort(numbers, kind="stable").astype(np.intc)
        in_order = numbers[order]
        return _ints(order), bool((in_order[1:] == in_order[:-1]).any())

    def ranks(self, order: Sequence[int]) -> array[int]:
        places = _seen(order) if isinstance(order, array) else np.array(order, np.intc)
        ranks = np.empty(len(places), np.intc)
        ranks[places] = np.arange(1, len(places) + 1, dtype=np.intc)
        return _ints(ranks)

    def rank_of_each_choice(self, people: People, ranks: list[array[int]]) -> Sequence[int] | None:
        order = np.argsort(_seen(people.executor).astype(np.uint16), kind="stable")
        of_each = np.empty(len(order), np.intc)
        of_each[order] = np.concatenate([_seen(of_one) for of_one in ranks])
        return _ints(of_each)

    def first_choices(self, people: People) -> tuple[Sequence[int], Sequence[int]]:
        start = _seen(people.start)
        persons = np.flatnonzero(start[1:] > start[:-1]).astype(np.intc)
        return _ints(persons), _ints(_seen(people.score)[start[persons]])

    def choices_from(self, people: People, gates: list[int]) -> Sequence[int]:
        # A gate that nobody fails may lie below what these whole numbers hold.
        lowest = np.array([max(gate, NO_SCORE) for gate in gates], np.intc)
        reached: list[int] = np.flatnonzero(_seen(people.score) >= lowest[_seen(people.executor)]).tolist()
        return reached


def _three_decimals(text: NDArray[np.uint8], count: int) -> Whole | None:
    """Thousandths of `count` numbers such as 87.500, a line each; None if one is written otherwise."""
    ends = np.flatnonzero(text == LINE)
    length = np.diff(ends, prepend=-1) - 1
    is_digit = (text >= ZERO) & (text < ZERO + 10)
    dots = int((text == DOT).sum())
    if len(ends) != count or length.min() < 5 or length.max() > 7 or dots != count:
        return None
    if int(is_digit.sum()) + 2 * count != len(text) or (text[ends - 4] != DOT).any():
        return None
    digits = (text - ZERO).astype(np.intc)
    scores = digits[ends - 1] + 10 * digits[ends - 2] + 100 * digits[ends - 3] + 1000 * digits[ends - 5]
    scores += np.where(length > 5, 10_000 * digits[ends - 6], 0)
    scores += np.where(length > 6, 100_000 * digits[ends - 7], 0)
    return scores if int(scores.max()) <= TOP else None
