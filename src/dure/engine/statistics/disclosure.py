"""Which cells of a statistic of sums are shown: few businesses, or one that makes most of it, are not.

The keys are those of ``disclosure`` in a data entry of the library. ``docs/algorithms/small-cells.md`` says
what it protects against, with a worked example.
"""

from __future__ import annotations

from collections.abc import Sequence

WHOLE_BP = 10_000


def hidden_cells(
    cells: Sequence[Sequence[int]],
    *,
    least_businesses: int,
    largest_share_bp: int | None,
    hides_by_difference: bool,
) -> frozenset[int]:
    """Return the places of the cells that are not shown; a cell is what each of its businesses adds to it.

    Amounts are whole won, none below zero. With ``hides_by_difference`` the total of the cells is published:
    what is hidden can be worked out together, so all hidden cells together are held to the same rule, and
    further cells are hidden until they keep it. Empty cells show nobody, and are never hidden.

    >>> five = [3, 3, 3, 3, 3]
    >>> sorted(hidden_cells([five, [9], [2] * 8, []], least_businesses=5, largest_share_bp=5000,
    ...                     hides_by_difference=True))
    [0, 1]
    """

    def tells(cell: Sequence[int]) -> bool:
        few = 0 < len(cell) < least_businesses
        return few or (largest_share_bp is not None and _dominated(cell, largest_share_bp))

    hidden = {place for place, cell in enumerate(cells) if tells(cell)}
    while hides_by_difference and tells([won for place in hidden for won in cells[place]]):
        shown = [place for place, cell in enumerate(cells) if cell and place not in hidden]
        if not shown:
            break  # The total itself tells: nothing is shown, and the total must not be either.
        # The cell whose loss tells least: of the fewest businesses, then of the least won, then the first.
        hidden.add(min(shown, key=lambda place: (len(cells[place]), sum(cells[place]), place)))
    return frozenset(hidden)


def _dominated(cell: Sequence[int], largest_share_bp: int) -> bool:
    """Say whether one business makes more than the share; of nothing at all nobody makes anything."""
    return bool(cell) and max(cell) * WHOLE_BP > sum(cell) * largest_share_bp
