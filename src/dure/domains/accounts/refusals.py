"""Refusals that every subject shares."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from dure.engine.problems import Problem, msg


class NotAllowed(PermissionDenied):
    """The actor's roles do not allow the act; nothing was done.

    It is no :class:`~dure.engine.problems.Refused`: what a form says about what was typed is not said to
    whoever may not do it at all. Whatever page lets it pass answers 403.
    """

    def __init__(self) -> None:
        super().__init__("not allowed")
        self.problems = (Problem("not_allowed", msg("your role does not allow this")),)
