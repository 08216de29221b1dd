"""Pages say which question a rule means, and where earlier support decides."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.domains.builders import application
from tests.domains.people import person
from tests.domains.selecting import TOLD, applicant, first_stage, told
from tests.domains.supporting import ASKING, asking, draft_of, merchant_of

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.applications.services.screen import screen
from dure.domains.applications.services.submit import submit_application

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
