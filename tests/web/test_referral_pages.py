"""Pages of referrals: asked, agreed, handed over, answered, printed; what was typed is kept on error."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.domains.financing import LATER, agreed, asked, financed, handed, state, teller, told, with_premiums
from tests.domains.granting import GRANTS, grant_of, officer, owner

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.privacy.models import AccessRecord
from dure.domains.referrals.models import Handover, Payout, Referral

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())


def browser(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def test_a_merchant_asks_agrees_and_takes_it_back():
    financed(1, "loan")
    mine, url = browser(owner(1)), reverse("grant_referral", args=[grant_of(1, "loan").pk])
    first = mine.get(url).content.decode()
    assert "연계 신청" in first
    assert "60,000,000원" in first
    wrong = mine.post(url, {"ask": "yes", "won": "60,000,001"})
    assert (wrong.status_code, Referral.objects.count()) == (422, 0)
    assert 'value="60,000,001"' in wrong.content.decode()
    page = mine.post(url, {"ask": "yes", "won": "50,000,000"}, follow=True).content.decode()
    assert "제공받는 자" in page
    assert mine.post(url, {"consent": "yes"}).status_code == 422
    done = mine.post(url, {"consent": "yes", "agree": "on"}, follow=True).content.decode()
    assert "동의함, 송부 전" in done
    mine.post(url, {"withdraw": "yes"})
    assert Referral.objects.get().state == "withdrawn"
    assert "지난 연계" in mine.get(url).content.decode()


def test_an_officer_makes_the_file_and_takes_it_with_a_reason():
    financed(2, "guarantee")
    agreed(1, "guarantee", 60_000_000, "seoul")
    agreed(2, "guarantee", 20_000_000, "seoul")
    clerk, url = browser(officer()), reverse("officer_referrals", args=[GRANTS, "guarantee"])
    page = clerk.get(url).content.decode()
    assert "서울재단: 2" in page
    nonce = re.findall(r'name="nonce" value="([^"]*)"', page)[0]
    empty = clerk.post(url, {"nonce": nonce, "body": "seoul", "reason": ""})
    assert (empty.status_code, Handover.objects.count()) == (422, 0)
    done = clerk.post(url, {"nonce": nonce, "body": "seoul", "reason": "연계"}, follow=True).content.decode()
    assert "파일에 담긴 건수: 1건." in done
    assert "51,000,000원" in done
    file = reverse("referral_handover", args=[Handover.objects.get().pk])
    assert clerk.post(file, {"reason": ""}).status_code == 422
    got = clerk.post(file, {"reason": "재단 전달"})
    assert got.content.decode("utf-8-sig").count("신규") == 1
    assert AccessRecord.objects.filter(kind="download", reason="재단 전달").count() == 1


def test_an_officer_tells_answers_one_by_one_and_by_file():
    financed(2, "guarantee")
    one, two = agreed(1, "guarantee", 10_000_000, "seoul"), agreed(2, "guarantee", 10_000_000, "seoul")
    handed("guarantee", "seoul")
    clerk = browser(teller())
    url = reverse("officer_referral", args=[one])
    sent = {"tell": "yes", "move": "refuse", "on": "2025-06-02", "reason": ""}
    wrong = clerk.post(url, sent)
    assert (wrong.status_code, state(one)) == (422, "sent")
    assert "기관이 밝힌 사유를 적어 주십시오" in wrong.content.decode()
    clerk.post(url, sent | {"move": "approve", "won": "9,000,000"})
    clerk.post(url, sent | {"move": "take_up", "won": "9,000,000", "contract_no": "G-1"})
    assert state(one) == "taken_up"
    page = clerk.get(url).content.decode()
    nonce = re.findall(r'name="repay_nonce" value="([^"]*)"', page)[0]
    repay = {
        "repay": "yes", "repay_nonce": nonce, "repaid_won": "1,000,000", "repaid_on": "2025-06-03",
        "rests_on": "통지",
    }  # fmt: skip
    assert "한도 850,000원이 다시 생겼습니다" in clerk.post(url, repay, follow=True).content.decode()
    answers = reverse("officer_referral_answers", args=[GRANTS, "guarantee"])
    name = Referral.objects.get(pk=two).reference

    def sheet(row: str) -> SimpleUploadedFile:
        content = f"연계번호,결과,처리일,금액,사유\n{row}\n".encode("utf-8-sig")
        return SimpleUploadedFile("a.csv", content, "text/csv")

    bad = clerk.post(answers, {"file": sheet(f"{name},거절,2025-06-02,,")})
    assert bad.status_code == 422
    assert "2행:" in bad.content.decode()
    clerk.post(answers, {"file": sheet(f"{name},거절,2025-06-02,,연체")})
    assert state(two) == "refused"
    assert "연체" in browser(owner(2)).get(
        reverse("grant_referral", args=[grant_of(2, "guarantee").pk])
    ).content.decode()  # fmt: skip


def test_a_loan_before_and_after_stands_side_by_side():
    financed(1, "deferral")
    mine, url = browser(owner(1)), reverse("grant_referral", args=[grant_of(1, "deferral").pk])
    told_loan = {
        "ask": "yes", "principal_won": "12,000,000", "rate_percent": "3.65", "drawn_on": "2025-01-01",
        "months": "6", "grace_months": "0", "method": "equal_principal", "after": "2",
        "deferred_months": "13", "added_months": "2", "new_rate_percent": "",
    }  # fmt: skip
    wrong = mine.post(url, told_loan)
    assert wrong.status_code == 422
    assert "유예는 12개월까지입니다" in wrong.content.decode()
    mine.post(url, told_loan | {"deferred_months": "2"})
    page = mine.get(reverse("referral_schedule", args=[Referral.objects.get().pk])).content.decode()
    assert "바꾸면 이자가 49,000원 늘어납니다" in page
    assert "175,400원" in page


def test_a_loss_is_told_and_what_the_insurer_paid_noted():
    financed(1, "storm")
    with_premiums()
    pk = agreed(1, "storm", 100_000)
    handed("storm")
    told(pk, "approve", 100_000)
    told(pk, "take_up", 100_000)
    mine, url = browser(owner(1)), reverse("grant_referral", args=[grant_of(1, "storm").pk])
    page = mine.get(url).content.decode()
    assert "90,000,000원" in page
    assert "30,000원" in page
    mine.post(url, {"loss": "yes", "happened_on": "2025-06-03", "what": "침수", "loss_won": "5,000,000"})
    payout = Payout.objects.get()
    clerk, own = browser(teller()), reverse("referral_payout", args=[payout.pk])
    above = clerk.post(own, {"paid_won": "5,000,001", "paid_on": "2025-06-04", "answer": ""})
    assert above.status_code == 422
    clerk.post(own, {"paid_won": "4,000,000", "paid_on": "2025-06-04", "answer": ""})
    assert Payout.objects.get().paid_won == 4_000_000
    assert "86,000,000원" in mine.get(url).content.decode()


def test_pages_of_others_are_not_there():
    financed(2, "loan")
    pk = asked(1, "loan", 5)
    other = browser(owner(2))
    for url in (
        reverse("grant_referral", args=[grant_of(1, "loan").pk]),
        reverse("referral_schedule", args=[pk]),
    ):
        assert other.get(url).status_code == 404
    assert other.get(reverse("officer_referral", args=[pk])).status_code == 403
