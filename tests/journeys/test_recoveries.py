"""Money that is taken back, in a browser: opened, told, answered, and read by the party."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.domains.agreeing import PARTNERS, firm
from tests.domains.funding import agreed, allotted, officer
from tests.domains.recovering import decided, paid_once
from tests.journeys.test_funds import fill, press, seen, sign_in, site

from dure.domains.recoveries.models import RecoveryCase

__all__ = ["seen", "site"]


def test_a_case_is_opened_told_and_answered(site, page: Page, seen):
    agreed()
    allotted()
    to = paid_once()
    main = page.locator("main")
    sign_in(page, site, officer(4))
    page.goto(f"{site}/officer/payees/{to}/recovery/")
    seen()
    page.locator("label[for=id_causes_0]").click()
    main.locator("label", has_text="다른 용도로 사용").click()
    fill(page, {"basis": "보조금 관리에 관한 법률 제33조"})
    press(page, "사건 열기")
    seen()
    fill(page, {"facts": "상담 4회가 열리지 않았습니다."})
    expect(page.locator("[name=basis]")).to_have_value("보조금 관리에 관한 법률 제33조")
    press(page, "사건 열기")
    expect(main).to_contain_text("사건을 열었습니다")
    seen()
    press(page, "사전통지")
    expect(main).to_contain_text("의견을 낼 수 있습니다")
    pk = RecoveryCase.objects.get().pk
    page.goto(f"{site}/officer/recoveries/{PARTNERS}/")
    seen()
    page.goto(f"{site}/officer/sanctions/")
    seen()
    sign_in(page, site, firm(1))
    page.goto(f"{site}/my-recoveries/")
    seen()
    page.goto(f"{site}/my-recoveries/{pk}/")
    seen()
    fill(page, {"words": "두 번은 다시 열었습니다."})
    press(page, "제출하기")
    expect(main).to_contain_text("의견을 제출했습니다")


def test_the_party_reads_what_is_asked_and_may_pay_in_instalments_or_object(site, page: Page, seen):
    agreed()
    allotted()
    paid_once()
    pk = decided()
    main = page.locator("main")
    sign_in(page, site, firm(1))
    page.goto(f"{site}/my-recoveries/{pk}/")
    expect(main).to_contain_text("900,000")
    expect(main).to_contain_text("납부 방법")
    seen()
    sign_in(page, site, officer(4))
    page.goto(f"{site}/officer/recovery/{pk}/")
    seen()
    press(page, "입금 기록")
    expect(main).to_contain_text("입금 거래번호")
    seen()
