"""Sealed events: nothing finished is left out, nothing unfinished is sealed, and no change stays unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.domains.people import NOW
from tests.jobs.running import run_task

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events import sealing
from dure.domains.events.act import act
from dure.domains.events.models import Event, Seal
from dure.domains.events.services.seal import seal_events
from dure.domains.events.services.verify_seals import verify_seals
from dure.domains.events.statements import add


def happen(count: int = 1, name: str = "test.happen") -> None:
    with act(name, actor=SYSTEM, now=NOW, reason="why") as this:
        for n in range(count):
            this.record("thing", n, colour="red")


def seal() -> int:
    return seal_events(actor=SYSTEM, now=NOW)


def past_the_trigger(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        cursor.execute(query, values)
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER USER")


def codes() -> list[str]:
    return [fault.code for fault in verify_seals().faults]


@pytest.mark.django_db(transaction=True)
def test_what_was_there_the_time_before_is_sealed_once_in_one_chain():
    happen(3)
    assert (seal(), Seal.objects.count()) == (0, 0)
    happen(2)
    assert (seal(), seal()) == (1, 1)
    assert (seal(), seal()) == (0, 0)  # nothing new: no empty seals
    first, second = Seal.objects.order_by("pk")
    assert (first.count, second.count) == (3, 2)
    assert (first.previous, second.previous) == ("0" * 64, first.hash)
    assert (second.from_id, second.to_id) == (first.to_id + 1, Event.objects.latest("id").pk)
    report = verify_seals(published=[first.hash])
    assert (report.seals, report.events, report.unsealed, report.last_hash, report.faults) == (
        2,
        5,
        0,
        second.hash,
        (),
    )


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_late_is_not_left_out():
    recorded, finish = Signal(), Signal()

    def slow() -> None:
        try:
            with act("test.slow", actor=SYSTEM, now=NOW) as this:
                this.record("slow", 1)
                add(this._events)  # its id is given now
                this._events.clear()
                recorded.set()
                assert finish.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as one:
        late = one.submit(slow)
        assert recorded.wait(30)
        happen(name="test.quick")  # with a higher id, and finished first
        assert [seal(), seal(), seal()] == [0, 0, 0]
        finish.set()
        late.result()
    assert (seal(), Seal.objects.get().count) == (1, 2)
    assert codes() == []


@pytest.mark.django_db(transaction=True)
def test_many_events_are_sealed_in_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 4)
    first = Event.objects.create(act="x", at=NOW, subject="x", subject_id="1").pk
    happen(9)
    seal()
    seal()
    assert sum(Seal.objects.values_list("count", flat=True)) == 10
    assert Seal.objects.latest("to_id").to_id == first + 9
    assert codes() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events_event SET reason = 'other' WHERE id = %s",
        'UPDATE events_event SET details = \'{"colour": "blue"}\' WHERE id = %s',
        "UPDATE events_event SET at = at + interval '1 microsecond' WHERE id = %s",
        "UPDATE events_event SET actor_id = 7 WHERE id = %s",
        "UPDATE events_event SET act_id = NULL WHERE id = %s",
        "DELETE FROM events_event WHERE id = %s",
    ],
)
def test_a_change_past_the_trigger_is_found(change):
    happen(3)
    seal()
    seal()
    middle = Event.objects.order_by("id")[1].pk
    past_the_trigger(change, middle)
    assert codes() == ["changed"]


@pytest.mark.django_db(transaction=True)
def test_two_events_that_change_places_are_found():
    happen(2)
    seal()
    seal()
    one, two = Event.objects.order_by("id").values_list("pk", flat=True)
    for was, becomes in ((one, -1), (two, one), (-1, two)):
        past_the_trigger("UPDATE events_event SET id = %s WHERE id = %s", becomes, was)
    assert codes() == ["changed"]


@pytest.mark.django_db(transaction=True)
def test_an_event_put_in_later_is_found():
    happen(1)
    with transaction.atomic():
        Event.objects.create(act="x", at=NOW, subject="x", subject_id="1")
        transaction.set_rollback(True)  # an id that no event bears
    happen(1)
    seal()
    seal()
    assert codes() == []
    gap = Event.objects.latest("id").pk - 1
    Event.objects.create(pk=gap, act="x", at=NOW, subject="x", subject_id="1")
    assert codes() == ["changed"]


@pytest.mark.django_db(transaction=True)
def test_a_seal_that_is_changed_or_gone_is_found():
    for _ in range(3):
        happen()
        seal()
    seal()
    hashes = list(Seal.objects.order_by("to_id").values_list("hash", flat=True))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Seal.objects.filter(hash=hashes[0]).delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_seal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM events_seal WHERE hash = %s", [hashes[1]])
        assert codes() == ["chain", "gap"]
        cursor.execute("DELETE FROM events_seal WHERE hash = %s", [hashes[2]])
        cursor.execute("ALTER TABLE events_seal ENABLE TRIGGER USER")
    # The end of a chain can be cut off unseen, unless a hash of it was kept elsewhere.
    assert codes() == []
    assert [(f.code, f.hash) for f in verify_seals(published=hashes).faults] == [
        ("lost", one) for one in sorted(hashes[1:])
    ]


@pytest.mark.django_db(transaction=True)
def test_the_zone_of_the_session_does_not_matter():
    happen()
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'Asia/Seoul'")
        run_task("events.seal")
        assert codes() == []
        cursor.execute("SET TIME ZONE 'UTC'")
    assert codes() == []
