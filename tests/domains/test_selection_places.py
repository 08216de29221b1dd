"""Places: taken, given up, lapsed; the next of the reserve list moves up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    TOLD,
    applicant,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.review.models import Entrant
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.selection.vacancies import candidates
from dure.engine.problems import Refused

LATE = datetime.fromisoformat("2025-05-24T00:00:00+09:00")


def accept(n: int, now: datetime = TOLD) -> None:
    accept_place(actor=applicant(n), now=now, place_id=place_of(n).pk)


def give_up(n: int, **more) -> list[int]:
    return give_up_place(**{"actor": applicant(n), "now": TOLD, "place_id": place_of(n).pk} | more)


def waiting(executor: str = "acorn") -> list[int]:
    return [int(c.application_no[-6:]) for c in candidates(Selection.objects.get(), executor)]


@pytest.mark.django_db
def test_a_place_is_taken_by_its_own_applicant_until_it_is_due():
    first_stage()
    told()
    with pytest.raises(NotAllowed):
        accept_place(actor=applicant(2), now=TOLD, place_id=place_of(1).pk)
    with pytest.raises(NotAllowed):
        accept_place(actor=officer(), now=TOLD, place_id=place_of(1).pk)
    with pytest.raises(Refused) as refused:
        accept(1, LATE)
    assert refused.value.problems[0].code == "place.late"
    assert place_of(1).state == "offered"
    accept(1, LATE - timedelta(seconds=1))
    accept(1)
    assert place_of(1).state == "accepted"
    assert Event.objects.filter(act="place.accept", subject="place").count() == 1


@pytest.mark.django_db
def test_a_place_given_up_goes_to_the_next_of_the_list_with_notice_and_reason():
    first_stage()
    told()
    (given,) = give_up(4)
    assert place_of(4).state == "given_up"
    place = Place.objects.get(pk=given)
    assert place == place_of(13)
    assert (place.executor, place.state, place.given_by, place.due_at) == (
        "acorn",
        "offered",
        "reserve",
        LATE,
    )
    assert waiting() == [14, 15, 16]
    assert waiting("otter") == [14, 15, 16]  # whoever has a place stands on no list any more
    notice = Notice.objects.get(template="place_offered")
    assert (notice.user_id, notice.parameters["due"]) == (applicant(13).user_id, "2025-05-23")
    event = Event.objects.get(subject="place", subject_id=str(given))
    assert event.details == {
        "move": "offer",
        "to": "offered",
        "given_by": "reserve",
        "executor": "acorn",
        "seat": "open",
        "over_quota": False,
    }


@pytest.mark.django_db
def test_giving_up_twice_is_once_and_the_one_who_gave_up_does_not_come_back():
    first_stage()
    told()
    give_up(4)
    assert give_up(4) == []
    assert holders()["acorn"] == [1, 7, 10, 13]
    give_up(13)
    assert holders()["acorn"] == [1, 7, 10, 14]


@pytest.mark.django_db
def test_an_accepted_place_may_be_given_up_too_and_an_officer_needs_a_reason():
    first_stage()
    told()
    accept(1)
    with pytest.raises(Refused) as refused:
        give_up(1, actor=officer())
    assert refused.value.problems[0].code == "place.reason"
    with pytest.raises(NotAllowed):
        give_up(1, actor=applicant(2))
    with pytest.raises(NotAllowed):
        give_up(1, actor=person("ministry"), reason="x")
    assert place_of(1).state == "accepted"
    give_up(1, actor=officer(), reason="전화로 포기 의사를 밝힘")
    assert holders()["acorn"] == [4, 7, 10, 13]
    assert Event.objects.get(act="place.give_up", subject="place", details__move="give_up").reason == (
        "전화로 포기 의사를 밝힘"
    )


@pytest.mark.django_db(transaction=True)
def test_two_vacancies_at_once_fill_two_different_places():
    first_stage()
    told()
    first, second = applicant(1), applicant(2)
    found = twice_at_once(lambda: give_up(1, actor=first), lambda: give_up(2, actor=second))
    assert sorted(len(one) for one in found) == [1, 1]
    held = holders()
    assert sorted([*held["acorn"], *held["otter"]]) == [4, 5, 7, 8, 10, 11, 13, 14]
    assert len(held["acorn"]) == len(held["otter"]) == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_place_given_up_at_once_moves_one_up():
    first_stage()
    told()
    who = applicant(1)
    found = twice_at_once(lambda: give_up(1, actor=who))
    assert sorted(len(one) for one in found) == [0, 1]
    assert holders()["acorn"] == [4, 7, 10, 13]


@pytest.mark.django_db
def test_places_lapse_when_their_time_is_over_and_not_before():
    first_stage()
    told()
    for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10):
        accept(n)
    assert lapse_places(actor=SYSTEM, now=LATE - timedelta(seconds=1)) == 0
    assert lapse_places(actor=SYSTEM, now=LATE) == 2
    assert lapse_places(actor=SYSTEM, now=LATE) == 0
    assert (place_of(11).state, place_of(12).state) == ("lapsed", "lapsed")
    assert holders()["otter"] == [2, 5, 8, 13]
    assert holders()["pinecone"] == [3, 6, 9, 14]
    # Seven days from Saturday 24 May: Saturday 31 May is none to end on, nor is Sunday.
    assert place_of(13).due_at == datetime.fromisoformat("2025-06-03T00:00:00+09:00")
    assert Notice.objects.filter(template="place_lapsed").count() == 2
    assert Notice.objects.filter(template="place_offered").count() == 2


@pytest.mark.django_db(transaction=True)
def test_accepting_and_lapsing_at_once_end_in_one_of_both():
    first_stage()
    told()
    who = applicant(1)
    place_id = place_of(1).pk
    twice_at_once(
        lambda: accept_place(actor=who, now=LATE - timedelta(seconds=1), place_id=place_id),
        lambda: lapse_places(actor=SYSTEM, now=LATE),
    )
    state = place_of(1).state
    assert state in ("accepted", "lapsed")
    assert (1 in holders()["acorn"]) is (state == "accepted")
    assert len(holders()["acorn"]) <= 4


@pytest.mark.django_db
def test_when_the_list_is_at_its_end_the_place_stays_free():
    first_stage()
    told()
    for n in (1, 4, 7, 10):
        give_up(n)
    for n in (13, 14, 15, 16):
        give_up(n)
    assert holders()["acorn"] == []
    assert waiting() == []


@pytest.mark.django_db
def test_who_takes_a_place_after_the_next_stage_was_opened_takes_part_in_it():
    first_stage()
    told()
    accept(1)
    assert open_stage(actor=officer(), now=TOLD, programme="small-2025", stage=PROMOTE) == 1
    give_up(4)
    accept(13)
    found = Entrant.objects.filter(stage=PROMOTE).values_list("application__application_no", "executor")
    assert set(found) == {("TOPS-2025-000001", "acorn"), ("TOPS-2025-000013", "acorn")}
    assert CONSULT not in {e.stage for e in Entrant.objects.filter(stage=PROMOTE)}
