"""Events are sealed: blocks that no transaction can add to any more, each hash holding the one before."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from dure.domains.events.act import Act, Actor, act, acting
from dure.domains.events.alone import alone
from dure.domains.events.by_itself import refuse_people
from dure.domains.events.models import Seal, SealMark
from dure.domains.events.sealing import START, block_hash

BLOCK = 50_000
"""Ids a seal covers at most: its hash is worked out in a fraction of a second."""


def seal_events(*, actor: Actor, now: datetime) -> int:
    """Seal what had been written by the last time, and return how many seals were made.

    Ids are given before their events are committed, and acts take their time: an event with a lower id may
    come to light after one with a higher. So each time only notes how far ids have been given, and the next
    time seals up to there, if no transaction of then is still under way. Nothing is skipped, nothing waits.
    """
    refuse_people(actor)
    with act("event.seal", actor=actor, now=now) as this:
        alone("events.seal")
        mark = SealMark.objects.order_by("pk").last()
        sealed = _seal_up_to(this, mark.last_id) if mark is not None and _all_ended(mark.at) else 0
        if mark is None or _all_ended(mark.at):
            SealMark.objects.all().delete()
            last_id, at = _given_now()
            SealMark.objects.create(last_id=last_id, at=at)
    return sealed


def _seal_up_to(this: Act, last_id: int) -> int:
    assert acting() is this, "seals are made in an act"
    made = 0
    before = Seal.objects.order_by("to_id").last()
    previous, from_id = (before.hash, before.to_id + 1) if before else (START, 1)
    while from_id <= last_id:
        to_id = min(last_id, from_id + BLOCK - 1)
        count, found = block_hash(previous, from_id, to_id)
        _, at = _given_now()
        Seal.objects.create(from_id=from_id, to_id=to_id, count=count, previous=previous, hash=found, at=at)
        previous, from_id, made = found, to_id + 1, made + 1
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


def _given_now() -> tuple[int, datetime]:
    """Return the last id that was given to an event, and the instant after that was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('events_event', 'id')), 0)"
        )
        last_id = int(cursor.fetchone()[0])
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return last_id, at
