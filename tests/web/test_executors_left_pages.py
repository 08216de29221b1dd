"""Pages of an executor that leaves, of those who chose it, and how a call says that it chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.domains.agreeing import LATER, PARTNERS, agreement, both_signed, called, firm
from tests.domains.builders import published
from tests.domains.leaving import APPLYING, applied, running
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at(monkeypatch) -> Callable[[object], None]:
    return lambda now: monkeypatch.setenv("DURE_NOW", now.isoformat())


def browser(who: SignedActor) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_executor_asks_the_officer_ends_and_the_applicant_chooses_again(at):
    called()
    maple, _ = running()
    owner, one = applied(1, "maple", "birch")
    at(APPLYING)
    url = f"/agreements/{maple}/"
    staff, officer, merchant = browser(firm(1)), browser(person()), browser(owner)
    assert staff.post(f"{url}close/", {"reason": ""}).status_code == 422
    assert staff.post(f"{url}close/", {"reason": "We close down."}).status_code == 302
    assert agreement(maple).state == "in_force"
    assert "We close down." in text_of(officer, url)
    assert "Ask to leave" not in text_of(staff, url)
    assert "Day on which it ends" in text_of(officer, f"{url}close/")
    assert "Day on which it ends" not in text_of(staff, url)
    assert officer.post(f"{url}close/", {"reason": "as asked", "handover": "moved"}).status_code == 302
    assert agreement(maple).state == "left"
    # The call and the draft offer it no more, its desk is shut.
    call = text_of(Client(headers={"accept-language": "en"}), f"/calls/{PARTNERS}/")
    offered = call[call.index('id="executors"') :]
    assert "가상기업 2" in offered
    assert "가상기업 1" not in offered
    assert browser(firm(1)).get(f"/executor/{PARTNERS}/applicants/").status_code == 404
    # The applicant is told on the page of the application, and chooses again.
    page = f"/my/applications/{one.pk}/"
    assert "An executor that you chose has left" in text_of(merchant, page)
    form = text_of(merchant, f"{page}choose/")
    assert 'name="rank.birch"' in form
    assert 'name="rank.maple"' not in form
    assert merchant.post(f"{page}choose/", {}).status_code == 422
    assert merchant.post(f"{page}choose/", {"rank.birch": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.choices == ["birch"]
    assert "An executor that you chose has left" not in text_of(merchant, page)
    assert merchant.get(f"{page}choose/").status_code == 404
    # Afterwards an officer may set another day.
    assert officer.post(f"{url}choices/", {"reason": "late", "until_on": "2025-04-01"}).status_code == 422
    done = officer.post(f"{url}choices/", {"reason": "late", "until_on": "2025-06-20"}, follow=True)
    assert "The people of 0 applications have been told." in done.content.decode()


def test_rows_are_added_to_an_agreement_without_losing_what_was_typed(at):
    called()
    maple, _ = both_signed()
    at(LATER)
    officer = browser(person())
    typed = {"reason": "", "budget_won": "7", "kind_0_title": "a", "kind_1_title": "b", "kind_2_title": "c"}
    answer = officer.post(f"/agreements/{maple}/amend/", typed | {"more": "yes"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'name="kind_5_title"' in page
    assert 'value="b"' in page
    assert agreement(maple).number == 1


def test_a_firm_waits_for_an_agreement_until_one_is_proposed(at):
    called()
    both_signed()
    at(LATER)
    page = text_of(browser(person()), f"/officer/executors/{PARTNERS}/agreements/")
    assert "Firms that wait for an agreement" not in page


def test_a_call_says_of_every_stage_how_it_is_chosen(at):
    published()
    at(LATER)
    call = text_of(Client(headers={"accept-language": "en"}), "/calls/tops-2025/")
    for stage in ("consult", "promote", "champion"):
        assert f'id="chosen-{stage}"' in call, stage
    first = call[call.index('id="chosen-consult"') : call.index('id="chosen-promote"')]
    assert "40 % of the seats are set aside" in first
    assert "Up to 60 stand on the reserve list of each executor." in first
    last = call[call.index('id="chosen-champion"') :]
    assert "Up to 5 stand on the reserve list." in last
