"""Pages on which executors' staff declare conflicts of interest, and what they do not reach after that."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.domains.people import NOW, person
from tests.domains.reviews import CONSULT, TOPS, accepted, scored_stage, staff

from dure.domains.accounts.models import User
from dure.domains.applications.models import StaffConflict, StaffDeclaration
from dure.domains.merchants.models import MerchantMember
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import ScoreSheet
from dure.domains.review.services.open_first_stage import open_first_stage

DECLARE = f"/executor/{TOPS}/conflicts/"
SCORES = f"/executor/{TOPS}/scores/{CONSULT}/"
APPLICANTS = f"/executor/{TOPS}/applicants/"


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def client(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(response) -> str:
    return response.content.decode()


def test_scores_and_the_workbook_lead_to_the_declaration_first_and_open_after_it():
    one, other = scored_stage(2)
    me = client(staff(declared=False))
    for address in (f"{SCORES}{one.pk}/", f"{SCORES}workbook/", f"{SCORES}uploads/"):
        answer = me.get(address)
        assert (answer.status_code, answer["Location"]) == (302, DECLARE), address
    shown = text(me.get(DECLARE))
    assert one.name in shown
    assert other.application_no in shown
    assert one.merchant.business_no not in shown

    unsigned = me.post(DECLARE, {f"case.{one.pk}": "none", f"case.{other.pk}": "family"})
    assert unsigned.status_code == 422
    assert not StaffDeclaration.objects.exists()
    assert '<option value="family" selected' in text(unsigned)

    given = {f"case.{one.pk}": "none", f"case.{other.pk}": "family", "signed": "on"}
    assert me.post(DECLARE, given).status_code == 302
    assert me.get(f"{SCORES}{one.pk}/").status_code == 200
    for address in (f"{SCORES}{other.pk}/", f"{APPLICANTS}{other.pk}/", f"{APPLICANTS}{other.pk}/conflict/"):
        assert me.get(address).status_code == 404, address
    assert other.application_no not in text(me.get(APPLICANTS))
    assert "Nothing is left to declare" in text(me.get(DECLARE))


def test_whoever_acts_for_a_shop_reaches_it_by_no_page_of_the_executor():
    one, other = scored_stage(2)
    who = staff()
    MerchantMember.objects.create(merchant=one.merchant, user_id=who.user_id, proved_by="first", since=NOW)
    me = client(who)
    document = reverse("executor_document", args=[TOPS, one.pk, 1])
    for address in (f"{SCORES}{one.pk}/", f"{APPLICANTS}{one.pk}/"):
        assert me.get(address).status_code == 404, address
    for address in (f"{SCORES}{one.pk}/", f"{APPLICANTS}{one.pk}/contacts/", document):
        assert me.post(address, {"product": "100", "reason": "x"}).status_code == 404, address
    assert not ScoreSheet.objects.exists()
    listed = text(me.get(APPLICANTS))
    assert other.application_no in listed
    assert one.application_no not in listed
    exported = me.post(f"{APPLICANTS}export/", {"reason": "명단 확인", "kind": "csv"})
    body = b"".join(exported.streaming_content) if exported.streaming else exported.content
    assert other.application_no in body.decode("utf-8-sig")
    assert one.application_no not in body.decode("utf-8-sig")


def test_a_conflict_that_turns_out_is_declared_on_the_page_of_the_applicant():
    one, _other = scored_stage(2)
    who = staff()
    me = client(who)
    address = f"{APPLICANTS}{one.pk}/conflict/"
    assert me.get(address).status_code == 200
    assert me.post(address, {"conflict-relation": ""}).status_code == 422
    assert not StaffConflict.objects.exists()
    assert me.post(address, {"conflict-relation": "business"})["Location"] == APPLICANTS
    assert StaffConflict.objects.values_list("user_id", "application_id").get() == (who.user_id, one.pk)
    assert me.get(f"{APPLICANTS}{one.pk}/").status_code == 404


def test_the_page_asks_as_often_whatever_it_shows(django_assert_max_num_queries):
    scored_stage(2)
    me = client(staff(declared=False))
    me.get(DECLARE)
    with django_assert_max_num_queries(40) as few:
        me.get(DECLARE)
    accepted(ProgrammeVersion.objects.get(), 6)
    open_first_stage(actor=person(), now=NOW, programme=TOPS)
    with django_assert_max_num_queries(len(few.captured_queries)):
        me.get(DECLARE)
