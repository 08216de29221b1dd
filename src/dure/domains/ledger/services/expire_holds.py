"""Holds that nobody took in time are released, so that what they spoke for can be spent again."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.ledger.posting import Held, post, release
from dure.engine.problems import Refused

MOST = 10_000
"""Holds released at once; the next time takes the rest."""
EXPIRED = """
SELECT h.journal_id, h.line, h.debit_id, h.credit_id, h.amount FROM (
    SELECT journal_id, line, expires_at FROM ledger_openhold
    WHERE expires_at <= %s ORDER BY expires_at, journal_id, line LIMIT %s
) o JOIN ledger_transfer h ON h.journal_id = o.journal_id AND h.line = o.line
ORDER BY o.expires_at, h.seq
"""
"""Reads as many rows as it gives, however many holds there ever were."""


def expire_holds(*, actor: Actor, now: datetime) -> int:
    """Release every open hold whose time is over, and return how many were released here.

    Each is an act of its own under a key of its own: two workers at once release each hold once, one that
    dies leaves no half, and a hold that somebody takes or releases meanwhile is theirs.
    """
    refuse_people(actor)
    with connection.cursor() as cursor:
        cursor.execute(EXPIRED, [now, MOST])
        found = cursor.fetchall()
    released = 0
    for journal, line, debit, credit, amount in found:
        name = f"{journal}/{line}"
        try:
            with act("ledger.expire_hold", actor=actor, now=now) as this:
                leg = release(Held(journal, line), debit, credit, amount)
                done = post(this, key=f"expire/{name}", what="hold_expired", legs=[leg])
                if not done.repeated:
                    this.record("hold", name, amount_won=amount)
                    released += 1
        except Refused as refused:
            # Taken or released by somebody else since it was looked up.
            if [problem.code for problem in refused.problems] != ["ledger.resolved"]:
                raise
    return released
