"""A month of a programme's ledger is proposed for closing: its figures are added and kept to be signed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.ledger.closed import closed_months
from dure.domains.ledger.first import first_day
from dure.domains.ledger.models import LedgerCheck, LedgerSeal
from dure.domains.ledger.models_closing import Closing, ClosingRow
from dure.domains.ledger.policies import allow_proposing
from dure.domains.ledger.queries import bounds, trial_rows
from dure.domains.ledger.states import ALIVE
from dure.domains.ledger.telling import tell
from dure.domains.notices.staff import officers
from dure.engine.money.booking import cut_at, next_to_close
from dure.engine.problems import Problem, Refused, msg, refuse

_OF = "SELECT id FROM ledger_account WHERE programme = %(programme)s"
_UNSEALED = f"""
SELECT count(*) FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
WHERE t.seq > %(upto)s AND f.happened_at < %(end)s AND t.debit_id IN ({_OF})
"""
_BOOKED = f"""
SELECT count(*), count(*) FILTER (WHERE f.happened_at < %(start)s) FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
WHERE t.seq <= %(upto)s AND f.happened_at < %(end)s
    AND NOT (f.happened_at < %(start)s AND t.seq <= %(upto_before)s) AND t.debit_id IN ({_OF})
"""
_HOLDS = f"""
SELECT count(*), coalesce(sum(t.amount), 0)::bigint FROM ledger_transfer t
JOIN ledger_transfer f ON f.journal_id = t.journal_id AND f.line = 1
WHERE t.kind = 1 AND t.seq <= %(upto)s AND f.happened_at < %(end)s AND t.debit_id IN ({_OF})
    AND NOT EXISTS (
        SELECT FROM ledger_transfer e JOIN ledger_transfer g ON g.journal_id = e.journal_id AND g.line = 1
        WHERE e.hold_journal = t.journal_id AND e.hold_line = t.line AND e.kind IN (2, 3)
            AND e.seq <= %(upto)s AND g.happened_at < %(end)s
    )
"""


def propose_closing(
    *, actor: SignedActor, now: datetime, programme: str, month: date, reason: str = ""
) -> int:
    """Add up a month that is over and keep what it comes to; return the closing.

    Raises NotAllowed, and Refused for a month that is not over or not the next, with transfers that are not
    sealed yet, where the ledger was not proved since the month ended or did not hold, and where somebody has
    proposed it already.
    """
    allow_proposing(actor, programme)
    month = month.replace(day=1)
    with act("ledger.propose_closing", actor=actor, now=now, reason=reason.strip()) as this:
        alone("ledger_closing", programme)
        _refuse_order(programme, month, now)
        seal = LedgerSeal.objects.order_by("-to_id").first()
        values = _values(programme, month, 0 if seal is None else seal.to_id)
        _refuse_unproved(month, values)
        assert seal is not None, "what is booked in the month is sealed"
        (transfers, late), (holds, held) = _asked(_BOOKED, values), _asked(_HOLDS, values)
        made = Closing.objects.create(
            programme=programme, month=month, upto=seal.to_id, hash=seal.hash, transfers=transfers, late=late,
            holds=holds, held_won=held, reason=reason.strip(), proposed_by_id=actor.user_id or 0,
            proposed_at=now,
        )  # fmt: skip
        ClosingRow.objects.bulk_create(_rows(made))
        details = {"month": f"{month:%Y-%m}", "transfers": transfers, "hash": seal.hash}
        this.record("ledger_closing", made.pk, **details)
        tell(this, made, "closing_to_confirm", officers(programme, now, besides=actor.user_id), reason)
        return made.pk


def _refuse_order(programme: str, month: date, now: datetime) -> None:
    """Refuse a month that is not the next, or is not over; months are closed one after the other."""
    if Closing.objects.filter(programme=programme, month=month, state__in=ALIVE).exists():
        raise refuse("ledger.closing_stands", msg("this month is closed, or proposed for it, already"))
    closed = closed_months(programme)
    following = next_to_close(None if closed else first_day(programme), closed)
    if following is None:
        raise refuse("ledger.nothing", msg("nothing has moved in this ledger: there is no month to close"))
    if month != following:
        told = f"{following:%Y-%m}"
        raise refuse("ledger.month_order", msg("months are closed in order: the next is {month}"), month=told)
    if now < bounds(month)[1]:
        raise refuse("ledger.month_runs", msg("this month is not over yet"))


def _refuse_unproved(month: date, values: dict[str, Any]) -> None:
    """Refuse what nobody has sealed and proved: all that is wrong at once."""
    found: list[Problem] = []
    (unsealed,) = _asked(_UNSEALED, values)
    if unsealed:
        text = msg("{count} transfers of it are not sealed yet: sealing runs by itself, wait for it")
        found.append(Problem("ledger.unsealed", text, {"count": f"{unsealed:,}"}))
    check = LedgerCheck.objects.order_by("-pk").first()
    if check is None or check.at < bounds(month)[1]:
        text = msg("the ledger was not added up anew since the month ended: that runs by itself every night")
        found.append(Problem("ledger.unproved", text))
    elif check.faults:
        text = msg("the last time the ledger was added up anew it did not hold: the fault comes first")
        found.append(Problem("ledger.faulty", text))
    if found:
        raise Refused(found)


def _values(programme: str, month: date, upto: int) -> dict[str, Any]:
    start, end = bounds(month)
    before = cut_at((month - timedelta(days=1)).replace(day=1), closed_months(programme)).upto
    return {
        "programme": programme,
        "start": start,
        "end": end,
        "upto": upto,
        "upto_before": upto if before is None else before,
    }


def _asked(text: str, values: dict[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found: tuple[int, ...] = cursor.fetchone()
        return found


def _rows(made: Closing) -> list[ClosingRow]:
    return [
        ClosingRow(
            closing=made, kind=one.kind, unit=one.unit, before=one.before, debits=one.debits,
            credits=one.credits,
        )
        for one in trial_rows(made.programme, made.month, upto=made.upto)
    ]  # fmt: skip
