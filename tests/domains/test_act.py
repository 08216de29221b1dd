"""The one door for writes: all or nothing, once under a key, also for two at once; events never change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import Organisation
from dure.domains.events.act import act
from dure.domains.events.models import DoneAct, Event


@pytest.mark.django_db
def test_an_act_that_fails_leaves_nothing():
    with pytest.raises(RuntimeError), act("test.fail", actor=SYSTEM, now=NOW, key="1") as this:
        Organisation.objects.create(kind="agency", code="x", name_ko="가", name_en="x")
        this.record("organisation", 1)
        raise RuntimeError
    assert (Event.objects.count(), DoneAct.objects.count(), Organisation.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_the_same_key_is_done_once_and_gives_the_same_result():
    results = []
    for _ in range(2):
        with act("test.once", actor=SYSTEM, now=NOW, reason="because", key="k") as this:
            if not this.repeated:
                this.record("thing", 7, colour="red")
                this.result = {"made": 7}
        results.append((this.repeated, this.result))
    assert results == [(False, {"made": 7}), (True, {"made": 7})]
    event = Event.objects.get()
    assert (event.act, event.subject, event.subject_id) == ("test.once", "thing", "7")
    assert event.reason == "because"
    assert event.details == {"colour": "red"}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_under_one_key_are_one():
    barrier = Barrier(2)

    def once(n: int) -> tuple[bool, object]:
        barrier.wait()
        try:
            with act("test.race", actor=SYSTEM, now=NOW, key="k") as this:
                if not this.repeated:
                    this.record("thing", n)
                    this.result = n
            return this.repeated, this.result
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        found = sorted(two.map(once, (1, 2)))
    assert [repeated for repeated, _ in found] == [False, True]
    assert found[0][1] == found[1][1]
    assert Event.objects.filter(act="test.race").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_event_is_never_changed(change):
    with act("test.kept", actor=SYSTEM, now=NOW) as this:
        this.record("thing", 1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        found = Event.objects.filter(act="test.kept")
        found.update(reason="other") if change == "update" else found.delete()
    assert Event.objects.get(act="test.kept").reason == ""
