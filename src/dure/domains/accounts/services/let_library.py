"""The sign-in library changes an account: inside an act, so that an event says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act

T = TypeVar("T")


def let_library(name: str, *, actor: SignedActor, now: datetime, do: Callable[[], T]) -> T:
    """Let the library do something to the actor's own account and return what it returns.

    An event is left unless it answers None or False: it did nothing then.
    """
    with act(name, actor=actor, now=now) as this:
        done = do()
        if done:
            this.record("user", actor.user_id)
        return done
