"""What an executor leaves behind: whoever keeps it tells it, and what follows its end is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dure.domains.events.act import Act
from dure.engine.problems import Problem, Refused, msg


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Things of one kind that are under way at an executor: how many, and whether they come first."""

    kind: str
    """A code that pages word, as ``matching_rounds``."""
    count: int
    first: bool
    """Whether they must be brought to an end before the agreement is."""


Tell = Callable[[str, str], list[UnderWay]]
"""Takes programme and executor, returns what is under way there."""
Follow = Callable[[Act, str, str], None]
"""Takes the act, programme and executor: what follows when that executor leaves."""

_told: list[Tell] = []
_follow: list[Follow] = []


def hand_in_under_way(tell: Tell) -> None:
    """Register who knows of things under way; once is enough."""
    if tell not in _told:
        _told.append(tell)


def hand_in_left(follow: Follow) -> None:
    """Register what follows when an executor leaves; once is enough."""
    if follow not in _follow:
        _follow.append(follow)


def under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return what is under way at an executor, what must come to an end first before the rest."""
    found = [one for tell in _told for one in tell(programme, executor) if one.count]
    return sorted(found, key=lambda one: not one.first)


def refuse_under_way(programme: str, executor: str) -> None:
    """Raise Refused while something is under way that must come to an end first."""
    first = [one for one in under_way(programme, executor) if one.first]
    if first:
        raise Refused(
            Problem(
                "agreement.under_way",
                msg(
                    "{count} things that only the executor can bring to an end are under way: they come first"
                ),
                {"count": one.count, "kind": one.kind},
            )
            for one in first
        )


def tell_left(this: Act, programme: str, executor: str) -> None:
    """Let later subjects follow that an executor left, in the same act."""
    for follow in _follow:
        follow(this, programme, executor)
