"""Pages of benefits: shown before it counts, granted, carried out, confirmed, and verified by anybody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.domains.agreeing import PDF
from tests.domains.granting import (
    GRANTS,
    THEN,
    TODAY,
    grant_of,
    granted,
    held,
    officer,
    owner,
    staff,
    with_money,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.benefits.models import Certificate, Device, Grant, GrantRun, GrantUse
from dure.domains.benefits.services.report_use import Used, report_use

pytestmark = pytest.mark.django_db(transaction=True)
LATER = THEN + timedelta(days=3)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())


def browser(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def _typed(page: str) -> dict[str, str]:
    """Return the hidden fields of a form."""
    hidden = re.findall(r'<input type="hidden" name="(nonce|fingerprint)" value="([^"]*)"', page)
    return dict(hidden)


def test_who_gets_it_is_shown_and_what_was_shown_is_granted():
    held(3)
    with_money(7_000_000)
    clerk = browser(officer())
    url = reverse("officer_benefit_grant", args=[GRANTS, "ads"])
    first = clerk.get(url).content.decode()
    told = {"ground": "first", "each_won": "3,000,000", "reason": "선정 결과"} | _typed(first)
    preview = clerk.post(url, told | {"preview": "yes"})
    page = preview.content.decode()
    assert (preview.status_code, Grant.objects.count()) == (200, 0)
    assert "4,200,000원" in page
    assert "재원 부족" in page
    told |= _typed(page)
    short = clerk.post(url, told | {"confirm": "yes"})
    assert (short.status_code, Grant.objects.count()) == (422, 0)
    assert "1곳 몫의 재원이 모자랍니다" in short.content.decode()
    done = clerk.post(url, told | {"as_far": "on", "confirm": "yes"}, follow=True)
    assert "업체 2곳에 지원을 결정하고 알렸습니다." in done.content.decode()
    assert GrantRun.objects.get().granted == 2
    listed = clerk.get(reverse("officer_benefit", args=[GRANTS, "ads"])).content.decode()
    assert "두레상회 1" in listed
    summed = clerk.get(reverse("officer_programme_benefits", args=[GRANTS])).content.decode()
    assert "6,000,000원" in summed
    file = clerk.post(
        reverse("officer_benefit_file", args=[GRANTS, "ads"]), {"kind": "csv", "reason": "보고"}
    )
    assert b"".join(file.streaming_content).decode("utf-8-sig").count("3000000") == 4
    money = clerk.get(reverse("grant", args=[grant_of(1, "ads").pk])).content.decode()
    assert "업체에 지원 결정" in money
    assert "국비 → 직접 지원" in money


def test_a_merchant_confirms_what_took_place_and_says_no():
    held(1)
    with_money()
    granted("consulting")
    grant = grant_of(1, "consulting")
    helper = browser(staff())
    assert "두레상회 1" in helper.get(reverse("given_grants")).content.decode()
    report = reverse("grant_report", args=[grant.pk])
    bad = helper.post(report, {"used_on": (TODAY + timedelta(days=9)).isoformat(), "what": "", "units": "1"})
    assert bad.status_code == 422
    good = helper.post(report, {"used_on": TODAY.isoformat(), "what": "브랜드 진단", "units": "1"})
    assert good.status_code == 302
    second = report_use(actor=staff(), now=LATER, grant_id=grant.pk, used=Used(TODAY, "판매 진단"))
    shop = browser(owner(1))
    assert "맞춤 상담" in shop.get(reverse("my_grants")).content.decode()
    first = GrantUse.objects.get(number=1).pk
    assert "예, 진행되었습니다" in shop.get(reverse("grant_use", args=[first])).content.decode()
    shop.post(reverse("grant_use", args=[first]), {"confirm": "yes", "answer": ""})
    empty = shop.post(reverse("grant_use", args=[second]), {"dispute": "yes", "answer": ""})
    assert empty.status_code == 422
    shop.post(reverse("grant_use", args=[second]), {"dispute": "yes", "answer": "없었습니다."})
    assert list(GrantUse.objects.order_by("number").values_list("state", flat=True)) == [
        "confirmed",
        "disputed",
    ]
    page = shop.get(reverse("grant", args=[grant.pk])).content.decode()
    assert "지급 대기" in page
    assert "자금의 출처와 흐름" not in page


def test_a_device_is_handed_in_and_checked():
    held(1)
    with_money()
    granted("device")
    grant = grant_of(1, "device")
    shop, clerk = browser(owner(1)), browser(officer())
    url = reverse("grant_install", args=[grant.pk])
    told = {"name": "K1", "serial": "SN1", "installed_on": TODAY.isoformat()}
    assert shop.post(url, told).status_code == 422
    assert shop.post(url, told | {"proof_after": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    device = Device.objects.get()
    page = reverse("grant_device", args=[device.pk])
    assert clerk.post(page, {"refuse": "yes", "answer": ""}).status_code == 422
    clerk.post(page, {"accept": "yes", "answer": ""})
    assert Device.objects.get().state == "accepted"
    assert "사용 기록" in shop.get(page).content.decode()


def test_a_title_stands_in_the_register_and_is_verified_by_its_code():
    held(2)
    granted("title")
    title = Certificate.objects.get(sequence=1)
    anybody = Client()
    assert "두레상회 1" in anybody.get(reverse("titles")).content.decode()
    assert "두레상회 1" not in anybody.get(reverse("titles"), {"words": "두레상회 2"}).content.decode()
    verified = anybody.get(reverse("verify_title"), {"code": title.code.lower()}).content.decode()
    assert (title.number in verified, "유효" in verified) == (True, True)
    assert (
        "이 번호의 지정서가 없습니다" in anybody.get(reverse("verify_title"), {"code": "x"}).content.decode()
    )
    paper = browser(owner(1)).get(reverse("certificate", args=[title.pk])).content.decode()
    assert title.code in paper
    assert browser(owner(2)).get(reverse("certificate", args=[title.pk])).status_code == 404
    browser(officer()).post(reverse("grant", args=[title.grant_id]), {"cancel": "yes", "reason": "요건 상실"})
    gone = anybody.get(reverse("verify_title"), {"code": title.code}).content.decode()
    assert "지정 취소" in gone
    assert "두레상회 1" not in anybody.get(reverse("titles")).content.decode()
