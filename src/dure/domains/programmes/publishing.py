"""What speaks against publishing a version: later subjects hand in what they know."""

from __future__ import annotations

from collections.abc import Callable

from dure.engine.programme.models.programme import Programme

Objection = Callable[[Programme], None]
"""Takes the file that is to be published, within the act; raises Refused where that may not be."""

_objections: list[Objection] = []


def hand_in_objection(objection: Objection) -> None:
    """Register what may speak against a publication; once is enough."""
    if objection not in _objections:
        _objections.append(objection)


def refuse_where_objected(file: Programme) -> None:
    """Raise Refused where one of the later subjects objects to publishing a file."""
    for objection in _objections:
        objection(file)
