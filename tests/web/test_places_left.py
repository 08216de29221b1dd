"""A first-come call says how many places are left, and that the quota is reached."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains import test_first_come_receipt as receipt
from tests.domains.builders import application, merchant
from tests.domains.people import NOW
from tests.domains.selecting import EXECUTORS, SMALL, applicant, small_programme
from tests.domains.test_selection_ways import programme

from dure.domains.accounts.models import User
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
    rows = [
        application(merchant(n), version, n=n, state="submitted", choices=EXECUTORS) for n in range(1, 12)
    ]
    one = {"acorn": 0, "otter": 0, "pinecone": 1}
    assert places_left(loaded(version).programme) == Left(quota=12, left=1, reserve_length=4, at=one)
    assert "12개 자리 가운데 1개가 아직 남아 있습니다" in page()
    for n, state in ((12, "accepted"), (13, "submitted")):
        rows.append(application(merchant(n), version, n=n, state=state, choices=EXECUTORS))
    none = dict.fromkeys(EXECUTORS, 0)
    assert places_left(loaded(version).programme) == Left(quota=12, left=0, reserve_length=4, at=none)
    assert "마감(정원 도달)" in page()
    # Whoever is refused or withdraws stands in the order no more.
    Application.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(state="refused")
    assert places_left(loaded(version).programme) == Left(quota=12, left=1, reserve_length=4, at=one)


def test_other_ways_of_choosing_have_nothing_left_to_tell():
    version = small_programme()
    assert places_left(loaded(version).programme) is None
    assert "정원 도달" not in page()


def few(version_text: str = "refuse", total: int = 2):
    return small_programme(receipt.few(version_text, total))


def signed_in(n: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=applicant(n).user_id))
    return client


def test_a_full_call_that_receives_no_more_says_so_before_and_when_it_is_handed_in():
    few(total=1)
    first, second = (receipt.draft_of(n) for n in (1, 2))
    assert "1개 자리 가운데 1개가 아직 남아 있습니다" in page()
    assert "남은 자리가 없으면 더는 접수하지 않습니다" in page()
    check = f"/calls/{SMALL}/apply/{{}}/check/"
    done = signed_in(1).post(check.format(first.pk), {"counter": first.draft["counter"]})
    assert (done.status_code, done.url) == (302, f"/calls/{SMALL}/apply/{first.pk}/done/")
    assert "접수 마감(정원이 모두 참)" in page()
    assert "기준이며 그사이 달라질 수 있습니다" in page()
    late = signed_in(2)
    assert "접수 마감(정원이 모두 참)" in late.get(f"/calls/{SMALL}/apply/").content.decode()
    before = late.get(check.format(second.pk)).content.decode()
    assert "접수 마감(정원이 모두 참)" in before
    answer = late.post(check.format(second.pk), {"counter": second.draft["counter"]})
    assert answer.status_code == 409
    assert "자리 1개가 모두 찼습니다" in answer.content.decode()
    assert Application.objects.get(pk=second.pk).state == "draft"
    # What was typed stands: it can be handed in when a place is free.
    Application.objects.filter(pk=first.pk).update(state="withdrawn")
    again = late.post(check.format(second.pk), {"counter": second.draft["counter"]})
    assert again.status_code == 302


def test_who_queues_reads_the_number_on_the_waiting_list():
    few("queue", total=1)
    drafts = [receipt.draft_of(n) for n in (1, 2, 3)]
    for n, draft in enumerate(drafts, 1):
        receipt.hand_in(n, draft)
    own = signed_in(3)
    for path in (f"/calls/{SMALL}/apply/{drafts[2].pk}/done/", f"/my/applications/{drafts[2].pk}/"):
        text = own.get(path).content.decode()
        assert "지금 이 신청보다 앞선 신청은 2건입니다" in text
        assert "지금 대기 2번이며" in text
    assert (
        "받을 수 있는 자리가 있습니다"
        in signed_in(1).get(f"/calls/{SMALL}/apply/{drafts[0].pk}/done/").content.decode()
    )
