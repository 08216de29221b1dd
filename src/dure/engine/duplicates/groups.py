"""Pairs that hang together: whoever is paired with somebody of a group belongs to it."""

from __future__ import annotations

from collections.abc import Iterable


def groups(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return, for everybody in a pair, the smallest number of its group.

    >>> groups([(4, 7), (2, 9), (7, 8)])
    {4: 4, 7: 4, 2: 2, 9: 2, 8: 4}
    """
    above: dict[int, int] = {}

    def top(member: int) -> int:
        above.setdefault(member, member)
        path = member
        while above[path] != path:
            path = above[path]
        while above[member] != path:
            above[member], member = path, above[member]
        return path

    for one, other in pairs:
        first, second = top(one), top(other)
        if first != second:
            above[max(first, second)] = min(first, second)
    return {member: top(member) for member in list(above)}
