"""Sealing a log: blocks that no transaction can add to any more, each hash holding the one before.

What a log is stands in :class:`Log`: rows that are only added to, in order of a number that the database
gives.
Numbers are given before rows are committed, and acts take their time: a row with a lower number may come to
light after one with a higher. So each time only notes how far numbers have been given, and the next time
seals up to there, if no transaction of then is still under way. Nothing is skipped, nothing waits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from dure.domains.events.act import Act, acting
from dure.domains.events.alone import alone
from dure.domains.events.seal_report import SealFault, SealReport

START = "0" * 64
"""What stands for the hash before the first seal."""
BLOCK = 50_000
"""Numbers a seal covers at most: its hash is worked out in a fraction of a second."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is sealed.

    ``rows`` is what SQL selects from, ``number`` and ``says`` are expressions over it: the number, and the
    text of everything that a row says. ``table`` and ``column`` are where the database counts.
    """

    name: str
    table: str
    column: str
    rows: str
    number: str
    says: str
    seals: Any
    marks: Any


def instant(column: str) -> str:
    """Return the SQL of an instant as text: in UTC, whatever the session's zone."""
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"


def block_hash(log: Log, previous: str, from_id: int, to_id: int) -> tuple[int, str]:
    """Return how many rows stand in a block, and its hash.

    The hash is SHA-256 of the previous hash, the two numbers, the count and the SHA-256 of each row in hex,
    each on a line of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), encode(sha256(convert_to(concat_ws(E'\\n', %s::text, %s::text, %s::text,
                count(*)::text, string_agg(line, E'\\n' ORDER BY number)), 'UTF8')), 'hex')
            FROM (SELECT {log.number} AS number,
                    encode(sha256(convert_to({log.says}, 'UTF8')), 'hex') AS line
                FROM {log.rows} WHERE {log.number} BETWEEN %s AND %s) AS block
            """,
            [previous, from_id, to_id, from_id, to_id],
        )
        count, found = cursor.fetchone()
        return int(count), str(found)


def seal_log(this: Act, log: Log) -> list[Any]:
    """Seal what had been written by the last time, and return the new seals."""
    assert acting() is this, "seals are made in an act"
    alone(f"{log.name}.seal")
    mark = log.marks.objects.order_by("pk").last()
    if mark is not None and not _all_ended(mark.at):
        return []
    made = _seal_up_to(this, log, mark.last_id) if mark is not None else []
    log.marks.objects.all().delete()
    last_id, at = _given_now(log)
    log.marks.objects.create(last_id=last_id, at=at)
    return made


def verify_log(log: Log, published: Collection[str] = ()) -> SealReport:
    """Verify all seals; ``published`` are hashes that were kept elsewhere and must be among them."""
    faults: list[SealFault] = []
    previous, next_id, counted_all, seals = START, 1, 0, 0
    missing = set(published)
    for seal in log.seals.objects.order_by("to_id").iterator():
        seals += 1
        if seal.previous != previous:
            faults.append(SealFault("chain", seal.from_id, seal.to_id))
        if seal.from_id != next_id:
            faults.append(SealFault("gap", next_id, seal.from_id - 1))
        counted, found = block_hash(log, seal.previous, seal.from_id, seal.to_id)
        if (counted, found) != (seal.count, seal.hash):
            faults.append(SealFault("changed", seal.from_id, seal.to_id, counted, seal.count))
        previous, next_id, counted_all = seal.hash, seal.to_id + 1, counted_all + counted
        missing.discard(seal.hash)
    faults += [SealFault("lost", hash=one) for one in sorted(missing)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {log.rows} WHERE {log.number} >= %s", [next_id])
        unsealed = int(cursor.fetchone()[0])
    return SealReport(seals, counted_all, unsealed, previous if seals else "", tuple(faults))


def _seal_up_to(this: Act, log: Log, last_id: int) -> list[Any]:
    assert acting() is this, "seals are made in an act"
    made = []
    before = log.seals.objects.order_by("to_id").last()
    previous, from_id = (before.hash, before.to_id + 1) if before else (START, 1)
    while from_id <= last_id:
        to_id = min(last_id, from_id + BLOCK - 1)
        count, found = block_hash(log, previous, from_id, to_id)
        _, at = _given_now(log)
        made.append(
            log.seals.objects.create(
                from_id=from_id, to_id=to_id, count=count, previous=previous, hash=found, at=at
            )
        )
        previous, from_id = found, to_id + 1
    return made


def _all_ended(at: datetime) -> bool:
    """Say whether every transaction that was under way at an instant has ended.

    Sessions of other database roles do not show when they began: the service writes under one role.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start <= %s)",
            [at],
        )
        ended: bool = cursor.fetchone()[0]
        return ended


def _given_now(log: Log) -> tuple[int, datetime]:
    """Return the last number that was given in a log, and the instant after that was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)), 0)",
            [log.table, log.column],
        )
        last_id = int(cursor.fetchone()[0])
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return last_id, at
