"""Acts on the same thing follow one another, where there is no row yet that could be locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from dure.domains.events.statements import send


def alone(*named: object) -> None:
    """Wait until no other transaction holds what is named, and hold it until this one ends.

    Taken before any row is locked, so that the order of locks stays one.
    """
    alone_each([named])


def alone_each(some: Iterable[Sequence[object]]) -> None:
    """Hold several things, one after the other in the order in which they are given."""
    assert connection.in_atomic_block, "held until the transaction ends: there has to be one"
    names = ["/".join(str(part) for part in named) for named in some]
    send("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name", [names])
