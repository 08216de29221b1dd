"""From an account that is told to a transfer that failed and its mending: a payee and three officers."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.domains.agreeing import PARTNERS, firm
from tests.domains.funding import agreed, allotted, officer
from tests.domains.paying import account, answered, owed, payee
from tests.journeys.test_funds import fill, press, seen, sign_in, site

from dure.domains.payments.models import Batch
from dure.engine.law.deadlines import day_of

__all__ = ["seen", "site"]
NAME = "이가나".encode("cp949"), "이가다".encode("cp949")
RUN = f"/officer/payments/{PARTNERS}/"


def test_from_a_told_account_to_a_failed_transfer(site, page: Page, seen):
    agreed()
    allotted()
    maple = payee()
    lecturer = payee("person", 900_000_002, "", "이가나")
    account(lecturer, "3333019101234", "이가나")
    owed(11_000_000, "claim-line/1", maple, what="상담 10회 정산")
    owed(1_000_000, "lecture/1", lecturer, what="전문가 특강", income="business")
    main = page.locator("main")
    # The payee sees what is owed and tells an account; what was typed wrong stays.
    sign_in(page, site, firm(1))
    page.goto(f"{site}/my-payments/")
    seen()
    page.goto(f"{site}/my-payments/{maple}/account/")
    fill(page, {"bank": "004", "account_no": "12", "holder": "단풍나무"})
    press(page, "계좌 등록")
    expect(main).to_contain_text("계좌번호를 숫자 7~16자리로 적어 주십시오")
    expect(page.locator("[name=holder]")).to_have_value("단풍나무")
    seen()
    fill(page, {"account_no": "123-4567-89-9102"})
    press(page, "계좌 등록")
    expect(main).to_contain_text("등록했습니다")
    # An officer looks at it whole and confirms it.
    sign_in(page, site, officer())
    page.goto(f"{site}{RUN}payees/")
    seen()
    main.get_by_role("link", name="단풍나무 주식회사").click()
    press(page, "계좌번호와 예금주 전체 보기")
    expect(main).to_contain_text("1234567899102")
    press(page, "은행에 예금주 조회")
    expect(main).to_contain_text("은행에 없는 계좌입니다")
    press(page, "계좌 확정")
    seen()
    fill(page, {"answer": "통장 사본과 같습니다."})
    press(page, "계좌 확정")
    expect(main).to_contain_text("쓰고 있는 계좌")
    # Everything that waits goes into a batch, which another officer approves and sends.
    page.goto(f"{site}{RUN}")
    seen()
    main.get_by_role("link", name="지급 묶음 만들기").click()
    seen()
    press(page, "묶음 만들기")
    expect(main).to_contain_text("다른 담당자가 승인해야 합니다")
    seen()
    sign_in(page, site, officer(2))
    page.reload()
    press(page, "지급 묶음 승인")
    press(page, "지급 묶음 전송")
    expect(main).to_contain_text("결과 대기")
    seen()
    main.get_by_role("link", name="이체 파일 받기").click()
    seen()
    # The bank's file is read whole or not at all.
    page.goto(f"{site}/officer/payment-batches/{Batch.objects.get().pk}/")
    sent_at = Batch.objects.get().sent_at
    assert sent_at is not None
    content = answered(Batch.objects.get().pk, "0102", "0000", on=day_of(sent_at))
    for sent, said in (
        (content.replace(NAME[0], NAME[1]), "3번째 줄: 보낸 줄과 다릅니다"),
        (content, "입금 1건, 실패 1건"),
    ):
        page.locator("[name=file]").set_input_files(
            [{"name": "result.txt", "mimeType": "text/plain", "buffer": sent}]
        )
        press(page, "처리 결과 읽기")
        expect(main).to_contain_text(said)
        seen()
    page.goto(f"{site}{RUN}?state=failed")
    seen()
    main.get_by_role("link", name="상담 10회 정산").click()
    expect(main).to_contain_text("해지된 계좌입니다. (0102)")
    seen()
    page.goto(f"{site}{RUN}withheld/")
    expect(main).to_contain_text("30,000")
    seen()
    page.goto(f"{site}{RUN}batches/")
    seen()
    page.goto(f"{site}{RUN}file/")
    seen()
    sign_in(page, site, firm(1))
    page.goto(f"{site}/my-payments/")
    expect(main).to_contain_text("해지된 계좌입니다")
    seen()
