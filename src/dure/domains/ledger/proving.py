"""Proving the ledger: totals added anew from the first transfer on, every limit and hold asked again.

The database adds; what it cannot keep in its working memory it spills to disk, and no more than the faults
come here. So a hundred million transfers take time and no memory.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from dure.domains.events.sealing import verify_log
from dure.domains.ledger.ledger_report import LedgerFault, LedgerReport, LedgerVerified
from dure.domains.ledger.transfer_log import TRANSFERS

MOST = 1_000
"""So many faults of a kind are told."""


_ADDED = """
WITH moved AS (
    SELECT t.debit_id, t.credit_id, t.kind, t.amount,
        CASE t.kind WHEN 1 THEN t.amount WHEN 2 THEN -h.amount WHEN 3 THEN -h.amount ELSE 0 END AS held
    FROM ledger_transfer t
    LEFT JOIN ledger_transfer h ON t.kind IN (2, 3) AND h.journal_id = t.hold_journal AND h.line = t.hold_line
), side AS (
    SELECT debit_id AS id, CASE WHEN kind IN (0, 2) THEN amount ELSE 0 END AS debit, 0::bigint AS credit,
        held AS held_debit, 0::bigint AS held_credit FROM moved
    UNION ALL
    SELECT credit_id, 0, CASE WHEN kind IN (0, 2) THEN amount ELSE 0 END, 0, held FROM moved
), added AS (
    SELECT id, sum(debit) AS debits, sum(credit) AS credits, sum(held_debit) AS held_debits,
        sum(held_credit) AS held_credits FROM side GROUP BY id
)
"""
_TOTALS = (
    _ADDED
    + """
SELECT a.code, v.stands, v.proved FROM ledger_account a LEFT JOIN added s USING (id)
CROSS JOIN LATERAL (VALUES
    (a.debits, coalesce(s.debits, 0)), (a.credits, coalesce(s.credits, 0)),
    (a.held_debits, coalesce(s.held_debits, 0)), (a.held_credits, coalesce(s.held_credits, 0))
) AS v (stands, proved)
WHERE v.stands <> v.proved ORDER BY a.code LIMIT %s
"""
)
_LIMITS = """
SELECT code, credits - debits - held_debits, coalesce(floor, ceiling) FROM ledger_account
WHERE credits - debits - held_debits < floor OR credits + held_credits - debits > ceiling
ORDER BY code LIMIT %s
"""
_UNITS = """
SELECT unit, sum(debits)::bigint, sum(credits)::bigint FROM ledger_account
GROUP BY unit HAVING sum(debits) <> sum(credits) OR sum(held_debits) <> sum(held_credits)
ORDER BY unit LIMIT %s
"""
_HOLDS = """
SELECT t.journal_id || ' ' || t.line, t.amount, coalesce(h.amount, 0)
FROM ledger_transfer t
LEFT JOIN ledger_transfer h ON h.journal_id = t.hold_journal AND h.line = t.hold_line AND h.kind = 1
WHERE t.kind IN (2, 3) AND (h.line IS NULL OR h.debit_id <> t.debit_id OR h.credit_id <> t.credit_id
    OR t.amount > h.amount OR (t.kind = 3 AND t.amount <> h.amount))
ORDER BY 1 LIMIT %s
"""
_ORPHANS = """
SELECT t.journal_id || ' ' || t.line, t.amount, 0 FROM ledger_transfer t
LEFT JOIN ledger_transfer first ON t.line > 1 AND first.journal_id = t.journal_id AND first.line = 1
WHERE coalesce(first.act_id, t.act_id) IS NULL OR (t.line > 1 AND first.line IS NULL) ORDER BY 1 LIMIT %s
"""
_STRANGERS = """
SELECT t.journal_id || ' ' || t.line, t.amount, 0 FROM ledger_transfer t
LEFT JOIN ledger_account d ON d.id = t.debit_id LEFT JOIN ledger_account c ON c.id = t.credit_id
WHERE d.id IS NULL OR c.id IS NULL ORDER BY 1 LIMIT %s
"""
_CROSSED = """
SELECT t.journal_id || ' ' || t.line, t.amount, 0 FROM ledger_transfer t
JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
WHERE d.unit <> c.unit ORDER BY 1 LIMIT %s
"""
_MARKS = """
SELECT journal_id || ' ' || line, coalesce(o.line, 0), coalesce(h.line, 0) FROM ledger_openhold o
FULL JOIN (
    SELECT t.journal_id, t.line, t.expires_at FROM ledger_transfer t
    WHERE t.kind = 1 AND t.expires_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledger_transfer d
        WHERE d.hold_journal = t.journal_id AND d.hold_line = t.line AND d.kind IN (2, 3))
) h USING (journal_id, line)
WHERE o.expires_at IS DISTINCT FROM h.expires_at ORDER BY 1 LIMIT %s
"""
_COUNTS = """
SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_transfer WHERE line = 1),
    (SELECT count(*) FROM ledger_transfer),
    (SELECT count(*) FROM ledger_transfer h WHERE h.kind = 1 AND NOT EXISTS (
        SELECT FROM ledger_transfer d
        WHERE d.hold_journal = h.journal_id AND d.hold_line = h.line AND d.kind IN (2, 3)))
"""


def prove_ledger() -> LedgerReport:
    """Add everything anew and return what does not hold; reads one state of the database, changes nothing."""
    asked = {"total": _TOTALS, "limit": _LIMITS, "unit": _UNITS, "hold": _HOLDS, "orphan": _ORPHANS}
    asked |= {"stranger": _STRANGERS, "crossed": _CROSSED, "mark": _MARKS}
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            raise RuntimeError("proved in a transaction, which shows one state")
        faults: list[LedgerFault] = []
        for code, query in asked.items():
            cursor.execute(query, [MOST])
            faults += [LedgerFault(code, *row) for row in cursor.fetchall()]
        cursor.execute(_COUNTS)
        accounts, journals, transfers, held = cursor.fetchone()
    return LedgerReport(accounts, journals, transfers, held, tuple(faults))


def verify_ledger(*, published: Collection[str] = ()) -> LedgerVerified:
    """Prove everything from the first transfer on, and verify all seals; in a transaction, as proving."""
    return LedgerVerified(prove_ledger(), verify_log(TRANSFERS, published))
