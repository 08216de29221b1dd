"""Pages say which question a rule means, and where earlier support decides."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.domains.builders import application, published
from tests.domains.people import person
from tests.domains.selecting import TOLD, applicant, first_stage, told
from tests.domains.supporting import ASKING, asking, draft_of, merchant_of
from tests.domains.test_applications_excluded import EXCLUDING, WARNING

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.applications.models import ApplicationDocument
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application
from dure.domains.merchants.services.update_profile import update_profile
from dure.engine.law.published import law_version

QUESTION = escape("“점포는 몇 곳입니까?”에 대한 답")
SUPPORT = "최근 36개월 지원금액"


@pytest.fixture(autouse=True)
def asked(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    first_stage(16)
    told()
    return asking()


def client(who: SignedActor) -> Client:
    browser = Client(headers={"accept-language": "ko"})
    browser.force_login(User.objects.get(pk=who.user_id))
    return browser


def shown(who: SignedActor, name: str, *args: object) -> str:
    answer = client(who).get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_applicant_is_led_to_the_question_that_is_meant():
    draft = draft_of(16, {"owed": "no"})
    page = shown(applicant(16), "apply_step", ASKING, draft.pk, "check")
    address = reverse("apply_step", args=[ASKING, draft.pk, "questions"]) + "#id_shops"
    assert f'<a href="{address}">{QUESTION}</a>' in page
    # Nobody tells what was received before: no link leads anywhere.
    assert f"<li>{SUPPORT}</li>" in page


def test_an_application_that_is_in_says_the_same_by_what_was_known_then():
    draft = draft_of(16, {"owed": "no"})
    submit_application(actor=applicant(16), now=TOLD, application_id=draft.pk)
    page = shown(applicant(16), "my_application", draft.pk)
    assert f"<li>{QUESTION}</li>" in page
    assert f"<li>{SUPPORT}</li>" in page


def test_the_check_before_applying_asks_for_facts_only_and_says_what_is_left_open():
    page = shown(applicant(16), "eligibility", ASKING)
    assert 'name="answer.shops"' not in page
    merchant_of(16)
    page = shown(applicant(16), "call", ASKING)
    assert QUESTION in page


def test_the_officer_reads_question_answer_and_support(asked):
    made = application(merchant_of(1), asked, n=101, answers={"shops": 3})
    page = shown(person("officer"), "officer_application", made.pk)
    assert "사업 small-2025 선정 여부: 예" in page
    assert f"{QUESTION}: 3" in page
    assert f"{SUPPORT}: 모름" in page


def test_a_screening_words_the_answers_that_would_settle_most(asked):
    application(merchant_of(16), asked, n=116, answers={"owed": True})
    screen(actor=person("officer"), now=TOLD, programme=ASKING)
    assert QUESTION in shown(person("officer"), "officer_screening", ASKING)


def test_advice_tells_who_was_selected_that_it_cannot_be_had_again():
    page = shown(applicant(1), "merchant_advice", merchant_of(1).pk)
    assert "작은 탑스 2025에 선정되지 않아야 합니다." in page
    other = shown(applicant(16), "merchant_advice", merchant_of(16).pk)
    assert QUESTION in other


def test_the_profile_says_where_each_value_came_from():
    shop = merchant_of(16)
    facts = {"employees": 3.0, "ksic": "47911"}
    update_profile(actor=applicant(16), now=TOLD, merchant_id=shop.pk, version=shop.version, facts=facts)
    page = shown(applicant(16), "merchant", shop.pk)
    assert page.count("적힌 값의 출처: 사업자가 입력, 2025. 5. 16.(금).") == 3
    assert "사업자가 입력, 2025. 5. 16.(금)" in shown(person("officer"), "officer_merchant", shop.pk)


def test_the_officer_reads_origins_and_the_document_that_answers(asked):
    made = application(merchant_of(16), asked, n=116, origins={"employees": ["import", TOLD.isoformat()]})
    page = shown(person("officer"), "officer_application", made.pk)
    assert '2.5명 <span class="dure-hint">(신청자 목록에서 가져옴, 2025. 5. 16.(금))</span>' in page


def test_an_accepted_document_stands_beside_the_facts_that_it_answers_for():
    made = application(merchant_of(15), published(), n=215)
    ApplicationDocument.objects.create(
        application=made,
        document="small_merchant_certificate",
        handed_in_at=TOLD,
        state="accepted",
        checked_at=TOLD,
    )
    page = shown(person("officer"), "officer_application", made.pk)
    note = "(확인서류 인정: 소상공인확인서, 2025. 5. 16.(금))"
    assert page.count(note) == 3  # industry, employees and sales: what the rule reads


def test_who_is_excluded_reads_it_before_applying_and_finds_no_button():
    asking(EXCLUDING)
    sentence = "작은 탑스 2025"
    page = shown(applicant(1), "call", ASKING)
    assert "이미 받은 지원과 함께 받을 수 없습니다" in page
    assert sentence in page
    assert f'href="{reverse("apply", args=[ASKING])}"' not in page
    other = shown(applicant(16), "call", ASKING)
    assert "이미 받은 지원과 함께 받을 수 없습니다" not in other
    assert f'href="{reverse("apply", args=[ASKING])}"' in other
    step = shown(applicant(1), "apply_step", ASKING, draft_of(1, {}).pk, "eligibility")
    assert "이미 받은 지원과 함께 받을 수 없습니다" in step


def test_the_officer_reads_the_warning_what_is_not_recorded_and_by_what_was_judged():
    version = asking(WARNING)
    draft = draft_of(1, {"shops": "3", "owed": "yes"})
    submit_application(actor=applicant(1), now=TOLD, application_id=draft.pk)
    page = shown(person("officer"), "officer_application", draft.pk)
    assert "이미 받은 지원과 함께 받지 못할 수 있습니다" in page
    assert "elsewhere-2020" in page
    assert version.hash[:12] in page
    assert law_version()[:12] in page
