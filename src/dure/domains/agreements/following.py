"""What follows when agreements of a programme come into force, change or end: later subjects hand it in."""

from __future__ import annotations

from collections.abc import Callable

from dure.domains.events.act import Act

Follower = Callable[[Act, str], None]
"""Takes the act and the programme; raises Refused where the change may not be."""

_followers: list[Follower] = []


def hand_in_follower(follower: Follower) -> None:
    """Register what follows a change of agreements; once is enough."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(this: Act, programme: str) -> None:
    """Let later subjects follow, in the same act."""
    for follower in _followers:
        follower(this, programme)
