"""Who withdraws leaves every place at once; what the clock does is the service's alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.selecting import (
    TOLD,
    applicant,
    confirmed,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Place
from dure.domains.selection.redress import place_over_quota
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.services.release_withdrawn import release_withdrawn
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.domains.selection.stages import case_of
from dure.engine.problems import Refused

LATE = datetime.fromisoformat("2025-05-24T00:00:00+09:00")


@pytest.mark.django_db
def test_who_withdraws_leaves_the_place_in_the_same_act_and_the_next_is_offered_it():
    made = first_stage()
    told()
    accept_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    withdraw_application(actor=applicant(13), now=TOLD, application_id=made[12].pk)
    withdraw_application(actor=applicant(1), now=TOLD, application_id=made[0].pk)
    assert place_of(1).state == "given_up"
    assert holders()["acorn"] == [4, 7, 10, 14]  # 13 had withdrawn as well
    acts = Event.objects.filter(act="application.withdraw", subject="place")
    left = {(e.details["move"], e.details["to"]) for e in acts}
    assert left == {("leave", "given_up"), ("offer", "offered")}
    assert Notice.objects.filter(template="place_offered").count() == 1
    withdraw_application(actor=applicant(1), now=TOLD, application_id=made[0].pk)
    assert holders()["acorn"] == [4, 7, 10, 14]


@pytest.mark.django_db
def test_what_was_left_behind_by_a_withdrawal_is_freed_by_the_clock():
    made = first_stage()
    told()
    Application.objects.filter(pk=made[0].pk).update(state="withdrawn")  # as before places went with it
    assert release_withdrawn(actor=SYSTEM, now=TOLD) == 1
    assert release_withdrawn(actor=SYSTEM, now=TOLD) == 0
    assert holders()["acorn"] == [4, 7, 10, 13]


@pytest.mark.django_db
def test_who_withdrew_before_the_publication_is_given_no_place_by_it():
    made = first_stage()
    selection = confirmed()
    withdraw_application(actor=applicant(1), now=TOLD, application_id=made[0].pk)
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    assert place_of(1).state == "given_up"
    assert holders()["acorn"] == [4, 7, 10, 13]


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_accepting_at_once_leaves_no_place_with_who_withdrew():
    made = first_stage()
    told()
    who = applicant(1)
    place_id = place_of(1).pk
    results = twice_at_once(
        lambda: accept_place(actor=who, now=TOLD, place_id=place_id),
        lambda: withdraw_application(actor=who, now=TOLD, application_id=made[0].pk),
    )
    assert results[1] is None
    assert results[0] is None or isinstance(results[0], Refused)
    assert Application.objects.get(pk=made[0].pk).state == "withdrawn"
    assert place_of(1).state == "given_up"
    assert holders()["acorn"] == [4, 7, 10, 13]


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once_leave_two_places_to_two_others():
    made = first_stage()
    told()
    one, two = applicant(1), applicant(4)
    results = twice_at_once(
        lambda: withdraw_application(actor=one, now=TOLD, application_id=made[0].pk),
        lambda: withdraw_application(actor=two, now=TOLD, application_id=made[3].pk),
    )
    assert results == [None, None]
    assert holders()["acorn"] == [7, 10, 13, 14]


@pytest.mark.django_db
def test_an_objection_gives_no_place_to_who_has_withdrawn():
    made = first_stage()
    selection = told()
    withdraw_application(actor=applicant(24), now=TOLD, application_id=made[23].pk)
    case = case_of(selection)
    with pytest.raises(Refused), act("test", actor=SYSTEM, now=TOLD) as this:
        place_over_quota(this, case, decisions(selection)[24], "acorn")
    assert not Place.objects.filter(application=made[23]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("clock", [lapse_places, release_withdrawn, commit_seeds])
def test_no_person_may_do_what_the_clock_does(clock):
    made = first_stage()
    told()
    Application.objects.filter(pk=made[0].pk).update(state="withdrawn")
    before = holders()
    for who in (officer(), applicant(1), SignedActor()):
        with pytest.raises(NotAllowed):
            clock(actor=who, now=LATE + timedelta(days=365))
    assert holders() == before
    assert not Event.objects.filter(act__in=("place.lapse", "place.leave")).exists()
