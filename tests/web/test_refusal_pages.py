"""Pages of objections to a refusal: what is offered when, what was typed is kept, queries are few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import application, merchant
from tests.domains.selecting import (
    PROGRAMME,
    THEN,
    applicant,
    first_stage,
    officer,
    proposed,
    small_programme,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.applications.services.refuse import refuse
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.selection.models import Objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.object_to_refusal import object_to_refusal


@pytest.fixture(autouse=True)
def _after_closing(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", THEN.isoformat())


def client(who: SignedActor) -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def refused(n: int = 30, version: ProgrammeVersion | None = None) -> Application:
    version = version or ProgrammeVersion.objects.first() or small_programme()
    made = application(merchant(n, owner=applicant(n)), version, n=n, verdict="eligible")
    refuse(actor=officer("checker"), now=THEN, application_id=made.pk, rules=[], words="유효기간 경과")
    return made


def objection_to(made: Application, n: int = 30) -> int:
    return object_to_refusal(actor=applicant(n), now=THEN, application_id=made.pk, grounds="유효합니다")


def test_what_was_typed_is_kept_and_nothing_is_filed_on_an_error():
    made = refused()
    browser = client(applicant(30))
    address = f"/my/applications/{made.pk}/object/"
    answer = browser.post(address, {"grounds": "가" * 5001, "nonce": "x"})
    assert answer.status_code == 422
    assert "가" * 5001 in answer.content.decode()
    assert client(applicant(31)).post(address, {"grounds": "제 것이 아닙니다"}).status_code == 404
    assert not Objection.objects.exists()


def test_a_call_without_the_right_says_so_on_the_page_and_at_the_form():
    text = PROGRAMME[: PROGRAMME.index("rights:")] + "needs: [seed_commitment, acceptance, second_officer]\n"
    made = refused(version=small_programme(text))
    browser = client(applicant(30))
    page = browser.get(f"/my/applications/{made.pk}/").content.decode()
    assert "유효기간 경과" in page
    assert "/object/" not in page
    form = browser.get(f"/my/applications/{made.pk}/object/").content.decode()
    assert "지금은 이의를 신청할 수 없습니다" in form
    assert "grounds" not in form


def test_while_a_selection_is_proposed_only_dismissing_is_offered_and_why_is_told():
    first_stage()
    made = refused(version=ProgrammeVersion.objects.get())
    proposed()
    pk = objection_to(made)
    assign_objection(actor=officer(), now=THEN, objection_id=pk, officer_id=officer("third").user_id or 0)
    browser = client(officer("third"))
    page = browser.get(f"/officer/objections/{pk}/answer/").content.decode()
    assert 'value="dismissed"' in page
    assert 'value="granted"' not in page
    assert "1단계 선정안이 제안되어 있습니다" in page
    sent = {"outcome": "granted", "answer": "x", "nonce": "x"}
    answer = browser.post(f"/officer/objections/{pk}/answer/", sent)
    assert answer.status_code == 422
    assert Objection.objects.get().state == "assigned"


def test_the_list_asks_as_many_questions_for_any_number():
    browser = client(officer())

    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get("/officer/objections/").status_code == 200
        return len(found)

    objection_to(refused())
    questions()
    before = questions()
    for n in (31, 32, 33):
        objection_to(refused(n), n)
    assert questions() == before
