"""What follows from an application by the file alone: later subjects hand in here what they do about it.

Where whoever applies is granted a benefit (an open entitlement), handing in, accepting, refusing and
withdrawing decide it in the same transaction; the benefit belongs to a subject after this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dure.domains.events.act import Act
from dure.engine.programme.models.programme import Programme


@dataclass(frozen=True, slots=True)
class Following:
    """What a later subject does: hold by name what it will change, say how many are received, follow."""

    hold: Callable[[Programme], None]
    room: Callable[[Programme], int]
    """How many more are received; below 0: so many too many were."""
    follow: Callable[[Act, Programme, bool], None]
    """Told is whether applications only arrived, and nothing else happened to any."""


_followings: list[Following] = []


def hand_in(following: Following) -> None:
    """Register what follows from applications; once is enough."""
    if following not in _followings:
        _followings.append(following)


def hold_following(programmes: Iterable[Programme]) -> None:
    """Hold by name what may follow, before any row is locked; programmes in the order of their ids."""
    for programme in sorted(programmes, key=lambda one: one.id):
        if programme.open_benefit is not None:
            for one in _followings:
                one.hold(programme)


def room_left(programme: Programme) -> int | None:
    """Return how many more are received by what follows, None where it sets no bound. Within the hold."""
    if programme.open_benefit is None:
        return None
    return min((one.room(programme) for one in _followings), default=None)


def follow(this: Act, programme: Programme, *, arrived: bool = False) -> None:
    """Do what follows, within an act that held it before (:func:`hold_following`)."""
    if programme.open_benefit is not None:
        for one in _followings:
            one.follow(this, programme, arrived)
