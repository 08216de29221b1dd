"""Telling people: once for one occasion, with the act or not at all, and in few statements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import signed_up
from tests.domains.people import NOW
from tests.jobs.running import queued

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.notices.models import Notice
from dure.domains.notices.services.notify import Recipient, notify

GIVEN = {"count": 1}


def tell(recipients: list[Recipient], key: str = "1") -> int:
    with act("test.tell", actor=SYSTEM, now=NOW) as this:
        return notify(this, recipients, template="destruction_done", key=key)


@pytest.mark.django_db
def test_twice_is_once_for_one_occasion_and_twice_for_two():
    somebody = [Recipient(email="a@test.example", parameters=GIVEN, merchant_id=7)]
    assert [tell(somebody), tell(somebody), tell(somebody, "2")] == [1, 0, 1]
    assert Notice.objects.count() == 2
    assert len(queued("notices.send")) == 2


@pytest.mark.django_db
def test_recipients_without_account_are_told_apart_by_their_address():
    two = [Recipient(email=f"{name}@test.example", parameters=GIVEN) for name in ("a", "b", "A")]
    assert tell(two) == 2
    assert {notice.email for notice in Notice.objects.all()} == {"a@test.example", "b@test.example"}


@pytest.mark.django_db
def test_addresses_are_kept_encrypted_and_are_in_no_key_and_no_job():
    tell([Recipient(email="hong@test.example", parameters=GIVEN)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n::text || (SELECT string_agg(j::text, '') FROM procrastinate_jobs j)"
            " FROM notices_notice n"
        )
        row = cursor.fetchone()[0]
    assert "hong" not in row


@pytest.mark.django_db
def test_without_an_address_there_is_an_inbox_entry_and_no_letter():
    user = signed_up("a@test.example").user_id
    tell([Recipient(user_id=user, parameters=GIVEN)])
    assert Notice.objects.get().state == "none"
    assert queued() == []


@pytest.mark.django_db
def test_an_act_that_fails_tells_nobody():
    with pytest.raises(RuntimeError), act("test.tell", actor=SYSTEM, now=NOW) as this:
        notify(
            this, [Recipient(email="a@test.example", parameters=GIVEN)], template="destruction_done", key="1"
        )
        raise RuntimeError
    assert (Notice.objects.count(), queued()) == (0, [])


@pytest.mark.django_db
def test_what_cannot_be_worded_is_told_to_nobody():
    with pytest.raises(ValueError, match="lacks count"):
        tell([Recipient(email="a@test.example", parameters=GIVEN), Recipient(email="b@test.example")])
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_twenty_thousand_are_told_in_a_handful_of_statements():
    many = [
        Recipient(email=f"m{n}@test.example", merchant_id=n, parameters={"count": n}) for n in range(20_000)
    ]
    with CaptureQueriesContext(connection) as asked:
        assert tell(many) == 20_000
    # settings of the act, four inserts of 5,000, one statement for all jobs; and the savepoint of the test
    assert len([q for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 6
    assert sum(len(job["notice_ids"]) for job in queued("notices.send")) == 20_000
    assert Notice.objects.filter(parameters={"count": 19_999}, merchant_id=19_999).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_tell_once():
    barrier = Barrier(2)

    def once(_n: int) -> int:
        barrier.wait()
        try:
            return tell(
                [Recipient(merchant_id=n, email=f"{n}@test.example", parameters=GIVEN) for n in range(50)]
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert sum(two.map(once, (1, 2))) == 50
    assert Notice.objects.count() == 50
    assert sum(len(job["notice_ids"]) for job in queued("notices.send")) == 50
