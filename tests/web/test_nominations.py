"""The letter of a nomination in the browser: read without an account, confirmed, declined, or too late."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.builders import AFTER_CLOSING, application, business_number, merchant, published, signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, Nomination
from dure.domains.applications.services.nominate import nominate
from dure.domains.merchants.models import MerchantMember
from dure.domains.notices.models import Notice

NUMBER = business_number(77)


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def letter() -> str:
    nominate(
        actor=staff(), now=NOW, programme=TOPS, executor="acorn", business_no=NUMBER, name="새싹공방",
        email="sprout@merchant.example", phone="", reason="상품이 뛰어납니다.", key="k",
    )  # fmt: skip
    notice = Notice.objects.get(template="nomination")
    return notice.secret or notice.link


def opened(link: str, who=None) -> Client:
    browser = Client(headers={"accept-language": "ko"})
    if who is not None:
        browser.force_login(User.objects.get(pk=who.user_id))
    assert browser.get(link).status_code == 302
    return browser


def test_a_letter_is_read_without_an_account_and_its_secret_leaves_the_address():
    published()
    link = letter()
    page = opened(link).get("/nominations/")
    text = page.content.decode()
    assert page.status_code == 200
    for told in ("새싹공방", "도토리마켓", "상품이 뛰어납니다.", "판촉비 지원"):
        assert told in text
    assert NUMBER[5:] not in text
    assert link.split("/")[2] not in text
    assert "no-store" in page["Cache-Control"]


def test_without_an_account_confirming_leads_to_signing_in_and_back():
    published()
    answer = opened(letter()).post("/nominations/confirm/")
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=%2Fnominations%2F"
    assert Nomination.objects.get().state == "open"


def test_whoever_confirms_goes_on_to_the_application():
    published()
    browser = opened(letter(), signed_up("sprout@merchant.example"))
    answer = browser.post("/nominations/confirm/")
    draft = Application.objects.get()
    assert answer.url == f"/calls/{TOPS}/apply/{draft.pk}/eligibility/"
    assert browser.get(answer.url).status_code == 200
    assert browser.get("/nominations/").status_code == 404


def test_who_has_applied_already_is_told():
    version = published()
    owner = signed_up("owner@test.example")
    application(merchant(1, owner=owner, business_no=NUMBER), version, choices=("otter",), n=5)
    page = opened(letter(), owner).post("/nominations/confirm/")
    assert page.status_code == 422
    assert "이미 이 공고에 신청한 업체입니다" in page.content.decode()
    assert Nomination.objects.get().state == "open"


def test_after_the_window_it_can_be_read_and_not_answered(monkeypatch):
    published()
    browser = opened(letter(), signed_up("sprout@merchant.example"))
    monkeypatch.setenv("DURE_NOW", AFTER_CLOSING.isoformat())
    page = browser.get("/nominations/").content.decode()
    assert "더 이상 답할 수 없습니다" in page
    assert "/nominations/confirm/" not in page
    assert browser.post("/nominations/confirm/").status_code == 422
    assert not MerchantMember.objects.exists()


def test_declining_asks_why_and_keeps_what_was_typed():
    published()
    browser = opened(letter())
    page = browser.post("/nominations/decline/", {"because": "other", "words": ""})
    assert page.status_code == 422
    assert "words" in page.context["form"].errors
    page = browser.post("/nominations/decline/", {"because": "", "words": "바쁩니다"})
    assert "because" in page.context["form"].errors
    assert "바쁩니다" in page.content.decode()
    assert browser.post("/nominations/decline/", {"because": "other", "words": "바쁩니다"}).status_code == 200
    assert Nomination.objects.get().state == "declined"

    staffs = Client(headers={"accept-language": "ko"})
    staffs.force_login(User.objects.get(pk=staff().user_id))
    text = staffs.get(f"/executor/{TOPS}/nominations/").content.decode()
    assert "업체 거절" in text
    assert "바쁩니다" in text


def test_the_form_of_a_nomination_tells_every_fault_at_its_field():
    published()
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=staff().user_id))
    address = f"/executor/{TOPS}/nominations/new/"
    typed = {
        "business_no": "123", "name": "새싹", "email": "x", "phone": "", "reason": "좋음", "nonce": "n",
    }  # fmt: skip
    page = browser.post(address, typed)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"business_no", "email"}
    assert 'value="새싹"' in page.content.decode()
    good = typed | {"business_no": NUMBER, "email": "sprout@merchant.example"}
    assert browser.post(address, good).status_code == 302
    assert browser.post(address, good).status_code == 302  # the same form again is the same nomination
    page = browser.post(address, good | {"nonce": "other"})
    assert "이미 추천한 업체입니다" in str(page.context["form"].errors["business_no"])
    assert Nomination.objects.count() == 1
    taken = browser.post(f"/executor/{TOPS}/nominations/{Nomination.objects.get().pk}/take-back/")
    assert taken.status_code == 302
    assert Nomination.objects.get().state == "taken_back"


def test_an_application_that_does_not_choose_the_executor_is_not_told_to_it():
    version = published()
    made = application(merchant(1, business_no=NUMBER), version, choices=("otter",), n=5)
    letter()
    Nomination.objects.update(state="confirmed", application=made)
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=staff().user_id))
    assert "TOPS-2025-000005" not in browser.get(f"/executor/{TOPS}/nominations/").content.decode()


def test_a_business_that_two_executors_want_is_shown_to_both_and_to_the_officer_with_the_reasons():
    version = published()
    wanted = merchant(77)
    row = application(wanted, version, choices=("acorn",))
    for executor, reason in (("acorn", "상품이 뛰어납니다."), ("otter", "영상에 어울립니다.")):
        Nomination.objects.create(
            programme=TOPS, executor=executor, merchant=wanted, reason=reason, nominated_at=NOW,
            token_hash=executor * 8,
        )  # fmt: skip
    for who in (staff(), person("executor_staff", email="o@test.example", kind="executor", code="otter")):
        browser = Client(headers={"accept-language": "ko"})
        browser.force_login(User.objects.get(pk=who.user_id))
        text = browser.get(f"/executor/{TOPS}/nominations/").content.decode()
        assert "다른 수행기관도 추천함" in text
        assert ("상품이 뛰어납니다." in text) is not ("영상에 어울립니다." in text), (
            "each reads its own reason"
        )
    desk = Client(headers={"accept-language": "ko"})
    desk.force_login(User.objects.get(pk=person().user_id))
    text = desk.get(f"/officer/applications/{row.pk}/").content.decode()
    for told in ("상품이 뛰어납니다.", "영상에 어울립니다.", "여러 수행기관이 이 업체를 추천하였습니다."):
        assert told in text, told
    Nomination.objects.filter(executor="otter").update(state="taken_back")
    assert "여러 수행기관이" not in desk.get(f"/officer/applications/{row.pk}/").content.decode()
