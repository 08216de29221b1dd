"""How many places are left of a call that is served in the order of arrival (선착순), before it is selected.

Everybody is received, also beyond the quota: those ahead may still be refused at the document check or
withdraw, and then the next move up. ``docs/algorithms/first-come.md`` has the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.applications.models import Application
from dure.engine.programme.models.programme import Programme

STANDING = ("submitted", "supplementing", "accepted")
"""States of an application that stands in the order: neither refused nor withdrawn."""


@dataclass(frozen=True, slots=True)
class Left:
    """The places of a first-come call, how many of them nobody stands for yet, and its reserve list."""

    quota: int
    left: int
    reserve_length: int

    @property
    def is_full(self) -> bool:
        return self.left == 0


def places_left(programme: Programme) -> Left | None:
    """Return what is left of the first stage; None where it is not first come. One count, up to the quota."""
    first = programme.stages[0] if programme.stages else None
    if first is None or first.chosen_by != "first_come":
        return None
    quota = first.quota.total
    standing = Application.objects.filter(programme=programme.id, state__in=STANDING)
    count = standing.order_by().values("pk")[:quota].count()
    return Left(quota, max(0, quota - count), first.reserve_length)
