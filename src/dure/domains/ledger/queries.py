"""The ledger as pages read it: accounts, what moved on one, and the trial balance of a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.ledger.closed import closed_months
from dure.domains.ledger.models import Account as Account
from dure.engine.law.deadlines import SEOUL
from dure.engine.money.booking import cut_at

CHUNK = 2_000
"""So many rows of a file are fetched at once."""


def accounts(actor: SignedActor, programme: str, kind: str = "", words: str = "") -> QuerySet[Account]:
    """Return the accounts of a programme that an actor may see, narrowed to a kind or a part of the code."""
    found = Account.objects.visible_to(actor).filter(programme=programme)
    found = found.filter(kind=kind) if kind else found
    return found.filter(code__icontains=words) if words else found


def programmes_with_accounts(actor: SignedActor, kind: str) -> QuerySet[Account, Any]:
    """Return the programmes of which an actor sees accounts of a kind, for a condition of another query."""
    return Account.objects.visible_to(actor).filter(kind=kind).values("programme")


def account(actor: SignedActor, account_id: int) -> Account | None:
    """Return an account that an actor may see, or None."""
    return Account.objects.visible_to(actor).filter(pk=account_id).first()


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer as the statement of an account, or the journal of a programme, tells it."""

    seq: int
    journal: UUID
    line: int
    kind: int
    debit: str
    credit: str
    unit: str
    amount: int
    what: str
    reason: str
    happened_at: datetime
    recorded_at: datetime


_TOLD = """
SELECT t.seq, t.journal_id, t.line, t.kind, d.code, c.code, d.unit, t.amount, f.what, f.reason, f.happened_at,
    f.recorded_at
FROM {found} t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
"""
ON_ONE = _TOLD.format(
    found="""(
    (SELECT * FROM ledger_transfer WHERE debit_id = %(account)s AND seq < %(before)s
        ORDER BY seq DESC LIMIT %(most)s)
    UNION ALL
    (SELECT * FROM ledger_transfer WHERE credit_id = %(account)s AND seq < %(before)s
        ORDER BY seq DESC LIMIT %(most)s)
)"""
) + "ORDER BY t.seq DESC LIMIT %(most)s"  # fmt: skip
_LARGEST = 2**63 - 1


def entries(account: Account, *, before: int | None, most: int) -> list[Entry]:
    """Return the last transfers of an account before one of them, the newest first.

    Either side is read along its own index, no further than the page goes: an account of a hundred million
    transfers takes as long as one of ten.
    """
    values = {"account": account.pk, "before": _LARGEST if before is None else before, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(ON_ONE, values)
        return [Entry(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What stood at the beginning of a month, moved in it, and stands at its end (credits less debits)."""

    name: str
    """The kind of account, or one account's code."""
    kind: str
    unit: str
    before: int
    debits: int
    credits: int

    @property
    def after(self) -> int:
        return self.before + self.credits - self.debits


_TRIAL = """
SELECT {name}, a.kind, a.unit,
    coalesce(sum(m.credit - m.debit) FILTER (WHERE m.earlier), 0)::bigint,
    coalesce(sum(m.debit) FILTER (WHERE NOT m.earlier), 0)::bigint,
    coalesce(sum(m.credit) FILTER (WHERE NOT m.earlier), 0)::bigint
FROM ledger_account a
LEFT JOIN LATERAL (
    SELECT {earlier} AS earlier, t.amount AS debit, 0::bigint AS credit FROM ledger_transfer t
    JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
    WHERE t.debit_id = a.id AND t.kind IN (0, 2) AND {by_the_end}
    UNION ALL
    SELECT {earlier}, 0, t.amount FROM ledger_transfer t
    JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
    WHERE t.credit_id = a.id AND t.kind IN (0, 2) AND {by_the_end}
) m ON true
WHERE a.id IN (SELECT id FROM ledger_account WHERE programme = %(programme)s)
GROUP BY {group} ORDER BY 1, 3
"""
BOOKED = {
    "earlier": "(f.happened_at < %(start)s AND t.seq <= %(upto_before)s)",
    "by_the_end": "(f.happened_at < %(end)s AND t.seq <= %(upto)s)",
}
"""Of transfers ``t`` and the first of their journals ``f``: what is booked before a month, and by its end.

Texts of other subjects use them too, with the values of :func:`month_values`.
"""
_BY_KIND = {"name": "a.kind", "group": "a.kind, a.unit", **BOOKED}
_BY_ACCOUNT = {"name": "a.code", "group": "a.code, a.kind, a.unit", **BOOKED}


def trial_balance(
    actor: SignedActor, programme: str, month: date, *, by_account: bool = False
) -> list[TrialRow]:
    """Return the trial balance (시산표) of a month in Korean time, by kind of account or account by account.

    An entry counts in the month in which what it tells of happened or, where that was closed before it came,
    in the first that was open. Holds are not counted: nothing moved.
    """
    if not sees(actor, programme):
        return []
    return trial_rows(programme, month, by_account=by_account)


def trial_rows(
    programme: str, month: date, *, by_account: bool = False, upto: int | None = None
) -> list[TrialRow]:
    """Return the trial balance of a month for a service, whoever asks; ``upto``: only up to that transfer."""
    values = month_values(programme, month)
    if upto is not None:
        values |= {"upto": upto, "upto_before": min(upto, int(values["upto_before"]))}
    words = _BY_ACCOUNT if by_account else _BY_KIND
    with connection.cursor() as cursor:
        cursor.execute(_TRIAL.format(**words), values)
        return [TrialRow(*row) for row in cursor.fetchall()]


_JOURNAL = (
    _TOLD.format(found="ledger_transfer")
    + """
WHERE {by_the_end} AND NOT {earlier}
    AND t.debit_id IN (SELECT id FROM ledger_account WHERE programme = %(programme)s)
ORDER BY t.seq
""".format(**BOOKED)
)


def journal(actor: SignedActor, programme: str, month: date) -> Iterator[Entry]:
    """Yield the transfers that are booked in a month, in the order of their coming."""
    if not sees(actor, programme):
        return
    with connection.cursor() as cursor:
        cursor.execute(_JOURNAL, month_values(programme, month))
        while rows := cursor.fetchmany(CHUNK):
            yield from (Entry(*row) for row in rows)


def month_values(programme: str, month: date) -> dict[str, Any]:
    """Return what the texts above ask with: the bounds of a month, and the numbers up to which it counts."""
    start, end = bounds(month)
    closed = closed_months(programme)
    before = cut_at((month.replace(day=1) - timedelta(days=1)).replace(day=1), closed).upto
    upto = cut_at(month.replace(day=1), closed).upto
    return {
        "programme": programme,
        "start": start,
        "end": end,
        "upto_before": _LARGEST if before is None else before,
        "upto": _LARGEST if upto is None else upto,
    }


_CAME = """
SELECT t.credit_id, (f.happened_at AT TIME ZONE 'Asia/Seoul')::date AS day, sum(t.amount)::bigint
FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
WHERE t.credit_id = ANY (%s) AND t.kind IN (0, 2)
GROUP BY 1, 2 ORDER BY 2, 1
"""


def came_by_day(accounts: Sequence[int]) -> list[tuple[int, date, int]]:
    """Return what came to accounts, by account and day in Korean time; who may see them was asked before."""
    with connection.cursor() as cursor:
        cursor.execute(_CAME, [list(accounts)])
        return [(account, day, won) for account, day, won in cursor.fetchall()]


def sees(actor: SignedActor, programme: str) -> bool:
    """Say whether somebody sees the accounts of a programme."""
    return Account.objects.visible_to(actor).filter(programme=programme).exists()


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return the first instant of a month in Korean time, and that of the next."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return _midnight(first), _midnight(following)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SEOUL)
