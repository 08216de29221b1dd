"""When the first thing happened that the ledger of a programme tells of."""

from __future__ import annotations

from datetime import date

from django.db import connection

from dure.engine.law.deadlines import day_of

_FIRST = """
SELECT min(f.happened_at) FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
WHERE t.debit_id IN (SELECT id FROM ledger_account WHERE programme = %s)
"""


def first_day(programme: str) -> date | None:
    """Return that day in Korean time, None where nothing has moved; read once, before the first closing."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [programme])
        found = cursor.fetchone()[0]
    return None if found is None else day_of(found)
