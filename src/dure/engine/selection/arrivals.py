"""Who has a place of a call that is served in the order of arrival (선착순), while it still receives.

Without seats for groups and caps, choosing by arrival is a walk: each in order takes the first of its choices
that has a place left. Whoever comes later changes nothing for those before, so that it can be said at once
whether somebody who comes now has a place. ``docs/algorithms/first-come.md`` has the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Seats:
    """The places of a first-come stage: how many are left at each executor, or in all (under ``""``)."""

    def __init__(self, capacity: Mapping[str, int]) -> None:
        self.left = dict(capacity)

    def take(self, choices: Sequence[str]) -> str | None:
        """Give the next who comes a place, and return where; None where none of its choices has one left.

        >>> seats = Seats({"naru": 1, "dasom": 1})
        >>> [seats.take(("naru", "dasom")), seats.take(("naru",)), seats.take(("naru", "dasom"))]
        ['naru', None, 'dasom']
        """
        for place in choices or ("",):
            if self.left.get(place, 0) > 0:
                self.left[place] -= 1
                return place
        return None

    def take_each(self, in_order: Iterable[Sequence[str]]) -> list[str | None]:
        """Give those who came a place, in the order in which they came."""
        return [self.take(choices) for choices in in_order]

    @property
    def many_left(self) -> int:
        return sum(self.left.values())
