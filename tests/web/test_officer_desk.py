"""The officer's desk and what it leads to: what executors, firms and holders of places put there."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.domains.agreeing import LATER, agreement, both_signed, called, firm, terms
from tests.domains.documenting import ASKED, asked, hand_in, put
from tests.domains.people import person
from tests.domains.selecting import PROMOTE, SMALL, officer
from tests.domains.test_agreement_objections import checked, filed

from dure.domains.accounts.models import User
from dure.domains.agreements.queries_waiting import OfAgreement, Waiting, open_in, waiting
from dure.domains.agreements.services.answer_midterm import answer_midterm
from dure.domains.agreements.services.propose_amendment import propose_amendment
from dure.domains.applications.models import ApplicationDocument
from dure.domains.selection.queries_stage_documents import waiting_documents
from dure.domains.selection.stages import stage_case
from dure.engine.programme.models.programme import Programme

pytestmark = pytest.mark.django_db


def browser(who, monkeypatch, now) -> Client:
    monkeypatch.setenv("DURE_NOW", now.isoformat())
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def others(client: Client, programme: str) -> list[tuple[str, int, str]]:
    """Return what the desk has of a programme beside its applications: label, count and address."""
    shown = client.get("/officer/").context["programmes"]
    of = next(one for one in shown if one["id"] == programme)
    return [(task["label"], task["count"], task["url"]) for task in of["others"]]


def test_amendments_answers_and_objections_of_executors_stand_on_the_desk_and_in_the_list(
    monkeypatch, django_assert_num_queries
):
    called()
    pk, other = both_signed()
    programme = agreement(pk).programme
    assert waiting(person()) == {}
    check = checked(pk)
    propose_amendment(actor=firm(1), now=LATER, agreement_id=pk, terms=terms(19), reason="인력 감소")
    objection = filed(pk, ("midterm", check))
    answer_midterm(actor=firm(1), now=LATER, check_id=check, answer="보완하였습니다.")
    who = person()
    with django_assert_num_queries(3):
        (of,) = waiting(who).values()
    assert (of.amendments, of.answers, of.objections) == (1, 1, 1)
    assert of.next_due is not None
    assert waiting(firm(1)) == {}
    due = date(2025, 6, 30)
    assert open_in(person(), [pk, other]) == {pk: OfAgreement("proposed", due)}
    client = browser(person(), monkeypatch, LATER)
    listed = f"/officer/executors/{programme}/agreements/"
    assert others(client, programme) == [
        ("답변할 협약 변경안", 1, listed),
        ("수행기관이 답변한 중간점검", 1, listed),
        ("답변할 기업의 이의신청", 1, "/officer/firm-objections/"),
    ]
    page = client.get(listed)
    assert {row["row"].pk: (row["amendment"] is not None, row["due"]) for row in page.context["rows"]} == {
        pk: (True, due),
        other: (False, None),
    }
    of_agreement = client.get(f"/agreements/{pk}/")
    assert [one["url"] for one in of_agreement.context["objections"]] == [
        f"/officer/firm-objections/{objection}/"
    ]
    assert (
        f'href="/agreements/{pk}/"' in client.get(f"/officer/firm-objections/{objection}/").content.decode()
    )
    own = browser(firm(1), monkeypatch, LATER).get(f"/agreements/{pk}/").context["objections"]
    assert [one["url"] for one in own] == [f"/proposals/{agreement(pk).proposal_id}/objections/"]


def test_nothing_waits_by_default():
    assert Waiting() == Waiting(0, 0, 0, None)


def test_documents_of_a_stage_wait_on_the_desk_until_they_are_checked(monkeypatch):
    asked()
    put(1, "plan")
    put(1, "clearance", issued_on="2025-05-20")
    hand_in(1)
    put(2, "plan", name="b.pdf")
    hand_in(2)
    client = browser(officer(), monkeypatch, ASKED)
    here = f"/officer/stage-documents/{SMALL}/{PROMOTE}/?state=waiting"
    assert others(client, SMALL)[-1] == ("확인할 단계별 서류", 3, here)
    assert len(client.get(here).context["rows"]) == 2
    ApplicationDocument.objects.filter(document="plan").update(state="accepted")
    assert others(client, SMALL)[-1] == ("확인할 단계별 서류", 1, here)
    programme: Programme = stage_case(SMALL, PROMOTE).programme
    assert waiting_documents(officer(), [programme]) == {(SMALL, PROMOTE): 1}
    assert waiting_documents(officer(), []) == {}
    ApplicationDocument.objects.update(state="refused")
    assert waiting_documents(officer(), [programme]) == {}
