"""Bars: for each group nested lengths on one scale, the longest first, so that the shorter lie upon it.

The SVG holds lengths only; labels and numbers are text of the page, so that they wrap and grow. Each chart
stands beside a table with the same numbers, and is therefore hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LENGTH = 1000
"""The width of a bar's picture in its own units; the style sheet stretches it."""


@dataclass(frozen=True, slots=True)
class Key:
    """What one length means: a mark of the legend."""

    label: str
    mark: int


@dataclass(frozen=True, slots=True)
class Length:
    """One length of a bar: how long, in units of the picture, and which mark of the legend it bears."""

    mark: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its label, what its lengths are in words, and the lengths; none where they are hidden."""

    label: str
    text: str
    lengths: tuple[Length, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its legend."""

    title: str
    keys: tuple[Key, ...]
    bars: tuple[Bar, ...]
    length: int = LENGTH


def chart(
    title: str,
    keys: Sequence[str],
    groups: Iterable[tuple[str, str, Sequence[int | None]]],
    whole: int | None = None,
) -> Chart:
    """Return a chart of groups: label, text, and a count for each key (None: hidden).

    ``whole`` is what fills the picture; where it is not told, the largest count does.

    >>> made = chart("t", ["applied", "selected"], [("a", "4 → 1", (4, 1)), ("b", "", (None, 2))])
    >>> [[(part.mark, part.width) for part in bar.lengths] for bar in made.bars]
    [[(1, 1000), (2, 250)], [(2, 500)]]
    """
    rows = list(groups)
    most = whole or max((count for _, _, counts in rows for count in counts if count), default=0)
    return Chart(
        title,
        tuple(Key(label, mark) for mark, label in enumerate(keys, start=1)),
        tuple(Bar(label, text, _lengths(counts, most)) for label, text, counts in rows),
    )


def _lengths(counts: Sequence[int | None], most: int) -> tuple[Length, ...]:
    """Whatever is there at all is seen: one unit at least. The longest is drawn first."""
    lengths = [
        Length(mark, max(1, round(LENGTH * count / most)))
        for mark, count in enumerate(counts, start=1)
        if count
    ]
    return tuple(sorted(lengths, key=lambda length: -length.width))
