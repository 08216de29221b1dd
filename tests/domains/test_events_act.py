"""The contract of an act: a transaction of its own, settings once; what no database takes back is undone."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act, acting
from dure.domains.events.models import DoneAct, Event


def settings() -> list[str]:
    names = ("dure.act", "dure.actor", "pghistory.context_id")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{n}', true), '')" for n in names))
        return list(cursor.fetchone())


@pytest.mark.django_db
def test_an_act_within_an_act_is_refused_and_nothing_of_it_stays():
    with pytest.raises(RuntimeError, match="inner within"), act("outer", actor=SYSTEM, now=NOW) as outer:
        outer.record("thing", 1)
        with act("inner", actor=SYSTEM, now=NOW):
            pass
    assert Event.objects.count() == 0
    assert acting() is None


@pytest.mark.django_db(transaction=True)
def test_an_act_opens_the_transaction_and_is_not_part_of_another():
    with pytest.raises(RuntimeError), transaction.atomic(), act("test.act", actor=SYSTEM, now=NOW):
        pass
    with act("test.act", actor=SYSTEM, now=NOW):
        assert connection.in_atomic_block
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_the_settings_say_which_act_it_is_and_end_with_it():
    officer = person()
    with act("test.act", actor=officer, now=NOW) as this:
        assert settings() == ["test.act", str(officer.user_id), str(this.id)]
        assert acting() is this
    assert settings() == ["", "", ""]
    assert acting() is None


@pytest.mark.django_db
def test_what_was_done_outside_is_undone_the_last_first_when_the_act_fails():
    undone: list[int] = []
    with pytest.raises(KeyError), act("test.act", actor=SYSTEM, now=NOW) as this:
        this.undo(lambda: undone.append(1))
        this.undo(lambda: undone.append(2))
        raise KeyError
    assert undone == [2, 1]
    with act("test.act", actor=SYSTEM, now=NOW) as this:
        this.undo(lambda: undone.append(3))
    assert undone == [2, 1]


@pytest.mark.django_db
def test_a_key_longer_than_its_column_is_a_key_all_the_same():
    key = "k" * 500
    repeated = []
    for end in ("", "", "x"):
        with act("test.act", actor=SYSTEM, now=NOW, key=key + end) as this:
            repeated.append(this.repeated)
    assert repeated == [False, True, False]
    assert DoneAct.objects.count() == 2


@pytest.mark.django_db
def test_an_act_that_was_done_before_may_tell_nothing_new():
    for expected in (False, True):
        ended = False
        try:
            with act("test.act", actor=SYSTEM, now=NOW, key="k") as this:
                this.record("thing", 1)
            ended = True
        except AssertionError:
            pass
        assert ended is not expected
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_all_events_of_an_act_bear_its_id():
    with act("test.act", actor=SYSTEM, now=NOW) as this:
        this.record("thing", 1)
        this.record("thing", 2)
    assert set(Event.objects.values_list("act_id", flat=True)) == {this.id}
