"""A first-come call says how many places are left, and that the quota is reached."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.builders import application, merchant
from tests.domains.people import NOW
from tests.domains.selecting import SMALL, small_programme
from tests.domains.test_selection_ways import programme

from dure.domains.applications.arrivals import Left, places_left
from dure.domains.applications.models import Application
from dure.domains.programmes.queries import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def page() -> str:
    answer = Client().get(f"/calls/{SMALL}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_call_says_how_many_places_are_left_and_when_none_is():
    version = small_programme(programme("first_come"))
    rows = [application(merchant(n), version, n=n, state="submitted") for n in range(1, 12)]
    assert places_left(loaded(version).programme) == Left(quota=12, left=1, reserve_length=4)
    assert "12개 자리 가운데 1개가 아직 남아 있습니다" in page()
    for n, state in ((12, "accepted"), (13, "submitted")):
        rows.append(application(merchant(n), version, n=n, state=state))
    assert places_left(loaded(version).programme) == Left(quota=12, left=0, reserve_length=4)
    assert "마감(정원 도달)" in page()
    # Whoever is refused or withdraws stands in the order no more.
    Application.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(state="refused")
    assert places_left(loaded(version).programme) == Left(quota=12, left=1, reserve_length=4)


def test_other_ways_of_choosing_have_nothing_left_to_tell():
    version = small_programme()
    assert places_left(loaded(version).programme) is None
    assert "정원 도달" not in page()
