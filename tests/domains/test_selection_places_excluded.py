"""A place is not taken beside one taken meanwhile in a programme that the file excludes (중복수혜)."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application
from tests.domains.selecting import SMALL, TOLD, applicant, first_stage, place_of, small_programme, told
from tests.domains.supporting import ASKING, asking, merchant_of
from tests.domains.test_applications_excluded import EXCLUDING, WARNING

from dure.domains.accounts.models import User
from dure.domains.events.models import Event
from dure.domains.selection.models import Decision, Place, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.give_up_place import give_up_place
from dure.engine.problems import Refused


def offered(text: str = EXCLUDING) -> Place:
    """Return a place offered to the first applicant by a programme that excludes the small one.

    In the small one, too, a place waits for an answer.
    """
    first_stage(4)
    small = told()
    version = asking(text)
    made = application(merchant_of(1), version, n=101, state="accepted")
    selection = Selection.objects.create(
        programme=ASKING, version=version, stage="first", state="published", seed="s", inputs=small.inputs,
        bundle=small.bundle, decisions_sha256="b" * 64, counts={"selected": 1}, proposed_at=TOLD,
        proposed_reason="why", published_at=TOLD, public_from=TOLD,
    )  # fmt: skip
    Decision.objects.create(
        selection=selection, application=made, application_no=made.application_no, decision="selected",
        executor="acorn", rank=1, score=90_000, seat="open", cutoff=90_000, reason="open",
    )  # fmt: skip
    return Place.objects.create(
        selection=selection, programme=ASKING, stage="first", application=made, executor="acorn", seat="open",
        state="offered", offered_at=TOLD,
    )  # fmt: skip


def accept(place: Place) -> None:
    accept_place(actor=applicant(1), now=TOLD, place_id=place.pk)


def state(place: Place) -> str:
    return Place.objects.values_list("state", flat=True).get(pk=place.pk)


def page(place: Place) -> str:
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=applicant(1).user_id))
    return browser.get(f"/my/places/{place.pk}/accept/").content.decode()


@pytest.mark.django_db
def test_a_place_that_is_only_offered_there_keeps_nobody_from_taking_this_one():
    place = offered()
    assert (place_of(1).state, state(place)) == ("offered", "offered")
    accept(place)
    assert state(place) == "accepted"


@pytest.mark.django_db
def test_a_place_taken_there_refuses_this_one_until_it_is_given_up(monkeypatch):
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    place = offered()
    accept(place_of(1))
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        accept(place)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["programmes"]) == ("place.excluded", SMALL)
    assert (state(place), Event.objects.count()) == ("offered", before)
    shown = page(place)
    assert "작은 탑스 2025" in shown
    assert f"/my/places/{place.pk}/give-up/" in shown
    assert 'method="post" action="/my/places/' not in shown, "nothing to press that would be refused"
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk, reason="")
    accept(place)
    assert state(place) == "accepted"


@pytest.mark.django_db
def test_where_the_file_warns_the_place_is_taken_and_the_event_says_beside_what(monkeypatch):
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    place = offered(WARNING)
    accept(place_of(1))
    assert "작은 탑스 2025" in page(place)
    accept(place)
    assert state(place) == "accepted"
    event = Event.objects.get(act="place.accept", subject="application", subject_id=str(place.application_id))
    assert event.details["excluded_by"] == SMALL


@pytest.mark.django_db(transaction=True)
def test_two_places_that_exclude_each_other_are_not_both_taken_at_once(monkeypatch):
    import tests.domains.selecting as selecting

    other = selecting.PROGRAMME.replace("stages:", f"excludes: [{ASKING}]\nstages:", 1)
    monkeypatch.setattr(selecting, "small_programme", lambda: small_programme(other))
    place = offered()
    ours = place_of(1)
    results = twice_at_once(lambda: accept(place), lambda: accept(ours))
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "Refused"]
    assert sorted((state(place), state(ours))) == ["accepted", "offered"]
