"""Refusals that every subject shares."""

from __future__ import annotations

from dure.engine.problems import Problem, Refused, msg


class NotAllowed(Refused):
    """The actor's roles do not allow the act; nothing was done."""

    def __init__(self) -> None:
        super().__init__([Problem("not_allowed", msg("your role does not allow this"))])
