"""Small cells are hidden, and enough others with them that the totals do not give them away.

A table has a row for each group and disjoint parts of it in columns; sums over rows and over columns are
published too. A part of 1 up to ``threshold - 1`` people could show somebody's fate to whoever knows the
group: its row is hidden. As the columns' totals stay, the sum of all that is hidden can be worked out: the
hidden rows must together hold at least ``threshold`` people in every column in which one of them is small.
``docs/algorithms/small-cells.md`` says why that is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL_BELOW = 3
"""Cells of fewer people than this, and more than none, are small: 1 and 2."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows that are not shown. ``whole``: not even the totals are, since one of them is small."""

    rows: frozenset[int]
    whole: bool = False


def hidden_rows(table: Sequence[Sequence[int]], threshold: int = SMALL_BELOW) -> Hidden:
    """Return which rows of a table of disjoint counts must not be shown.

    >>> sorted(hidden_rows([(40, 9), (7, 1), (12, 5), (20, 0)]).rows)
    [1, 2]
    >>> hidden_rows([(40, 9), (3, 0)]).rows
    frozenset()
    """
    totals = [sum(column) for column in zip(*table, strict=True)]
    if any(_small(total, threshold) for total in totals):
        return Hidden(frozenset(range(len(table))), whole=True)
    hidden = small_rows(table, threshold)
    while lacking := _lacking(table, hidden, threshold):
        # Of the rows that help, the one whose loss tells least. There is one, since the total is not small.
        helpful = (
            i for i, row in enumerate(table) if i not in hidden and any(row[column] for column in lacking)
        )
        hidden.add(min(helpful, key=lambda i: (sum(table[i]), i)))
    return Hidden(frozenset(hidden))


def small_rows(table: Sequence[Sequence[int]], threshold: int = SMALL_BELOW) -> set[int]:
    """Return the rows with a small cell: what is hidden where nobody knows any total."""
    return {i for i, row in enumerate(table) if any(_small(count, threshold) for count in row)}


def _small(count: int, threshold: int) -> bool:
    return 0 < count < threshold


def _lacking(table: Sequence[Sequence[int]], hidden: set[int], threshold: int) -> list[int]:
    """Return the columns in which a hidden row is small and the hidden rows together are not enough."""
    return [
        k
        for k in sorted({k for i in hidden for k in range(len(table[i]))})
        if any(_small(table[i][k], threshold) for i in hidden)
        and sum(table[i][k] for i in hidden) < threshold
    ]
