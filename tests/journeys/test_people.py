"""People: invited to a role, setting up the second factor, signing up, consents, who looked at what."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.domains.builders import merchant
from tests.web.second_factor import code_of

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Membership, User
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord
from dure.domains.privacy.services.answer_consents import answer_consents
from dure.domains.programmes.models import ProgrammeVersion
from dure.service.demo import PASSWORD, load_demo
from dure.settings.clock import now

NEW_PASSWORD = "long-and-secret"


@pytest.fixture
def site(live_server, transactional_db) -> str:
    cache.clear()
    load_demo()
    return str(live_server.url)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()


def set_up_second_factor(page: Page, looks_right) -> None:
    """From the page that asks for it to the recovery codes, and on."""
    expect(page.locator("h1")).to_have_text("담당자 권한에는 2차 인증이 필요합니다")
    looks_right()
    page.get_by_role("link", name="2차 인증 설정").click()
    looks_right()
    secret = page.locator("#totp-key").inner_text()
    page.locator("[name=code]").fill("000000")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_contain_text("코드가 맞지 않거나")
    looks_right()
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("복구 코드")
    expect(page.locator("main code")).to_have_count(10)
    looks_right()
    page.get_by_role("link", name="보관했습니다").click()


def test_from_the_invitation_to_the_officers_page(site, page: Page, looks_right, settings):
    page.goto(f"{site}/organisations/")
    sign_in(page, "officer@demo.example")
    looks_right()
    page.locator("main table a").first.click()
    expect(page.locator("h1")).to_be_visible()
    looks_right()
    agency = Membership.objects.get(user__email="officer@demo.example").organisation_id
    page.goto(f"{site}/organisations/{agency}/invite/")
    looks_right()
    page.locator("[name=email]").fill("no address")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()
    page.locator("[name=email]").fill("new@demo.example")
    page.locator("main label", has_text="사업 담당자").click()
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("초대 메일을 보냈습니다")
    expect(page.locator("main")).to_contain_text("ne***@demo.example")
    looks_right()

    settings.DURE_STAFF_MFA = "required"
    page.context.clear_cookies()
    page.goto(f"{site}/invitations/wrong-secret/")
    expect(page.locator("h1")).to_have_text("열 수 없는 초대입니다")
    looks_right()
    page.goto(site + Notice.objects.get(template="invitation").secret)
    expect(page.locator("h1")).to_have_text("초대받으셨습니다")
    looks_right()
    page.locator("[name=name]").fill("김하나")
    page.locator("[name=password1]").fill("short")
    page.locator("[name=password2]").fill("other")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()
    page.locator("[name=password1]").fill(NEW_PASSWORD)
    page.locator("[name=password2]").fill(NEW_PASSWORD)
    page.locator("main button[type=submit]").click()
    set_up_second_factor(page, looks_right)
    expect(page.locator("h1")).to_have_text("내 계정")
    expect(page.locator("main")).to_contain_text("사업 담당자")
    looks_right()
    page.goto(f"{site}/officer/retention/")
    expect(page.locator("main table").first).to_contain_text("60개월")
    looks_right()
    page.locator("main table a").first.click()
    looks_right()


def test_from_the_sign_up_to_the_account_and_its_consents(site, page: Page, looks_right):
    page.goto(f"{site}/accounts/signup/")
    looks_right()
    page.locator("[name=email]").fill("owner@demo.example")
    page.locator("[name=password1]").fill("1234")
    page.get_by_role("button", name="비밀번호 보기").first.click()
    expect(page.locator("[name=password1]")).to_have_attribute("type", "text")
    page.locator("[name=password2]").fill("1234")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()
    page.locator("[name=password1]").fill(NEW_PASSWORD)
    page.locator("[name=password2]").fill(NEW_PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("main")).to_be_visible()
    page.goto(f"{site}/my/account/")
    looks_right()
    page.locator("[name=name]").fill("김하나")
    page.locator("[name=phone]").fill("12")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".dure-error-summary")).to_contain_text("010-1234-5678")
    looks_right()
    page.locator("[name=phone]").fill("010-1234-5678")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("내 정보를 변경했습니다")

    page.goto(f"{site}/my/consents/")
    expect(page.locator("main")).to_contain_text("아직 동의를 요청받은 적이 없습니다")
    looks_right()
    user = User.objects.get(email="owner@demo.example")
    who = SignedActor(user.pk)
    shop = merchant(901, owner=who)
    version = ProgrammeVersion.objects.get(programme="tops-2025", state="published")
    answer_consents(
        actor=who, now=now(), merchant_id=shop.pk, programme="tops-2025", version_hash=version.hash,
        answers={"use": True, "executors": True, "news": True},
    )  # fmt: skip
    page.reload()
    expect(page.locator("main table tbody tr")).to_have_count(3)
    looks_right()
    page.locator("main tr", has_text="다른 지원사업 안내").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("동의 철회")
    looks_right()
    page.get_by_role("button", name="동의 철회").click()
    expect(page.locator("main")).to_contain_text("동의를 철회했습니다")
    expect(page.locator("main")).to_contain_text("동의하지 않음")

    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/my/access/",
                    "/my/account/close/"):  # fmt: skip
        page.goto(site + address)
        expect(page.locator("h1")).to_be_visible()
        looks_right()
    # Minutes after signing in, and after a sign-up at once, the password is asked for once more.
    expect(page.locator("h1")).to_have_text("본인 확인")
    page.locator("[name=password]").fill(NEW_PASSWORD)
    page.locator("main button[type=submit]").click()
    looks_right()
    page.get_by_role("button", name="회원 탈퇴").click()
    expect(page.locator(".dure-error-summary")).to_contain_text("사업체")
    looks_right()


def test_the_access_log_is_searched_and_downloaded(site, page: Page, looks_right):
    officer = User.objects.get(email="officer@demo.example")
    for n in range(60):
        AccessRecord.objects.create(
            at=now(), actor_id=officer.pk, role="officer", address="192.0.2.7", kind="view",
            subject="merchant", subject_id=str(n), what="merchant page",
        )  # fmt: skip
    page.goto(f"{site}/officer/access/")
    sign_in(page, "officer@demo.example")
    expect(page.locator("main table tbody tr")).to_have_count(50)
    looks_right()
    page.locator("main summary", has_text="조건 검색").click()
    page.locator("[name=email]").fill("nobody@demo.example")
    page.locator("main form[action='/officer/access/'] button[type=submit]").click()
    expect(page.locator(".dure-error-summary")).to_contain_text("담당자가 없습니다")
    looks_right()
    page.locator("[name=email]").fill("officer@demo.example")
    page.locator("[name=subject_id]").fill("7")
    page.locator("main form[action='/officer/access/'] button[type=submit]").click()
    expect(page.locator("main table tbody tr")).to_have_count(1)
    assert "@" not in page.url
    looks_right()
    with page.expect_download() as download:
        page.locator("[name=reason]").fill("월간 점검")
        page.locator("main form[action*=export] button[type=submit]").click()
    assert download.value.suggested_filename == "access-log.csv"
    page.goto(f"{site}/officer/access/")
    expect(page.locator("main table tbody tr").first).to_contain_text("월간 점검")


def test_a_forgotten_password_and_a_wrong_one(site, page: Page, looks_right):
    page.goto(f"{site}/accounts/login/")
    looks_right()
    sign_in(page, "officer@demo.example", "wrong")
    expect(page.locator(".dure-error-summary")).to_contain_text("맞지 않습니다")
    expect(page.locator("[name=login]")).to_have_value("officer@demo.example")
    looks_right()
    page.get_by_role("link", name="비밀번호를 잊으셨습니까?").click()
    looks_right()
    page.locator("[name=email]").fill("officer@demo.example")
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("메일함을 확인해 주십시오")
    looks_right()


def test_a_role_is_passed_on_and_ended(site, page: Page, looks_right):
    from tests.domains.people import person

    person("reviewer", email="colleague@demo.example", code="demo-agency")
    page.goto(f"{site}/my/account/")
    sign_in(page, "officer@demo.example")
    page.get_by_role("link", name="위임", exact=True).click()
    looks_right()
    page.locator("main button[type=submit]").last.click()
    expect(page.locator(".dure-error-summary")).to_be_visible()
    looks_right()
    # Told apart by the number of the account where the mask makes two addresses alike.
    colleague = page.locator("[name=colleague] option", has_text="co***@demo.example")
    page.locator("[name=colleague]").select_option(colleague.get_attribute("value"))
    page.locator("[name=last]").fill("2027-12-31")
    page.locator("[name=reason]").fill("출장")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("권한을 위임했습니다")
    looks_right()
    page.get_by_role("link", name="위임 해제").click()
    looks_right()
    page.locator("[name=reason]").fill("복귀")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("권한을 종료했습니다")
