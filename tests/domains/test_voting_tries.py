"""Verifications begun: so many of one browser and of one address, and no more until time has passed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.voting import VOTING, counted, vote_made

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.models import Event
from dure.domains.voting.models import VerificationTry
from dure.domains.voting.services.forget_traces import forget_traces
from dure.domains.voting.services.note_verification import (
    KEPT_FOR,
    MOST_OF_ADDRESS,
    MOST_OF_BROWSER,
    WITHIN,
    note_verification,
)
from dure.engine.problems import Refused

ADDRESS = "192.0.2.7"


def begin(vote, number, browser="one", address=ADDRESS, now=VOTING):
    note_verification(now=now, vote_id=vote.pk, browser=browser, address=address, request_no=str(number))


def is_refused(vote, number, **how) -> bool:
    before = VerificationTry.objects.count()
    try:
        begin(vote, number, **how)
    except Refused as refused:
        told = [(one.code, one.params) for one in refused.problems]
    else:
        return False
    assert told == [("vote.too_many", {"minutes": 10})]
    assert VerificationTry.objects.count() == before
    return True


@pytest.mark.django_db
def test_a_browser_begins_five_within_ten_minutes_and_then_waits():
    vote, _ = vote_made()
    assert [is_refused(vote, n) for n in range(MOST_OF_BROWSER + 1)] == [False] * MOST_OF_BROWSER + [True]
    assert VerificationTry.objects.count() == 2 * MOST_OF_BROWSER
    assert not is_refused(vote, "other", browser="two")
    assert is_refused(vote, "soon", now=VOTING + WITHIN - timedelta(seconds=1))
    assert not is_refused(vote, "later", now=VOTING + WITHIN)


@pytest.mark.django_db
def test_an_address_begins_sixty_and_a_browser_without_one_is_bound_all_the_same():
    vote, _ = vote_made()
    for n in range(MOST_OF_ADDRESS):
        begin(vote, n, browser=f"b{n}")
    assert is_refused(vote, "more", browser="new")
    assert not is_refused(vote, "elsewhere", browser="new", address="198.51.100.1")
    assert [is_refused(vote, f"none{n}", browser="none", address=None) for n in range(6)] == [False] * 5 + [
        True
    ]


@pytest.mark.django_db
def test_the_same_number_twice_is_one_try_and_no_event_tells_whose():
    vote, _ = vote_made()
    begin(vote, "same")
    begin(vote, "same")
    assert VerificationTry.objects.count() == 2
    told = Event.objects.get(act="vote.verify")
    assert (told.actor_id, told.details) == (None, {"verification": "begun"})
    marks = set(VerificationTry.objects.values_list("mark", flat=True))
    assert all(len(mark) == 64 and ADDRESS not in mark for mark in marks)


@pytest.mark.django_db
def test_tries_go_after_a_day_and_with_the_traces():
    vote, _ = vote_made()
    begin(vote, 1)
    begin(vote, 2, browser="two", now=VOTING + KEPT_FOR)
    assert set(VerificationTry.objects.values_list("begun_at", flat=True)) == {VOTING + KEPT_FOR}
    until = counted(vote).traces_until
    forget_traces(actor=SYSTEM, now=until)
    assert not VerificationTry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_get_the_last_try():
    vote, _ = vote_made()
    for n in range(MOST_OF_BROWSER - 1):
        begin(vote, n)
    found = twice_at_once(*(lambda n=n: begin(vote, f"last{n}") for n in range(3)))
    assert sum(isinstance(one, Refused) for one in found) == 2
    assert VerificationTry.objects.count() == 2 * MOST_OF_BROWSER
