"""Acts on the same thing follow one another, where there is no row yet that could be locked."""

from __future__ import annotations

from django.db import connection

from dure.domains.events.statements import send


def alone(*named: object) -> None:
    """Wait until no other transaction holds what is named, and hold it until this one ends.

    Taken before any row is locked, so that the order of locks stays one.
    """
    assert connection.in_atomic_block, "held until the transaction ends: there has to be one"
    send("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["/".join(str(n) for n in named)])
