"""A call whose support whoever applies is granted: what everybody, the applicant and the officer read."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains import opening
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.benefits.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def signed_in(who: SignedActor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id))
    return client


def read(client: Client, address: str, language: str = "ko") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


CALL = f"/calls/{opening.MESSAGES}/"


def test_the_call_says_what_is_left_then_that_one_waits_then_that_none_is_received():
    opening.opened(2, waiting=1)
    assert "남은 재원은 600,000원이며, 한 곳에 300,000원을 지원합니다" in read(Client(), CALL)
    assert "앞으로 2곳을 더 지원할 수 있습니다" in read(Client(), CALL)
    assert "It is enough for 2 more" in read(Client(), CALL, "en")
    opening.apply(1, 2)
    assert "남은 재원이 없어 대기자로 접수합니다" in read(Client(), CALL)
    opening.apply(3)
    page = read(Client(), CALL)
    assert "재원이 모두 소진되어 접수를 마감했습니다" in page
    assert "1건이 대기하고 있습니다" in page
    assert "두레상회" not in page


def test_an_applicant_reads_what_was_granted_or_the_number_on_the_waiting_list():
    opening.opened(1, waiting=1)
    first, second = opening.apply(1, 2)
    grant = Grant.objects.get()
    for address in (f"/my/applications/{first.pk}/", f"{CALL}apply/{first.pk}/done/"):
        page = read(signed_in(opening.applicant(1)), address)
        assert "지원 결정: 메시지 지원금" in page
        assert f'href="/my/benefits/{grant.pk}/"' in page
    page = read(signed_in(opening.applicant(2)), f"/my/applications/{second.pk}/")
    assert "이 신청의 대기 순번은 1번" in page
    own = read(signed_in(opening.applicant(1)), f"/my/benefits/{grant.pk}/")
    assert "300,000원" in own


def test_who_comes_too_late_is_told_and_the_draft_is_kept():
    opening.opened(1)
    opening.apply(1)
    late = opening.draft(2)
    client = signed_in(opening.applicant(2))
    answer = client.post(f"{CALL}apply/{late.pk}/check/", {"counter": late.draft["counter"]})
    assert answer.status_code == 409
    assert "지원 재원이 모두 소진되어 더 접수하지 않습니다" in answer.content.decode()
    assert "작성한 내용은 임시 저장되어 있습니다" in answer.content.decode()
    late.refresh_from_db()
    assert late.state == "draft"


def test_an_officer_reads_what_is_granted_left_and_when_it_runs_out():
    opening.opened(3, waiting=2)
    opening.apply(1, 2)
    officer = signed_in(opening.officer())
    page = read(officer, f"/officer/benefits/{opening.MESSAGES}/credit/")
    assert "지금까지의 속도로 소진되는 날" in page
    assert "신청으로, 접수 순서대로" in page
    assert "더 지원할 수 있는 수" in page
    # Nobody grants it by hand.
    assert "/grant/" not in page
    assert read(officer, "/officer/")
