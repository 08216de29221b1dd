"""A merchant: signs up, registers, is told whether it is eligible, applies, changes, withdraws, mends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.domains.builders import business_number, merchant, published, signed_up
from tests.domains.drafts import PDF, complete, drafted
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.services.submit import submit_application
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move

NUMBER = business_number(1)
FILE: Any = {"name": "서류.pdf", "mimeType": "application/pdf", "buffer": PDF}
UPLOADS = ("small_merchant_certificate", "national_tax_certificate", "local_tax_certificate", "brand_plan")


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    published()
    return str(live_server.url)


def sign_in(page: Page, site: str, email: str = "one@test.example") -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("secret-secret")
    page.locator("main button[type=submit]").click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button or tick a box: its label is what is seen and pressed."""
    page.locator(f"label[for={page.locator(f'[name={name}][value={value!r}]').get_attribute('id')}]").click()


def tick(page: Page, name: str) -> None:
    page.locator(f"label[for=id_{name}]").click()


def register(page: Page, site: str, looks: Any) -> None:
    page.goto(f"{site}/my/merchants/new/")
    looks()
    page.locator("[name=business_no]").fill("101-00-00012")
    page.locator("[name=owner_name]").fill("홍길동")
    page.locator("[name=opened_on]").fill("2019-05-01")
    page.locator("[name=name]").fill("두레상회")
    press(page, "업체 등록")
    expect(page.locator(".dure-error-summary")).to_contain_text("사업자등록번호가 맞지 않습니다")
    expect(page.locator("[name=owner_name]")).to_have_value("홍길동")
    looks()
    page.locator("[name=business_no]").fill(f"{NUMBER[:3]}-{NUMBER[3:5]}-{NUMBER[5:]}")
    press(page, "업체 등록")
    expect(page.locator("main")).to_contain_text("국세청 정보와 일치하여")
    expect(page.get_by_role("heading", level=1)).to_have_text("두레상회")


def fill_profile(page: Page, looks: Any) -> None:
    """Fill the page of the profile in, first with an industry that is not supported."""
    page.locator("[name=ksic_division]").select_option("91")
    page.locator("[name=ksic]").fill("91249")
    page.locator("[name=region]").select_option("51110")
    page.locator("[name=employees]").fill("천")
    page.locator("[name=annual_sales]").fill("240,000,000")
    page.locator("[name=phone]").fill("010-1234-5678")
    press(page, "업체 정보 저장")
    expect(page.locator(".dure-error-summary")).to_be_focused()
    expect(page.locator("[name=employees]")).to_have_value("천")
    looks()
    page.locator("[name=employees]").fill("2.5")
    press(page, "업체 정보 저장")
    expect(page.locator("main")).to_contain_text("업체 정보를 저장했습니다")
    looks()


def fill_documents(page: Page) -> None:
    for document in UPLOADS:
        page.locator(f"[name='file.{document}']").set_input_files(FILE)
    page.locator("[name='valid_from.small_merchant_certificate']").fill("2025-01-02")
    page.locator("[name='valid_until.small_merchant_certificate']").fill("2026-03-31")
    page.locator("[name='issued_on.national_tax_certificate']").fill("2025-03-20")
    page.locator("[name='issued_on.local_tax_certificate']").fill("2025-03-21")


def agree(page: Page) -> None:
    for consent, answer in (("use", "0"), ("executors", "0"), ("news", "1")):
        page.locator(f"label[for='id_consent.{consent}_{answer}']").click()


def test_from_signing_up_to_a_withdrawal(site, page: Page, looks_right):
    page.goto(f"{site}/accounts/signup/")
    page.locator("[name=email]").fill("new@test.example")
    for name in ("password1", "password2"):
        if page.locator(f"[name={name}]").count():
            page.locator(f"[name={name}]").fill("doraji-4821-kkot")
    page.locator("main button[type=submit]").click()
    page.goto(f"{site}/my/")
    expect(page.locator("main")).to_contain_text("등록한 업체가 없습니다")
    looks_right()
    register(page, site, looks_right)
    looks_right()
    fill_profile(page, looks_right)

    # Told at once: not eligible, and why; then what is missing, each a way to tell it.
    page.goto(f"{site}/calls/tops-2025/")
    expect(page.locator("main")).to_contain_text("사행시설")
    looks_right()
    page.goto(f"{site}/my/")
    page.get_by_role("link", name="두레상회", exact=True).click()
    page.locator("[name=ksic]").fill("47912")
    press(page, "업체 정보 저장")
    expect(page.locator(".dure-error-summary")).to_contain_text("업종과 맞지 않는")
    page.locator("[name=ksic_division]").select_option("47")
    press(page, "업체 정보 저장")
    page.goto(f"{site}/calls/tops-2025/")
    page.get_by_role("link", name="체납").click()
    expect(page.locator("#id_tax_arrears")).to_be_in_viewport()
    page.goto(f"{site}/calls/tops-2025/")
    page.locator("main").get_by_role("link", name="신청하기").click()
    looks_right()
    press(page, "두레상회 신청서 작성 시작")

    # Step 1 asks for what is not known and nothing else.
    expect(page.locator("[name=employees]")).to_have_count(0)
    looks_right()
    page.locator("label[for=id_tax_arrears_1]").click()
    tick(page, "none_sanctioned_until")
    page.locator("[name=online_sales_share]").fill("40")
    expect(page.locator("#draft-state")).to_contain_text("임시저장됨")
    page.reload()
    expect(page.locator("[name=online_sales_share]")).to_have_value("40")
    page.locator("[name=owner_birth_year]").fill("85")
    press(page, "저장하고 다음")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()
    page.locator("[name=owner_birth_year]").fill("1985")
    press(page, "저장하고 다음")

    # Step 2: two executors; the same rank twice is told.
    expect(page.get_by_role("heading", level=1)).to_contain_text("수행기관")
    page.locator("[name='rank.otter']").select_option("1")
    page.locator("[name='rank.acorn']").select_option("1")
    press(page, "저장하고 다음")
    expect(page.locator(".dure-error-summary")).to_contain_text("1지망에 다른 수행기관을")
    looks_right()
    page.locator("[name='rank.acorn']").select_option("2")
    press(page, "저장하고 다음")

    # Step 3: documents, with a break.
    expect(page.get_by_role("heading", level=1)).to_contain_text("제출서류")
    looks_right()
    page.locator("[name='issued_on.national_tax_certificate']").fill("2025-01-02")
    page.locator("[name='file.brand_plan']").set_input_files(FILE)
    press(page, "저장하고 나가기")
    looks_right()
    page.locator("main .dure-alert a").first.click()
    page.goto(page.url.replace("/eligibility/", "/documents/"))
    expect(page.locator("[name='issued_on.national_tax_certificate']")).to_have_value("2025-01-02")
    expect(page.locator(".dure-file-row")).to_contain_text("서류.pdf")
    press(page, "저장하고 다음")
    expect(page.locator(".dure-error-summary")).to_contain_text("서류를 제출해 주십시오")
    looks_right()
    fill_documents(page)
    press(page, "저장하고 다음")

    # Step 4: consents, each on its own.
    looks_right()
    press(page, "저장하고 다음")
    expect(page.locator(".dure-error-summary")).to_contain_text("동의 여부를 선택해")
    looks_right()
    agree(page)
    press(page, "저장하고 다음")

    # Step 5: everything once more, then the receipt.
    expect(page.locator("main")).to_contain_text("수달라이브")
    looks_right()
    press(page, "신청서 제출")
    expect(page.locator(".dure-receipt")).to_contain_text("TOPS-2025-")
    looks_right()
    page.get_by_role("link", name="신청 내용 보기").click()
    expect(page.locator(".dure-history")).to_contain_text("신청서를 제출했습니다")
    looks_right()
    page.get_by_role("link", name="인쇄용 화면").click()
    looks_right()
    page.go_back()

    # Changed while the window is open: the difference is shown before it is handed in.
    press(page, "신청 내용 변경")
    page.goto(page.url.replace("/eligibility/", "/executors/"))
    page.locator("[name='rank.snail']").select_option("3")
    press(page, "저장하고 다음")
    page.goto(page.url.replace("/documents/", "/check/"))
    expect(page.locator("main")).to_contain_text("달팽이")
    looks_right()
    press(page, "변경 내용 제출")
    expect(page.locator("main")).to_contain_text("변경 내용을 제출했습니다")

    # Withdrawn: what follows is named.
    page.get_by_role("link", name="신청 내용 보기").click()
    page.get_by_role("link", name="신청 철회").click()
    expect(page.locator("main")).to_contain_text("다시 신청할 수 있습니다")
    looks_right()
    press(page, "신청 철회")
    expect(page.locator("main")).to_contain_text("신청을 철회했습니다")
    looks_right()
    page.goto(f"{site}/my/")
    looks_right()


def handed_in() -> Application:
    who = signed_up("one@test.example")
    draft = drafted(who, complete(merchant(1, owner=who)))
    submit_application(actor=who, now=NOW, application_id=draft.pk)
    return Application.objects.get(pk=draft.pk)


def ask(row: Application) -> None:
    named = (("fact", "employees"), ("document", "national_tax_certificate"), ("choices", ""))
    Supplement.objects.create(
        application=row,
        items=[{"kind": kind, "name": name, "note": "다시 확인해 주십시오"} for kind, name in named],
        asked_at=NOW,
        due_at=NOW + timedelta(days=7),
    )
    with act("test.ask", actor=SYSTEM, now=NOW) as this:
        move(this, APPLICATION_STATES, Application, [row.pk], "ask_supplement")


def test_a_supplement_is_answered(site, page: Page, looks_right):
    row = handed_in()
    ask(row)
    sign_in(page, site)
    page.goto(f"{site}/my/")
    looks_right()
    page.get_by_role("link", name="보완 자료 제출").click()
    looks_right()
    expect(page.locator("[name=annual_sales]")).to_have_count(0)
    page.locator("[name=employees]").fill("3")
    press(page, "보완 자료 제출")
    expect(page.locator(".dure-error-summary")).to_contain_text("새로 제출해 주십시오")
    looks_right()
    page.locator("[name='file.national_tax_certificate']").set_input_files(FILE)
    page.locator("[name='issued_on.national_tax_certificate']").fill("2025-03-24")
    press(page, "보완 자료 제출")
    expect(page.locator("main")).to_contain_text("보완 자료를 제출했습니다")
    expect(page.locator("main")).to_contain_text("2.5명 → 3명")
    looks_right()
    page.goto(f"{site}/my/applications/{row.pk}/supplement/")
    looks_right()


def test_two_windows_do_not_write_over_each_other(site, page: Page, looks_right):
    who = signed_up("one@test.example")
    row = drafted(who, complete(merchant(1, owner=who)))
    sign_in(page, site)
    address = f"{site}/calls/tops-2025/apply/{row.pk}/executors/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.locator("[name='rank.walnut']").select_option("3")
    expect(other.locator("#draft-state")).to_contain_text("임시저장됨")
    other.locator("[name='rank.walnut']").select_option("4")
    press(other, "저장하고 나가기")
    page.locator("[name='rank.crane']").select_option("3")
    expect(page.locator("#draft-state")).to_contain_text("다른 창에서")
    press(page, "저장하고 다음")
    expect(page.locator("main")).to_contain_text("덮어쓰지 않았습니다")
    expect(page.locator("[name='rank.crane']")).to_have_value("3")
    looks_right()
    tick(page, "overwrite")
    press(page, "저장하고 다음")
    expect(page.get_by_role("heading", level=1)).to_contain_text("제출서류")
    draft = Application.objects.get(pk=row.pk).draft
    assert draft["typed"]["executors"]["rank.crane"] == ["3"]


def test_a_second_person_is_added_and_a_profile_changed_meanwhile_is_told(site, page: Page, looks_right):
    who = signed_up("one@test.example")
    signed_up("two@test.example")
    shop = complete(merchant(1, owner=who))
    sign_in(page, site)
    page.goto(f"{site}/my/merchants/{shop.pk}/people/")
    looks_right()
    page.locator("[name=email]").fill("nobody@test.example")
    press(page, "담당자 추가")
    expect(page.locator(".dure-error-summary")).to_contain_text("가입한 계정이 없습니다")
    looks_right()
    page.locator("[name=email]").fill("two@test.example")
    press(page, "담당자 추가")
    expect(page.locator("main table tbody tr")).to_have_count(2)
    page.locator("main table tr", has_text="two@").get_by_role("link").click()
    looks_right()
    page.goto(f"{site}/my/merchants/{shop.pk}/")
    type(shop).objects.filter(pk=shop.pk).update(employees="4", version=7)
    page.locator("[name=employees]").fill("3")
    press(page, "업체 정보 저장")
    expect(page.locator("main")).to_contain_text("다른 담당자가 업체 정보를 바꾸었습니다")
    expect(page.locator("main table")).to_contain_text("4명")
    looks_right()
    press(page, "업체 정보 저장")
    expect(page.locator("main")).to_contain_text("업체 정보를 저장했습니다")


def test_the_call_was_changed_meanwhile(site, page: Page, looks_right):
    from dure.library import library_bytes

    who = signed_up("one@test.example")
    row = drafted(who, complete(merchant(1, owner=who)))
    published(library_bytes("tops-2025").replace(b'closes_at: "2025-04-18', b'closes_at: "2025-04-25'))
    sign_in(page, site)
    page.goto(f"{site}/calls/tops-2025/apply/{row.pk}/check/")
    expect(page.locator("main")).to_contain_text("공고가 바뀌었습니다")
    expect(page.get_by_role("button", name="신청서 제출")).to_have_count(0)
    looks_right()
    press(page, "바뀐 내용 확인")
    page.goto(f"{site}/calls/tops-2025/apply/{row.pk}/check/")
    press(page, "신청서 제출")
    expect(page.locator(".dure-receipt")).to_be_visible()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without JavaScript, on a phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="ko-KR", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_the_whole_path_without_javascript(site, plain: Page):
    page = plain
    signed_up("one@test.example")
    sign_in(page, site)
    register(page, site, lambda: None)
    fill_profile_plainly(page)
    page.goto(f"{site}/calls/tops-2025/apply/")
    press(page, "두레상회 신청서 작성 시작")
    page.locator("label[for=id_tax_arrears_1]").click()
    tick(page, "none_sanctioned_until")
    page.locator("[name=online_sales_share]").fill("40")
    press(page, "저장하고 다음")
    page.locator("[name='rank.otter']").select_option("1")
    page.locator("[name='rank.acorn']").select_option("2")
    press(page, "저장하고 다음")
    fill_documents(page)
    press(page, "고른 파일 올리기")
    expect(page.locator(".dure-file-row")).to_have_count(4)
    press(page, "저장하고 다음")
    agree(page)
    press(page, "저장하고 다음")
    press(page, "신청서 제출")
    expect(page.locator(".dure-receipt")).to_contain_text("TOPS-2025-")


def fill_profile_plainly(page: Page) -> None:
    page.locator("[name=ksic_division]").select_option("47")
    page.locator("[name=region]").select_option("51110")
    page.locator("[name=employees]").fill("2.5")
    page.locator("[name=annual_sales]").fill("240000000")
    page.locator("[name=phone]").fill("010-1234-5678")
    press(page, "업체 정보 저장")


def test_the_pages_speak_english_too(site, page: Page, looks_right):
    row = handed_in()
    sign_in(page, site)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    for address in (
        "/my/",
        f"/my/merchants/{row.merchant_id}/",
        f"/my/applications/{row.pk}/",
        "/calls/tops-2025/",
    ):
        page.goto(f"{site}{address}")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        looks_right()
    expect(page.locator("main")).to_contain_text("See the application")
