"""Moves: whoever loses a race moves nothing, one event for each row moved, no other move is possible."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Upper
from django.db.utils import ProgrammingError
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.events.transitions import move
from dure.domains.notices.models import MAIL_STATES, Notice
from dure.domains.uploads.models import FILE_STATES, StoredFile

ROWS, THREADS = 150, 6


def notices(count: int, state: str = "queued") -> list[int]:
    made = Notice.objects.bulk_create(
        Notice(template="import_done", key=f"{state}{n}", state=state, made_at=NOW) for n in range(count)
    )
    return [notice.pk for notice in made]


def stored(name: str = "a.pdf") -> StoredFile:
    return StoredFile.objects.create(
        id=uuid.uuid4(),
        purpose="document",
        name=name,
        size=1,
        sha256="0" * 64,
        content_type="x",
        uploaded_at=NOW,
    )


@pytest.mark.django_db(transaction=True)
def test_of_six_at_once_exactly_one_moves_each_row():
    ids = notices(ROWS)
    barrier = Barrier(THREADS)

    def race(number: int) -> list[int]:
        barrier.wait()
        # In other orders, and in parts: rows are locked by id all the same, so that nobody waits in a circle.
        order = ids if number % 2 else ids[::-1]
        moved: list[int] = []
        try:
            for part in (order[: ROWS // 2], order[ROWS // 2 :]):
                with act(f"race.{number}", actor=SYSTEM, now=NOW) as this:
                    moved += move(this, MAIL_STATES, Notice, part, "send", changes={"tries": F("tries") + 1})
        finally:
            connection.close()
        return moved

    with ThreadPoolExecutor(THREADS) as pool:
        won = list(pool.map(race, range(THREADS)))
    assert sorted(pk for moved in won for pk in moved) == sorted(ids)
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}
    told = {
        number: set(Event.objects.filter(act=f"race.{number}").values_list("subject_id", flat=True))
        for number in range(THREADS)
    }
    assert told == {number: {str(pk) for pk in moved} for number, moved in enumerate(won)}


@pytest.mark.django_db
def test_rows_in_other_states_stay_and_have_no_event():
    queued, sent = notices(2), notices(2, "sent")
    with act("test.move", actor=SYSTEM, now=NOW) as this:
        assert move(this, MAIL_STATES, Notice, [*sent, *queued[::-1], 0], "fail") == queued
        assert move(this, MAIL_STATES, Notice, [], "fail") == []
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_an_event_says_who_moved_what_from_where_to_where_and_why():
    officer = person()
    (one,) = notices(1, "failed")
    with act("test.move", actor=officer, now=NOW, reason="the address is right now") as this:
        move(this, MAIL_STATES, Notice, [one], "retry", details={"until": NOW, "n": 1})
        this.record("other", 1)
    first, second = Event.objects.filter(act="test.move").order_by("id")
    assert (first.subject, first.subject_id, first.actor_id, first.role) == (
        "mail",
        str(one),
        officer.user_id,
        "officer",
    )
    assert (first.at, first.reason) == (NOW, "the address is right now")
    assert first.details == {
        "move": "retry",
        "from": "failed",
        "to": "queued",
        "until": "2025-03-24T01:00:00Z",
        "n": 1,
    }
    assert first.act_id == second.act_id == this.id


@pytest.mark.django_db
def test_columns_of_every_kind_are_changed_with_the_move():
    version = published()
    one = application(merchant(1), version, choices=("acorn",))
    asked = Supplement.objects.create(
        application=one, items=[{"kind": "document"}], asked_at=NOW, due_at=NOW, difference=None
    )
    kept = stored()
    with act("test.move", actor=SYSTEM, now=NOW) as this:
        move(
            this, APPLICATION_STATES, Application, [one.pk], "accept",
            changes={
                "choices": ["otter", 'a"b,{c}'], "answers": {"q": ["예", None, 1.5]}, "verdict": None,
                "changed_at": NOW + timedelta(hours=1), "revision": F("revision") + 2, "name": Upper("name"),
                "made_by_id": None,
            },
        )  # fmt: skip
        move(this, SUPPLEMENT_STATES, Supplement, [asked.pk], "answer", changes={"difference": {"a": [1, 2]}})
        move(
            this,
            FILE_STATES,
            StoredFile,
            [kept.pk],
            "found_clean",
            changes={"name": "홍길동.pdf", "scanned_at": NOW},
        )
    one.refresh_from_db()
    assert (one.state, one.choices, one.answers) == (
        "accepted",
        ["otter", 'a"b,{c}'],
        {"q": ["예", None, 1.5]},
    )
    assert (one.revision, one.changed_at, one.verdict) == (3, NOW + timedelta(hours=1), None)
    asked.refresh_from_db()
    assert (asked.state, asked.difference) == ("answered", {"a": [1, 2]})
    kept.refresh_from_db()
    assert (kept.name, kept.scanned_at) == ("홍길동.pdf", NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM uploads_storedfile")
        assert cursor.fetchone()[0].startswith("v1:")


@pytest.mark.django_db
def test_an_encrypted_null_stays_null_and_json_null_is_no_text():
    one = application(merchant(1), published())
    asked = Supplement.objects.create(
        application=one, items=[], asked_at=NOW, due_at=NOW, difference={"a": 1}
    )
    with act("test.move", actor=SYSTEM, now=NOW) as this:
        move(this, SUPPLEMENT_STATES, Supplement, [asked.pk], "lapse", changes={"difference": None})
    assert Supplement.objects.filter(difference__isnull=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"), [("sent", "queued"), ("none", "sent"), ("sent", "failed"), ("queued", "none")]
)
def test_the_database_refuses_every_other_move_whoever_makes_it(before, after):
    ids = notices(3, before)
    with (
        pytest.raises(ProgrammingError, match=f"illegal move of mail: {before} to {after}"),
        transaction.atomic(),
    ):
        Notice.objects.filter(pk__in=ids).update(state=after)
    assert set(Notice.objects.values_list("state", flat=True)) == {before}


@pytest.mark.django_db
def test_an_unknown_move_or_column_is_an_error_and_changes_nothing():
    ids = notices(1)
    for wrong in ({"name": "fly"}, {"name": "send", "changes": {"colour": 1}}):
        with pytest.raises(Exception, match=r"fly|colour"), act("test.move", actor=SYSTEM, now=NOW) as this:
            move(this, MAIL_STATES, Notice, ids, wrong["name"], changes=wrong.get("changes"))
    assert Notice.objects.get().state == "queued"


@pytest.mark.django_db
def test_three_thousand_rows_are_moved_in_one_statement(django_assert_num_queries):
    ids = notices(3000)
    with act("test.move", actor=SignedActor(), now=NOW) as this, django_assert_num_queries(1):
        assert move(this, MAIL_STATES, Notice, ids, "send", changes={"sent_at": NOW}) == ids
    assert Event.objects.count() == 3000
    assert list(Event.objects.order_by("id").values_list("subject_id", flat=True)) == [str(pk) for pk in ids]
