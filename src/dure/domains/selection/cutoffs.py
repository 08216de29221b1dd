"""When the lowest score of a kind of seat is told beside names: one rule for pages and letters."""

from __future__ import annotations

from dure.engine.statistics.hiding import SMALL_BELOW


def is_lowest_told(seat: str, many: int) -> bool:
    """Say whether the lowest score selected in a kind of seat is told, where so many hold one.

    That of open seats always is, for it is what everybody else is refused by, and stands in their reasons.
    That of a group of one or two would be somebody's own score to whoever knows that they are in it. The
    bundle has every row, as its proof needs, by receipt number alone; pages and letters say so.

    >>> is_lowest_told("open", 1), is_lowest_told("female", 2), is_lowest_told("female", 3)
    (True, False, True)
    """
    return seat in ("", "open") or many >= SMALL_BELOW
