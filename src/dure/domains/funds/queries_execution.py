"""What became of the money of a programme by the end of a month, for pages, statements and files."""

from __future__ import annotations

from datetime import date

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.funds.models import FundAccount
from dure.domains.ledger.queries import BOOKED, month_values
from dure.engine.money.executing import End, Executed, Flow, Where, executed

_FLOWS = """
WITH place AS (
    SELECT account_id, fund, source, part, line, executor, year FROM funds_fundaccount
    WHERE programme = %(programme)s
    UNION ALL
    SELECT a.id, s.fund, s.source, a.kind, s.line, s.executor, s.year
    FROM ledger_account a
    JOIN funds_fundaccount s ON s.account_id = substring(a.code FROM '[0-9]+$')::bigint
    WHERE a.programme = %(programme)s AND a.kind = 'recovery_due'
)
SELECT d.fund, CASE WHEN d.source = '' THEN c.source ELSE d.source END,
    d.part, d.line, d.executor, d.year,
    coalesce(c.part, ''), coalesce(c.line, ''), coalesce(c.executor, ''), coalesce(c.year, 0),
    coalesce(sum(t.amount) FILTER (WHERE NOT {earlier}), 0)::bigint, sum(t.amount)::bigint
FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
JOIN place d ON d.account_id = t.debit_id
LEFT JOIN place c ON c.account_id = t.credit_id
WHERE (c.account_id IS NOT NULL OR d.part = 'recovery_due') AND t.kind IN (0, 2) AND {by_the_end}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
""".format(**BOOKED)


def execution(actor: SignedActor, programme: str, month: date) -> dict[Where, Executed]:
    """Return what happened to the money by the end of a month, place by place, for those who see all."""
    if not _sees_all(actor, programme):
        return {}
    return executed(_flows(programme, month))


def execution_of(actor: SignedActor, programme: str, executor: str, month: date) -> dict[Where, Executed]:
    """Return an executor's own part of it, for its staff and for those who see all."""
    own = FundAccount.objects.visible_to(actor).filter(programme=programme, executor=executor)
    if not own.exists():
        return {}
    found = executed(_flows(programme, month))
    return {where: what for where, what in found.items() if where.executor == executor}


def _sees_all(actor: SignedActor, programme: str) -> bool:
    return actor.may_in(programme, "officer", "ministry", "accountant")


def _flows(programme: str, month: date) -> list[Flow]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, month_values(programme, month))
        return [
            Flow(fund, source, End(*row[:4]), End(*row[4:8]), row[8], row[9])
            for fund, source, *row in cursor.fetchall()
        ]
