"""Many people do the same at the same instant: whoever is first does it for all that wait, in one go.

On the last day of a call thousands hand in within minutes. Each by itself opens a transaction, sends a
dozen statements and waits for the disk. Here the first in a process leads: it does its own and all that
came meanwhile with one set of statements, and tells each what came of it. Nobody waits for others to come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Outcome = TypeVar("Outcome")


class _Place(Generic[Wish, Outcome]):
    """One in the crowd: what it wishes, and what came of it."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.turn = Event()
        """Set when it is done, or when this one has to lead."""
        self.is_done = False
        self._outcome: list[Outcome | BaseException] = []

    def finish(self, outcome: Outcome | BaseException) -> None:
        self._outcome = [outcome]
        self.is_done = True
        self.turn.set()

    def outcome(self) -> Outcome:
        (found,) = self._outcome
        if isinstance(found, BaseException):
            raise found
        return found


class Crowd(Generic[Wish, Outcome]):
    """The crowd before one door; ``do`` is given wishes, and returns what came of each, or its refusal."""

    def __init__(self, do: Callable[[Sequence[Wish]], Sequence[Outcome | Exception]], *, most: int) -> None:
        self._do = do
        self._most = most
        self._lock = Lock()
        self._waiting: list[_Place[Wish, Outcome]] = []
        self._is_led = False

    def join(self, wish: Wish) -> Outcome:
        """Return what came of a wish, or raise its refusal; done by this thread or by one that leads."""
        mine: _Place[Wish, Outcome] = _Place(wish)
        with self._lock:
            self._waiting.append(mine)
            leads = not self._is_led
            self._is_led = True
        if not leads:
            mine.turn.wait()
        if not mine.is_done:
            self._lead()
        return mine.outcome()

    def _lead(self) -> None:
        """Do what waits, this thread's own first among it, and hand over to whoever came meanwhile."""
        with self._lock:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            outcomes: Sequence[Outcome | BaseException] = self._do([place.wish for place in some])
            assert len(outcomes) == len(some), "one outcome for each"
        except BaseException as error:  # noqa: BLE001 - everybody who waits is told
            outcomes = [error] * len(some)
        for place, outcome in zip(some, outcomes, strict=True):
            place.finish(outcome)
        with self._lock:
            if self._waiting:
                self._waiting[0].turn.set()
            else:
                self._is_led = False
