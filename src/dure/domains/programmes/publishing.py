"""What speaks against publishing a version, and what follows it: later subjects hand in what they know."""

from __future__ import annotations

from collections.abc import Callable

from dure.domains.events.act import Act
from dure.engine.programme.models.programme import Programme

Objection = Callable[[Programme], None]
"""Takes the file that is to be published, within the act; raises Refused where that may not be."""

Follower = Callable[[Act, Programme], None]
"""Takes the act and the file that was published; raises Refused where that may not be."""

_objections: list[Objection] = []
_followers: list[Follower] = []


def hand_in_objection(objection: Objection) -> None:
    """Register what may speak against a publication; once is enough."""
    if objection not in _objections:
        _objections.append(objection)


def refuse_where_objected(file: Programme) -> None:
    """Raise Refused where one of the later subjects objects to publishing a file."""
    for objection in _objections:
        objection(file)


def hand_in_follower(follower: Follower) -> None:
    """Register what follows a publication; once is enough."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(this: Act, file: Programme) -> None:
    """Let later subjects follow a publication, in the same act."""
    for follower in _followers:
        follower(this, file)
