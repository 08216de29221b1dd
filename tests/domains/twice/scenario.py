"""What a row of the table says: the service, the world it begins in, and one call of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Call = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One service that is run twice. ``again`` says why a second call may write more; else it must not."""

    service: Callable[..., Any]
    world: str
    prepare: Callable[[], Call]
    """Makes, in the world, what the call needs; returns the call. Run anew for two at once."""
    again: str = ""
    raises: tuple[type[Exception], ...] = ()
    """What else than a refusal may come of the second call, by name."""

    @property
    def name(self) -> str:
        """The module and name of the service, and of the scenario where it has its own."""
        module = self.service.__module__.removeprefix("dure.domains.").replace(".services.", "/")
        return f"{module}.{self.service.__name__}"


TABLE: list[Scenario] = []


def twice(
    service: Callable[..., Any], world: str, *, again: str = "", raises: tuple[type[Exception], ...] = ()
) -> Callable[[Callable[[], Call]], Callable[[], Call]]:
    """Register what makes a call of a service ready as its row in the table."""

    def register(prepare: Callable[[], Call]) -> Callable[[], Call]:
        TABLE.append(Scenario(service, world, prepare, again, raises))
        return prepare

    return register
