"""Organisations, invitations, roles and delegations on pages; one's own account."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import merchant, signed_up
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Invitation, Membership, Organisation, User
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice

PASSWORD = "long-and-secret"


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def client_of(who: SignedActor, language: str = "ko") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=who.user_id))
    return client


@pytest.fixture
def officer() -> Client:
    return client_of(person("officer"))


@pytest.fixture
def acorn(db) -> Organisation:
    person("executor_staff", kind="executor", code="acorn")
    return Organisation.objects.get(code="acorn")


def invited(client: Client, acorn: Organisation, **more: str) -> str:
    """Invite somebody and return the path of the letter's link."""
    address = f"/organisations/{acorn.pk}/invite/"
    nonce = client.get(address).context["form"]["nonce"].value()
    told = {
        "email": "new@test.example",
        "role": "executor_staff",
        "programme": "",
        "until": "",
        "nonce": nonce,
    }
    for _ in range(2):  # twice is one letter
        answer = client.post(address, told | more)
        assert answer.status_code == 302, answer.context["form"].errors
    return str(Notice.objects.get(template="invitation").secret)


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_an_organisation_is_entered_found_and_shown(officer):
    told = {"kind": "executor", "code": "oak", "name_ko": "참나무", "name_en": ""}
    answer = officer.post("/organisations/new/", told, follow=True)
    assert "기관을 등록했습니다" in text(answer)
    assert "아직 담당자가 없습니다" in text(answer)
    assert "참나무" in text(officer.get("/organisations/?words=ㅊㄴㅁ"))
    assert "찾으시는 기관이 없습니다" in text(officer.get("/organisations/?words=없는기관"))
    answer = officer.post("/organisations/new/", told | {"code": "Oak!", "kind": ""})
    assert answer.status_code == 422
    assert 'value="Oak!"' in text(answer)


def test_the_list_costs_the_same_for_many(officer):
    counts, queries = [], []
    for n in (1, 19):
        Organisation.objects.bulk_create(
            Organisation(kind="executor", code=f"many-{n}-{i}", name_ko="가", name_en="a") for i in range(n)
        )
        with CaptureQueriesContext(connection) as asked:
            counts.append(len(officer.get("/organisations/").context["rows"]))
        queries.append(len(asked))
    assert counts == [2, 20]
    assert queries[0] == queries[1]


def test_from_the_letter_to_the_role_with_a_new_account(officer, acorn):
    link = invited(officer, acorn)
    visitor = Client(headers={"accept-language": "ko"})
    answer = visitor.get(link)
    assert answer["Location"] == "/invitation/"
    page = text(visitor.get("/invitation/"))
    assert "수행기관 담당자" in page
    assert "ne***@test.example" in page
    assert "new@test.example" not in page
    told = {"name": "김하나", "password1": PASSWORD, "password2": PASSWORD}
    assert visitor.post("/invitation/", told | {"password1": "1234567890"}).status_code == 422
    answer = visitor.post("/invitation/", told)
    assert answer["Location"] == "/my/second-factor/"
    assert "수행기관 담당자" in text(visitor.get("/my/account/"))
    assert visitor.get("/invitation/").status_code == 404
    assert client_of(signed_up("x@test.example")).get(link, follow=True).status_code == 404


def test_somebody_with_an_account_signs_in_first_and_only_with_that_address(officer, acorn):
    link = invited(officer, acorn)
    new = signed_up("new@test.example")
    visitor = Client(headers={"accept-language": "ko"})
    visitor.get(link)
    page = visitor.get("/invitation/")
    assert "/accounts/login/?next=/invitation/" in text(page)
    assert visitor.post("/invitation/", {}).status_code == 422
    other = client_of(signed_up("other@test.example"))
    other.get(link)
    assert "다른 주소의 계정" in text(other.get("/invitation/"))
    assert other.post("/invitation/").status_code == 422
    mine = client_of(new)
    mine.get(link)
    assert mine.post("/invitation/")["Location"] == "/my/second-factor/"
    assert Membership.objects.filter(user_id=new.user_id).count() == 1


def test_an_invitation_is_revoked_and_its_letter_opens_nothing(officer, acorn):
    link = invited(officer, acorn)
    found = Invitation.objects.get()
    page = text(officer.get(f"/organisations/{acorn.pk}/"))
    assert "ne***@test.example" in page
    answer = officer.post(f"/invitations/{found.pk}/revoke/", follow=True)
    assert "초대를 취소했습니다" in text(answer)
    visitor = Client()
    assert visitor.get(link, follow=True).status_code == 404


def test_executors_staff_see_and_revoke_only_what_is_theirs(officer, acorn):
    otter = client_of(person("executor_staff", email="otter@test.example", kind="executor", code="otter"))
    invited(officer, acorn)
    assert otter.get(f"/organisations/{acorn.pk}/").status_code == 404
    assert otter.post(f"/invitations/{Invitation.objects.get().pk}/revoke/").status_code == 404
    assert Invitation.objects.get().state == "open"
    own = Organisation.objects.get(code="otter")
    assert otter.get("/organisations/")["Location"] == f"/organisations/{own.pk}/"


def test_errors_of_an_invitation_stand_at_its_fields(officer, acorn):
    invited(officer, acorn)
    address = f"/organisations/{acorn.pk}/invite/"
    told = {"email": "new@test.example", "role": "executor_staff", "until": "2025-03-01", "nonce": "other"}
    answer = officer.post(address, told)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"until"}
    answer = officer.post(address, told | {"until": ""})
    assert set(answer.context["form"].errors) == {"email"}


def test_a_role_is_ended_with_a_reason(officer, acorn):
    role = Membership.objects.get(organisation=acorn)
    address = f"/roles/{role.pk}/end/"
    assert officer.post(address, {"reason": ""}).status_code == 422
    answer = officer.post(address, {"reason": "퇴사"}, follow=True)
    assert "권한을 종료했습니다" in text(answer)
    assert "이전 담당자" in text(answer)
    assert Event.objects.get(act="membership.end").reason == "퇴사"


def test_the_last_officer_is_told_so(officer):
    role = Membership.objects.get()
    answer = officer.post(f"/roles/{role.pk}/end/", {"reason": "왜"})
    assert answer.status_code == 422
    assert "마지막 사업 담당자" in text(answer)


def test_a_role_is_passed_on_and_taken_back(officer, settings):
    colleague = person("reviewer")
    role = Membership.objects.get(role="officer")
    address = f"/roles/{role.pk}/pass-on/"
    page = officer.get(address)
    first = page.context["form"]["first"].value()
    told = {"colleague": str(colleague.user_id), "first": str(first), "last": str(first), "reason": "휴가"}
    assert officer.post(address, told | {"last": "2020-01-01"}).status_code == 422
    answer = officer.post(address, told, follow=True)
    assert "권한을 위임했습니다" in text(answer)
    assert client_of(colleague).get("/officer/programmes/").status_code == 200
    assert "위임한 사람" in text(client_of(colleague).get("/my/account/"))
    passed = Membership.objects.get(delegated_by=role)
    assert client_of(colleague).get(f"/roles/{passed.pk}/pass-on/").status_code == 404
    officer.post(f"/roles/{passed.pk}/end/", {"reason": "복귀"})
    assert client_of(colleague).get("/officer/programmes/").status_code == 403


def test_ones_own_data_are_changed(officer):
    told = {"name": "김하나", "phone": "02-123-4567", "language": "en"}
    answer = officer.post("/my/account/", told, follow=True)
    assert "내 정보를 변경했습니다" in text(answer)
    assert User.objects.get().phone == "021234567"
    answer = officer.post("/my/account/", told | {"phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in text(answer)


def test_an_account_is_closed_once_nothing_depends_on_it():
    who = signed_up("owner@test.example")
    shop = merchant(owner=who)
    client = Client(headers={"accept-language": "ko"})
    client.post("/accounts/login/", {"login": "owner@test.example", "password": "secret-secret"})
    assert client.post("/my/account/close/").status_code == 422
    shop.members.update(until=shop.made_at)
    answer = client.post("/my/account/close/", follow=True)
    assert "탈퇴가 완료되었으며" in text(answer)
    assert client.get("/my/account/").status_code == 302
    assert not User.objects.get().is_active
    told = {"login": "owner@test.example", "password": "secret-secret"}
    assert client.post("/accounts/login/", told).status_code == 422


def test_no_address_stands_in_any_address(officer, acorn):
    link = invited(officer, acorn)
    assert re.fullmatch(r"/invitations/[\w-]{40,}/", link)
