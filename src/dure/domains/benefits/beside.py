"""What later subjects keep beside grants: they hand in here what is to be done when grants end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dure.domains.benefits.models import Grant
from dure.domains.events.act import Act

Ending = Callable[[Act, Sequence[Grant]], None]
_ENDINGS: list[Ending] = []


def hand_in(ending: Ending) -> None:
    """Have something done within the act by which grants end; the same one once."""
    if ending not in _ENDINGS:
        _ENDINGS.append(ending)


def end_beside(this: Act, grants: Sequence[Grant]) -> None:
    """Do what later subjects do when grants end."""
    for ending in _ENDINGS:
        ending(this, grants)
