"""An executor objects to a check from the page of its agreement; an officer sees what it is against."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.agreeing import LATER, agreement, both_signed, called, firm
from tests.domains.people import person
from tests.domains.test_agreement_objections import amendment_refused, checked

from dure.domains.accounts.models import User
from dure.domains.agreements.models import FirmObjection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def test_the_page_of_the_agreement_leads_to_the_objection_and_what_was_typed_is_kept():
    called()
    pk, _other = both_signed()
    check, amendment = checked(pk), amendment_refused(pk)
    proposal = agreement(pk).proposal_id
    executor = browser(firm(1))
    page = executor.get(f"/agreements/{pk}/").content.decode()
    here = f"/proposals/{proposal}/objections/"
    assert f"{here}?about=midterm-{check}" in page
    assert f"{here}?about=amendment-{amendment}" in page
    assert "?about=" not in browser(person()).get(f"/agreements/{pk}/").content.decode()
    form = executor.get(f"{here}?about=midterm-{check}").content.decode()
    assert f'value="midterm-{check}"' in form
    refused = executor.post(here, {"nonce": "1", "about": f"midterm-{check}", "grounds": " "})
    assert (refused.status_code, FirmObjection.objects.count()) == (422, 0)
    sent = {"nonce": "1", "about": f"midterm-{check}", "grounds": "다른 기관의 자료입니다."}
    assert executor.post(here, sent).status_code == 302
    made = FirmObjection.objects.get()
    assert (made.against, made.subject_id) == ("midterm", check)
    assert f"?about=midterm-{check}" not in executor.get(f"/agreements/{pk}/").content.decode()
    officer = browser(person()).get(f"/officer/firm-objections/{made.pk}/").content.decode()
    assert "Mid-term check" in officer
