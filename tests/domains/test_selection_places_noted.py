"""Acceptances told by telephone, letters to those without an account, reminders before a lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.domains.people import person
from tests.domains.selecting import (
    SMALL,
    TOLD,
    applicant,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.privacy.encryption import encrypt
from dure.domains.selection.models import Place, Selection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.note_acceptance import note_acceptance
from dure.domains.selection.services.remind_places import remind_places
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
SAID = "대표자가 사무실로 전화해 수락"


def noted(n: int, who: SignedActor | None = None, now=TOLD, **told_so) -> None:
    given = {"how": "telephone", "told_on": TOLD.date(), "reason": SAID} | told_so
    note_acceptance(actor=who or officer(), now=now, place_id=place_of(n).pk, **given)


def without_account(*numbers: int) -> None:
    """Have nobody act for some merchants: they stand with the address of the list."""
    for n in numbers:
        of = decisions(Selection.objects.get())[n].application.merchant_id
        MerchantMember.objects.filter(merchant_id=of).update(until=TOLD - timedelta(days=30))
        Merchant.objects.filter(pk=of).update(email=encrypt(f"list{n}@example.kr"))


def test_an_officer_notes_an_acceptance_with_how_and_when():
    first_stage()
    told()
    noted(1)
    place = place_of(1)
    assert (place.state, place.answered_at) == ("accepted", TOLD)
    event = Event.objects.get(act="place.note_acceptance", subject="place")
    assert (event.details["how"], event.details["told_on"], event.reason) == ("telephone", "2025-05-16", SAID)
    assert event.actor_id == officer().user_id
    noted(1)
    assert Event.objects.filter(act="place.note_acceptance", subject="place").count() == 1


def test_it_counts_by_the_day_on_which_it_was_told():
    first_stage()
    told()
    due = place_of(1).due_at
    assert due is not None
    noted(1, now=due + timedelta(hours=1), told_on=(due - timedelta(days=1)).date())
    assert place_of(1).state == "accepted"
    lapse_places(actor=SYSTEM, now=due + timedelta(hours=2))
    assert place_of(1).state == "accepted"
    assert place_of(4).state == "lapsed"


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"how": "rumour"}, ["place.how"]),
        ({"reason": " "}, ["place.reason"]),
        ({"told_on": (TOLD + timedelta(days=1)).date()}, ["place.told_later"]),
        ({"told_on": (TOLD - timedelta(days=1)).date()}, ["place.told_before"]),
        ({"how": "", "reason": ""}, ["place.how", "place.reason"]),
    ],
)
def test_what_is_incomplete_is_refused_and_the_place_stays_offered(given, codes):
    first_stage()
    told()
    with pytest.raises(Refused) as refused:
        noted(1, **given)
    assert [p.code for p in refused.value.problems] == codes
    assert place_of(1).state == "offered"


def test_after_the_period_nothing_told_later_is_noted():
    first_stage()
    told()
    due = place_of(1).due_at
    assert due is not None
    with pytest.raises(Refused) as refused:
        noted(1, now=due + timedelta(days=1), told_on=(due + timedelta(days=1)).date())
    assert [p.code for p in refused.value.problems] == ["place.late"]
    give_up_place(actor=applicant(4), now=TOLD, place_id=place_of(4).pk)
    with pytest.raises(Refused) as refused:
        noted(4)
    assert [p.code for p in refused.value.problems] == ["place.not_offered"]
    assert (place_of(1).state, place_of(4).state) == ("offered", "given_up")


def test_nobody_but_officers_notes_an_acceptance():
    first_stage()
    told()
    for who in (applicant(1), applicant(2), person("ministry"), person("reviewer")):
        with pytest.raises(NotAllowed):
            noted(1, who)
    assert place_of(1).state == "offered"


def test_who_has_no_account_reads_how_to_answer_and_registers_first():
    first_stage()
    from tests.domains.selecting import confirmed

    from dure.domains.selection.services.publish_selection import publish_selection

    selection = confirmed(now=TOLD)
    without_account(1, 24)
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    made = Notice.objects.filter(template="decision")
    letters = {one.parameters["application_no"][-6:]: one for one in made}
    winner, other, loser = letters["000001"], letters["000002"], letters["000024"]
    of = decisions(selection)[1].application_id
    assert (winner.user_id, winner.link) == (None, f"/my/merchants/new/?next=/my/applications/{of}/")
    assert "먼저 사업자등록번호로 업체를 등록" in worded("decision", "ko", winner.parameters).body
    assert "by telephone or in writing" in worded("decision", "en", winner.parameters).body
    assert "by telephone" not in worded("decision", "en", loser.parameters).body
    assert "first register your business" in worded("decision", "en", loser.parameters).body
    assert "answering" not in other.parameters
    assert "업체를 등록" not in worded("decision", "ko", other.parameters).body


def test_whoever_has_not_answered_is_reminded_once_before_the_place_lapses():
    first_stage()
    told()
    without_account(4)
    due = place_of(1).due_at
    assert due is not None
    assert remind_places(actor=SYSTEM, now=due - timedelta(days=3)) == 0
    noted(7)
    waiting = Place.objects.filter(state="offered").count()
    assert remind_places(actor=SYSTEM, now=due - timedelta(days=1)) == waiting
    assert remind_places(actor=SYSTEM, now=due - timedelta(hours=2)) == 0
    reminders = {
        one.parameters["application_no"][-6:]: one for one in Notice.objects.filter(template="place_reminder")
    }
    assert len(reminders) == waiting == sum(map(len, holders().values())) - 1
    assert "000007" not in reminders
    assert reminders["000004"].link.startswith("/my/merchants/new/?next=/my/applications/")
    assert (
        "To be answered by: 23 May 2025"
        in worded("place_reminder", "en", reminders["000001"].parameters).body
    )
    with pytest.raises(NotAllowed):
        remind_places(actor=officer(), now=due - timedelta(days=1))


def staff_of(code: str) -> SignedActor:
    return person("executor_staff", email=f"staff@{code}.example", kind="executor", code=code)


def test_an_executor_notes_it_for_those_it_selected_who_have_no_account():
    first_stage()
    told()
    one = next(n for n in holders()["acorn"])
    other = next(n for n in holders()["otter"])
    without_account(one, other)
    with pytest.raises(NotAllowed):
        noted(one, who=staff_of("otter"))
    with pytest.raises(NotAllowed):
        noted(other, who=staff_of("acorn"))
    assert {place_of(n).state for n in (one, other)} == {"offered"}
    noted(one, who=staff_of("acorn"))
    noted(one, who=staff_of("acorn"))
    assert place_of(one).state == "accepted"
    (event,) = Event.objects.filter(act="place.note_acceptance", subject="place")
    assert (event.role, event.details["how"], event.reason) == ("executor_staff", "telephone", SAID)


def test_an_executor_notes_nothing_for_who_answers_here():
    first_stage()
    told()
    one = holders()["acorn"][0]
    with pytest.raises(Refused) as refused:
        noted(one, who=staff_of("acorn"))
    assert [p.code for p in refused.value.problems] == ["place.has_account"]
    assert place_of(one).state == "offered"


def test_the_page_of_an_applicant_leads_an_executor_to_it():
    first_stage()
    told()
    one, answers = holders()["acorn"][:2]
    without_account(one)
    browser = Client()
    browser.force_login(User.objects.get(pk=staff_of("acorn").user_id))

    def page(n: int) -> str:
        return f"/executor/{SMALL}/applicants/{place_of(n).application_id}/"

    assert f"{page(one)}accept/" in browser.get(page(one)).content.decode()
    assert "accept/" not in browser.get(page(answers)).content.decode()
    assert 'name="how"' not in browser.get(f"{page(answers)}accept/").content.decode()
    wrong = browser.post(f"{page(one)}accept/", {"how": "telephone", "told_on": "2025-05-16", "reason": ""})
    assert wrong.status_code == 422
    given = {"how": "telephone", "told_on": TOLD.date().isoformat(), "reason": SAID}
    assert browser.post(f"{page(one)}accept/", given).status_code in (302, 422)
    other = holders()["otter"][0]
    assert browser.get(f"{page(other)}accept/").status_code == 404
