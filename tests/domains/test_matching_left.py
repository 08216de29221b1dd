"""A merchant that takes part no more leaves its match: both are told, contacts close, the room is free."""

from __future__ import annotations

import pytest
from tests.domains.matching import PROGRAMME, matched
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.matching import queries
from dure.domains.matching.models import Match
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.end_left_matches import end_left_matches
from dure.domains.matching.sides import taking_part
from dure.domains.matching.states import TAKING
from dure.domains.notices.models import Notice
from dure.domains.selection.services.withdraw_application import withdraw_application

pytestmark = pytest.mark.django_db(transaction=True)


def agreed():
    owner, sell, one = matched()
    for who in (sell, owner):
        answer_match(actor=who, now=NOW, match_id=one.pk, yes=True)
    return owner, sell, queries.match(sell, one.pk)


def jobs() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'programme' FROM procrastinate_jobs WHERE task_name = 'matching.end_left'"
        )
        return [row[0] for row in cursor.fetchall()]


def test_contacts_close_at_once_and_the_match_ends_by_the_job():
    owner, sell, one = agreed()
    assert queries.contact_of_merchant(one).name == "두레상회 1"
    withdraw_application(actor=owner, now=NOW, application_id=one.application_id, reason="그만둡니다")
    one = queries.match(sell, one.pk)
    assert one.state == "accepted"
    assert queries.contact_of_merchant(one) is None
    assert queries.contacts_of_provider(one, NOW) == []
    assert PROGRAMME in jobs()
    assert end_left_matches(actor=SYSTEM, now=NOW, programme=PROGRAMME) == 1
    found = Match.objects.get()
    assert (found.state, found.answered_at, queries.was_left(found)) == ("ended", NOW, True)
    assert not Match.objects.filter(state__in=TAKING).exists()
    told = Notice.objects.filter(template="match_left").values_list("user_id", flat=True)
    assert sorted(told) == sorted([owner.user_id, sell.user_id])
    (event,) = Event.objects.filter(act="match.leave", subject="match")
    assert (event.actor_id, event.details["to"]) == (None, "ended")


def test_whoever_still_takes_part_keeps_the_match():
    _owner, sell, one = agreed()
    assert end_left_matches(actor=SYSTEM, now=NOW) == 0
    assert queries.contact_of_merchant(queries.match(sell, one.pk)).name == "두레상회 1"
    assert not Notice.objects.filter(template="match_left").exists()
    with pytest.raises(NotAllowed):
        end_left_matches(actor=person(), now=NOW)


def test_a_place_that_is_lost_ends_what_rests_on_its_stage():
    _owner, _sell, one = agreed()
    assert taking_part(one.programme, None).filter(pk=one.application_id).exists()
    assert not taking_part(one.programme, "no_such_stage").filter(pk=one.application_id).exists()
