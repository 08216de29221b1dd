"""A refusal at the document check is objected to, judged by another and lifted; a document beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.files import pdf
from tests.domains.people import NOW
from tests.domains.selecting import THEN, applicant, officer, small_programme
from tests.journeys.test_selection import follow, press, seen, sign_in
from tests.journeys.ticking import tick
from tests.journeys.windows import both_ways

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.services.refuse import refuse
from dure.domains.events.act import act
from dure.domains.privacy.models import AccessRecord
from dure.domains.selection.models import Objection
from dure.domains.uploads.services.keep import keep_file

__all__ = ["seen"]
N = 30


@pytest.fixture
def site(live_server, transactional_db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", THEN.isoformat())
    return str(live_server.url)


def refused() -> Application:
    made = application(merchant(N, owner=applicant(N)), small_programme(), n=N, verdict="eligible")
    refuse(
        actor=officer("checker"), now=THEN, application_id=made.pk, rules=["small_merchant"],
        words="제출하신 확인서의 유효기간이 지났습니다.",
    )  # fmt: skip
    return made


def test_a_refusal_is_objected_to_and_lifted(site, page: Page, seen, tmp_path: Path):
    made = refused()
    proof = tmp_path / "확인서.pdf"
    proof.write_bytes(pdf())
    sign_in(page, site, applicant(N))
    page.goto(f"{site}/my/")
    expect(page.locator("main")).to_contain_text("2025. 5. 21.(수)까지 이의신청 가능")
    seen()
    follow(page, "TOPS-2025-000030")
    expect(page.locator("main")).to_contain_text("유효기간이 지났습니다")
    expect(page.locator("main")).to_contain_text("30일 남음")
    seen()
    follow(page, "이의신청")
    press(page, "이의신청서 제출")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    page.locator("[name=grounds]").fill("확인서는 2025년 6월까지 유효합니다.")
    page.locator("[name=file]").set_input_files(proof)
    press(page, "이의신청서 제출")
    expect(page.locator("main")).to_contain_text("이의신청이 접수되었습니다")
    seen()
    follow(page, "신청으로 돌아가기")
    expect(page.locator("main")).to_contain_text("이 결정에 이의를 신청하셨습니다")
    expect(page.get_by_role("link", name="이의신청", exact=True)).to_have_count(0)
    seen()
    page.goto(f"{site}/my/applications/{made.pk}/object/")
    expect(page.locator("main")).to_contain_text("지금은 이의를 신청할 수 없습니다")
    seen()

    third, objection = officer("third"), Objection.objects.get()
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/applications/{made.pk}/")
    follow(page, "2025. 4. 21.(월)")
    expect(page.locator("main")).to_contain_text("요건검토 부적합")
    seen()
    choices = page.locator("[name=officer] option").all_text_contents()
    assert choices
    assert not any(name.startswith("checker@") for name in choices)
    page.locator("[name=officer]").select_option(str(third.user_id))
    press(page, "담당자로 지정하기")
    expect(page.locator("main")).to_contain_text("담당자를 지정하고 알렸습니다")

    sign_in(page, site, third)
    page.goto(f"{site}/officer/objections/?which=mine")
    seen()
    follow(page, "TOPS-2025-000030")
    follow(page, "이의신청에 답변하기")
    seen()
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator(".dure-error-summary")).to_be_visible()
    seen()
    tick(page.locator("[name=outcome][value=granted]"))
    tick(page.locator("[name=effect][value=reopened]"))
    page.locator("[name=answer]").fill("확인서의 유효기간을 다시 확인했습니다.")
    press(page, "답변하고 신청자에게 알리기")
    expect(page.locator("main")).to_contain_text("이의신청에 답변하고")
    seen()
    assert Application.objects.get().state == "submitted"

    sign_in(page, site, applicant(N))
    page.goto(f"{site}/my/objections/{objection.pk}/")
    expect(page.locator("main")).to_contain_text("확인서의 유효기간을 다시 확인했습니다.")
    seen()
    follow(page, "신청으로 돌아가기")
    expect(page.locator("main")).to_contain_text("이의신청이 인용되었습니다")
    seen()


@both_ways
def test_a_document_is_looked_at_beside_the_decision_on_it(site, page: Page, seen):
    os.environ["DURE_NOW"] = NOW.isoformat()
    made = application(merchant(1, owner=signed_up("owner@test.example")), published(), n=1)
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        file = keep_file(this, purpose="document", name="확인서.pdf", content=pdf(), made_by_us=True)
    held = ApplicationDocument.objects.create(
        application=made, document="small_merchant_certificate", file=file, handed_in_at=NOW
    )
    sign_in(page, site, officer())
    page.goto(f"{site}/officer/applications/{made.pk}/#documents")
    seen()
    look = page.locator("main").get_by_role("link", name="화면에서 보기").locator("visible=true")
    expect(look).to_have_count(1)
    address = f"{site}/officer/documents/{held.pk}/view/"
    # Beside the decision on a desktop, in a window of its own on a phone.
    with page.context.expect_event("response", lambda answer: answer.url == address) as shown:
        look.click()
    assert shown.value.status == 200
    assert page.url.startswith(f"{site}/officer/applications/")
    assert AccessRecord.objects.filter(kind="view", what="document small_merchant_certificate").exists()
