"""Pages about personal data: consents, who looked at what, retention."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.merchants.models import Merchant
from dure.domains.privacy.models import AccessRecord, Consent, Destruction
from dure.domains.privacy.services.answer_consents import answer_consents
from dure.web.people.access import address_of, note_view

OVER = "2030-10-17T09:00:00+09:00"


def client_of(who: SignedActor) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=who.user_id))
    return client


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


# --- consents --------------------------------------------------------------------------------------


@pytest.fixture
def owner(db) -> SignedActor:
    return signed_up("owner@test.example")


@pytest.fixture
def agreed(owner) -> dict[str, int]:
    """Return the ids of the answers to the consents of TOPS 2025, by the consent."""
    version = published()
    shop = merchant(1, owner=owner, name="두레상회")
    answers = {"use": True, "executors": True, "news": True}
    answer_consents(
        actor=owner, now=NOW, merchant_id=shop.pk, programme="tops-2025", version_hash=version.hash,
        answers=answers,
    )  # fmt: skip
    application(shop, version, n=1)
    return dict(Consent.objects.values_list("consent", "pk"))


def test_what_was_agreed_to_is_shown_in_its_words(owner, agreed):
    page = text(client_of(owner).get("/my/consents/"))
    for said in (
        "두레상회",
        "개인정보 제3자(수행기관) 제공 동의",
        "신청서에 적은 수행기관",
        "60개월",
        "제3자 제공",
    ):
        assert said in page, said
    assert "아직 동의를 요청받은 적이 없습니다" in text(
        client_of(signed_up("x@test.example")).get("/my/consents/")
    )


def test_an_optional_consent_is_withdrawn_after_saying_what_follows(owner, agreed):
    client = client_of(owner)
    address = f"/my/consents/{agreed['news']}/withdraw/"
    assert "다른 지원사업 안내를 더 이상 보내지 않습니다" in text(client.get(address))
    assert Consent.objects.count() == 3
    answer = client.post(address, follow=True)
    assert "동의를 철회했습니다" in text(answer)
    assert "동의하지 않음" in text(answer)
    assert client.get(address).status_code == 404


def test_what_an_application_rests_on_points_to_its_withdrawal(owner, agreed):
    client = client_of(owner)
    address = f"/my/consents/{agreed['use']}/withdraw/"
    mine = Application.objects.get()
    assert f"/my/applications/{mine.pk}/withdraw/" in text(client.get(address))
    assert client.post(address).status_code == 422
    assert Consent.objects.count() == 3
    Application.objects.filter(pk=mine.pk).update(state="withdrawn")
    assert client.post(address).status_code == 302


def test_a_stranger_sees_and_withdraws_nothing(agreed):
    stranger = client_of(signed_up("x@test.example"))
    assert stranger.post(f"/my/consents/{agreed['news']}/withdraw/").status_code == 404
    assert Consent.objects.count() == 3


# --- who looked ------------------------------------------------------------------------------------


def look(by: SignedActor | None, subject: str = "merchant", subject_id: object = 1, **more: object) -> None:
    given: dict[str, object] = {
        "at": NOW, "actor_id": by.user_id if by else None, "role": by.role if by else "",
        "address": "192.0.2.7", "kind": "view", "subject": subject, "subject_id": str(subject_id),
        "what": "merchant page",
    } | more  # fmt: skip
    AccessRecord.objects.create(**given)


@pytest.fixture
def officer(db) -> SignedActor:
    return person("officer")


def rows(client: Client, query: str = "") -> list[str]:
    return [row["subject_id"] for row in client.get(f"/officer/access/{query}").context["rows"]]


def test_looks_are_narrowed_by_person_subject_kind_and_day(officer):
    staff = person("executor_staff", kind="executor", code="acorn")
    look(officer, subject_id=1)
    look(staff, subject_id=2, kind="reveal")
    look(staff, "application", 3, at=NOW - timedelta(days=2))
    client = client_of(officer)
    found = {
        query: rows(client, query)
        for query in (
            "", f"?person={staff.user_id}", "?subject=application", "?kind=reveal",
            "?subject=merchant&subject_id=1", "?first=2025-03-24", "?last=2025-03-23",
            "?first=nonsense&person=x",
        )
    }  # fmt: skip
    assert list(found.values()) == [
        ["3", "2", "1"], ["3", "2"], ["3"], ["2"], ["1"], ["2", "1"], ["3"], ["3", "2", "1"],
    ]  # fmt: skip


def test_a_person_is_asked_for_by_address_and_no_address_stands_in_the_url(officer):
    client = client_of(officer)
    answer = client.post("/officer/access/", {"email": "Officer@test.example", "kind": "view"})
    assert answer["Location"] == f"/officer/access/?kind=view&person={officer.user_id}"
    answer = client.post("/officer/access/", {"email": "nobody@test.example"})
    assert answer.status_code == 422
    assert "이 주소를 쓰는 담당자가 없습니다" in text(answer)


def test_the_log_shows_who_from_where_whose_what_and_why_with_the_address_masked(officer):
    look(officer, kind="download", reason="정기 점검", subjects=20, subject_id="")
    page = text(client_of(officer).get("/officer/access/"))
    for said in (
        "of***@test.example",
        "192.0.2.7",
        "내려받기",
        "20명",
        "정기 점검",
        "사업체 화면",
        "제8조제1항",
    ):
        assert said in page, said
    assert "officer@test.example" not in page


def test_paging_goes_through_all_of_the_log_at_a_constant_price(officer):
    client = client_of(officer)
    prices = []
    for many in (3, 117):
        for n in range(many):
            look(officer, subject_id=f"{many}-{n}", at=NOW - timedelta(seconds=n % 7))
        with CaptureQueriesContext(connection) as asked:
            client.get("/officer/access/")
        prices.append(len(asked))
    assert prices[0] == prices[1]
    seen, address = [], "/officer/access/"
    while address:
        answer = client.get(address)
        seen += [row["subject_id"] for row in answer.context["rows"]]
        address = answer.context["page"].next_url
    assert len(seen) == len(set(seen)) == 120


def test_a_download_asks_for_a_reason_and_is_itself_noted(officer):
    look(officer, subject_id="=1+1")
    client = client_of(officer)
    assert client.post("/officer/access/export/", {"reason": " "}).status_code == 422
    assert AccessRecord.objects.count() == 1
    answer = client.post("/officer/access/export/?subject=merchant", {"reason": "월간 점검"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("at,actor_id,role,address,kind")
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    noted = AccessRecord.objects.get(kind="download")
    assert (noted.subject, noted.reason, noted.actor_id) == ("access_log", "월간 점검", officer.user_id)


def test_people_see_who_looked_at_theirs_without_names(officer, owner):
    shop = merchant(1, owner=owner)
    mine = application(shop, published(), n=1)
    look(officer, "merchant", shop.pk)
    look(officer, "application", mine.pk, what="application page")
    look(officer, "user", owner.user_id, what="notice page")
    look(officer, "merchant", shop.pk + 1)
    look(owner, "merchant", shop.pk)
    answer = client_of(owner).get("/my/access/")
    assert [row["what"] for row in answer.context["rows"]] == ["알림 화면", "신청 화면", "사업체 화면"]
    assert "사업 담당자" in text(answer)
    assert "기관" in answer.context["rows"][0]["places"]
    assert "of***" not in text(answer)
    assert "아직 조회한 사람이 없습니다" in text(client_of(signed_up("x@test.example")).get("/my/access/"))


def test_an_officer_sees_as_a_person_only_what_was_looked_at_of_their_own(officer):
    look(person("executor_staff", kind="executor", code="acorn"), "merchant", 1)
    assert client_of(officer).get("/my/access/").context["rows"] == []


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "found"),
    [
        (0, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (1, "192.0.2.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "192.0.2.1", "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (2, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (1, "192.0.2.1", "not an address", None),
        (0, "", "", None),
        (0, "2001:db8::1", "", "2001:db8::1"),
    ],
)
def test_where_a_request_comes_from(settings, proxies, remote, forwarded, found):
    settings.DURE_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == found


def test_a_look_is_noted_with_all_that_the_law_asks(officer):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    request.actor, request.now = officer, NOW  # type: ignore[attr-defined]
    note_view(request, "merchant", 7, "merchant page")
    kept = AccessRecord.objects.get()
    assert (kept.actor_id, kept.role, kept.at, kept.address, kept.subject, kept.subject_id, kept.what) == (
        officer.user_id, "officer", NOW, "192.0.2.1", "merchant", "7", "merchant page",
    )  # fmt: skip


# --- retention -------------------------------------------------------------------------------------


@pytest.fixture
def kept(owner) -> Application:
    version = published()
    shop = merchant(1, owner=owner)
    Merchant.objects.update(phone="01012345678")
    return application(shop, version, n=1)


def test_programmes_are_shown_with_their_dates_and_what_would_go(kept):
    client = client_of(person("officer"))
    page = text(client.get("/officer/retention/"))
    for said in ("사업 종료일부터 60개월", "2025. 10. 17.(금)", "2030. 10. 17.(목)", "보유 중"):
        assert said in page, said
    answer = client.get("/officer/retention/tops-2025/")
    assert "아직 보유기간이 끝나지 않아" in text(answer)
    assert "button danger" not in text(answer)
    counts = {row["what"]: row["count"] for row in answer.context["counts"]}
    assert counts["사업체 연락처"] == counts["신청의 이전 판"] == 1
    assert client.post("/officer/retention/tops-2025/", {"reason": "why"}).status_code == 422
    assert client.get("/officer/retention/other/").status_code == 404


def test_an_officer_destroys_with_a_reason_once_the_time_is_over(kept, monkeypatch):
    monkeypatch.setenv("DURE_NOW", OVER)
    client = client_of(person("officer"))
    assert client.post("/officer/retention/tops-2025/", {"reason": ""}).status_code == 422
    assert Destruction.objects.count() == 0
    answer = client.post("/officer/retention/tops-2025/", {"reason": "보유기간 만료"}, follow=True)
    assert "파기했습니다" in text(answer)
    assert "파기할 것이 남아 있지 않습니다" in text(answer)
    assert Merchant.objects.get().phone == ""
    page = text(client.get("/officer/retention/"))
    assert "파기 완료" in page
    assert "보유기간 만료" in page


def test_what_would_go_of_many_applications_is_counted_when_asked_for(kept, monkeypatch):
    monkeypatch.setenv("DURE_NOW", OVER)
    monkeypatch.setattr("dure.web.people.retention.MOST_COUNTED", 0)
    client = client_of(person("officer"))
    answer = client.get("/officer/retention/tops-2025/")
    assert answer.context["counts"] == []
    assert "파기 대상 세어 보기" in text(answer)
    assert "button danger" not in text(answer), "nothing is destroyed that was not counted"
    answer = client.get("/officer/retention/tops-2025/?count=all")
    assert {row["what"]: row["count"] for row in answer.context["counts"]}["사업체 연락처"] == 1
    assert "danger" in text(answer)


def test_the_ministry_looks_on_and_destroys_nothing(kept, monkeypatch):
    monkeypatch.setenv("DURE_NOW", OVER)
    client = client_of(person("ministry", kind="ministry", code="ministry"))
    assert client.get("/officer/retention/tops-2025/").status_code == 200
    assert client.post("/officer/retention/tops-2025/", {"reason": "why"}).status_code == 403
    assert Destruction.objects.count() == 0
