"""Pages of matching: what each side reads and does, what stays hidden, and what is kept on an error."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.consulting import consulted
from tests.domains.matching import PROFILE, matched, planned, proposed, provider, seller, seller_case
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.matching.models import Match, MatchRound, PairRule, Provider, Wish
from dure.domains.matching.outdated import outdated
from dure.domains.matching.services.change_provider import change_provider
from dure.domains.matching.services.rest_provider import rest_provider
from dure.domains.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = "/officer/matching/tops-2025/seller/"


@pytest.fixture(autouse=True)
def _the_day_of_the_proposal(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(answer) -> str:
    return answer.content.decode()


def test_somebody_registers_is_approved_and_stands_in_the_public_list_without_a_contact():
    who = signed_up("new@test.example")
    told = {
        "kind": "creator", "name_ko": "봄볕(가상)", "introduction": "영상을 만듭니다", "skills": ["video"],
        "industries": ["G"], "region": "51110", "reach": "province", "capacity": "3", "listed": "on",
        "agrees": "on",
    }  # fmt: skip
    wrong = browser(who).post("/provider/register/", {**told, "capacity": "0"})
    assert (wrong.status_code, "영상을 만듭니다" in text(wrong), Provider.objects.count()) == (422, True, 0)
    assert browser(who).post("/provider/register/", told).status_code == 302
    made = Provider.objects.get()
    assert (made.state, made.industries, made.price_won) == ("applied", ["45", "46", "47"], None)
    assert "봄볕(가상)" not in text(Client().get("/providers/"))
    page = f"/officer/providers/{made.pk}/"
    officer = browser(person())
    assert officer.post(page, {"go": "refuse", "reason": ""}).status_code == 422
    assert officer.post(page, {"go": "approve"}).status_code == 302
    public = text(Client().get("/providers/?kind=creator&skill=video&region=51"))
    assert "봄볕(가상)" in public
    assert "new@test.example" not in public


def test_a_merchant_tells_what_it_seeks_and_reads_who_is_suggested_and_why():
    owner, rows = seller_case(1)
    provider()
    page = f"/my/applications/{rows[0].pk}/matching/seller/"
    shown = text(browser(owner).get(page))
    assert "Haesol" in shown
    assert "Nothing in particular is sought" in shown
    assert browser(owner).post(page, {"skills": ["detail_page"], "budget_won": "x"}).status_code == 422
    assert browser(owner).post(page, {"skills": ["detail_page"], "text": "사진"}).status_code == 302
    assert Wish.objects.get().skills == ["detail_page"]
    assert "1 of 1 sought: Product pages" in text(browser(owner).get(page))
    assert page in text(browser(owner).get(f"/my/applications/{rows[0].pk}/"))


def test_an_officer_plans_reads_reasons_proposes_and_exports():
    _owner, rows = seller_case(2)
    far = provider("far@test.example", region="26110", reach="district")
    officer = browser(person())
    assert officer.post(OFFICER + "plan/", {"nonce": "1"}).status_code == 302
    page = text(officer.get(OFFICER + "rounds/1/"))
    assert "No provider comes to this region" in page
    lonely = text(officer.get(OFFICER + "rounds/1/unmatched/"))
    assert "두레상회 1" in lonely
    assert "No provider comes to this region" in lonely
    rule = {"kind": "fixed", "number": rows[0].application_no, "provider": str(far.pk), "reason": ""}
    assert officer.post(OFFICER + "rules/", rule).status_code == 422
    assert officer.post(OFFICER + "rules/", {**rule, "reason": "요청"}).status_code == 302
    assert officer.post(OFFICER + "plan/", {"nonce": "2"}).status_code == 302
    assert "Propose this pair" in text(officer.get(OFFICER + "rounds/2/"))
    assert officer.post(OFFICER + "rounds/2/", {"go": "propose"}).status_code == 302
    assert Match.objects.get(state="proposed").application_id == rows[0].pk
    assert officer.post(f"{OFFICER}rules/{PairRule.objects.get().pk}/lift/").status_code == 302
    assert PairRule.objects.get().lifted_at is not None
    assert officer.post(OFFICER + "export/", {"kind": "csv", "reason": ""}).status_code == 422
    file = officer.post(OFFICER + "export/?round=2", {"kind": "csv", "reason": "보고"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [len(lines), lines[1].split(",")[0]] == [2, rows[0].application_no]
    assert MatchRound.objects.get(number=1).state == "dropped"


def test_names_and_contacts_are_seen_only_once_both_have_accepted_and_looks_are_noted():
    owner, other, one = matched()
    page = f"/matches/{one.pk}/"
    before = text(browser(other).get(page))
    assert "두레상회" not in before
    assert "상세페이지 사진이 필요합니다" in before
    assert "seller@test.example" not in text(browser(owner).get(page))
    assert page in text(browser(owner).get("/my/"))
    assert browser(other).post(page, {"go": "no", "reason": ""}).status_code == 422
    for who in (owner, other):
        assert browser(who).post(page, {"go": "yes"}).status_code == 302
    assert "두레상회 1" in text(browser(other).get(page))
    assert "seller@test.example" in text(browser(owner).get(page))
    assert AccessRecord.objects.filter(kind="reveal", what="contacts of a match").count() == 2
    assert browser(other).post(page, {"go": "end", "reason": "폐업"}).status_code == 302
    assert Match.objects.get().state == "ended"
    assert "seller@test.example" not in text(browser(owner).get(page))


def test_suggested_merchants_bear_no_name_and_are_put_in_order():
    _owner, rows = seller_case(2)
    one = provider("tutor@test.example", kind="tutor")
    who = browser(seller("tutor@test.example"))
    page = f"/provider/{one.pk}/merchants/tops-2025/tutor/"
    shown = text(who.get(page))
    assert "두레상회" not in shown
    first, second = (row.pk for row in rows)
    twice = who.post(page, {f"place_{first}": "1", f"place_{second}": "1"})
    assert (twice.status_code, one.orders.count()) == (422, 0)
    assert who.post(page, {f"place_{second}": "1"}).status_code == 302
    assert one.orders.get().ranked == [second]
    assert who.post(f"/provider/{one.pk}/", {"go": "rest"}).status_code == 302
    assert Provider.objects.get().state == "resting"


def test_each_list_of_matches_of_a_provider_is_paged_by_itself(monkeypatch):
    monkeypatch.setattr("dure.web.matching.provider.PER_PAGE", 1)
    seller_case(2)
    first = provider("seller@test.example", capacity=2)
    second = provider("seller@test.example", kind="tutor", capacity=2)
    for pairing in ("seller", "tutor"):
        assert len(proposed(pairing)) == 2
    who = browser(seller())
    marks = [f"after-seller-{first.pk}", f"after-tutor-{second.pk}"]
    links = dict(re.findall(r'href="/provider/\?(after-[a-z]+-\d+)=([^"&]+)"', text(who.get("/provider/"))))
    assert sorted(links) == sorted(marks)
    shown = text(who.get(f"/provider/?{marks[0]}={links[marks[0]]}"))
    by_kind = {
        kind: sorted(Match.objects.filter(pairing=kind).values_list("pk", flat=True))
        for kind in ("seller", "tutor")
    }
    assert f"/matches/{by_kind['seller'][0]}/" in shown  # the next page of the one list
    assert f"/matches/{by_kind['seller'][1]}/" not in shown
    assert f"/matches/{by_kind['tutor'][1]}/" in shown  # the first page of the other
    assert f"/matches/{by_kind['tutor'][0]}/" not in shown


def test_an_order_that_was_changed_elsewhere_or_lost_a_candidate_is_told_and_kept_when_sent_again():
    _owner, rows = seller_case(2)
    one = provider("tutor@test.example", kind="tutor")
    who = browser(seller("tutor@test.example"))
    page = f"/provider/{one.pk}/merchants/tops-2025/tutor/"
    first, second = (row.pk for row in rows)
    assert 'name="before" value=""' in text(who.get(page)) or 'name="before"' in text(who.get(page))
    sent = {"before": "", f"place_{second}": "1", f"place_{first}": "2"}
    assert who.post(page, sent).status_code == 302
    late = who.post(page, {"before": "", f"place_{first}": "1"})
    assert (late.status_code, f'value="{second},{first}"' in text(late)) == (422, True)
    assert one.orders.get().ranked == [second, first]
    assert who.post(page, {"before": f"{second},{first}", f"place_{first}": "1"}).status_code == 302
    assert one.orders.get().ranked == [first]
    Application.objects.filter(pk=second).update(state="withdrawn")
    left = who.post(page, {"before": str(first), f"place_{second}": "1", f"place_{first}": "2"})
    assert (left.status_code, "has left the list" in text(left)) == (422, True)
    assert one.orders.get().ranked == [first]


def test_a_consultant_begins_the_diagnosis_on_the_page_of_the_match_and_finds_it_in_the_list():
    _owner, who, (one,), match = consulted()
    consultant = browser(who)
    page = f"/matches/{match.pk}/"
    shown = text(consultant.get(page))
    assert ("Begin the diagnosis" in shown, 'name="diagnosis" value="online"' in shown) == (True, True)
    begun = consultant.post(page, {"go": "diagnose", "diagnosis": "online"})
    sheet = DiagnosisSheet.objects.get(application=one, filled_by="expert")
    assert (begun.status_code, begun.headers["location"]) == (302, f"/diagnosis/{sheet.pk}/")
    assert consultant.get(f"/diagnosis/{sheet.pk}/").status_code == 200
    assert f"/diagnosis/{sheet.pk}/" in text(consultant.get("/diagnosis/"))
    assert f"/diagnosis/{sheet.pk}/" in text(consultant.get(page))
    looked = AccessRecord.objects.filter(subject="application", subject_id=str(one.pk), actor_id=who.user_id)
    assert "diagnosis by an expert" in set(looked.values_list("what", flat=True))


def test_others_find_no_diagnosis_on_the_page_of_a_match_and_cannot_begin_one():
    owner, who, _rows, match = consulted()
    page = f"/matches/{match.pk}/"
    for other in (owner, person()):
        shown = browser(other).get(page)
        assert "Begin the diagnosis" not in text(shown)
        assert browser(other).post(page, {"go": "diagnose", "diagnosis": "online"}).status_code == 404
    assert browser(who).post(page, {"go": "diagnose", "diagnosis": "none"}).status_code == 422
    assert not DiagnosisSheet.objects.exists()


def test_an_officer_is_told_which_profiles_changed_since_the_round_and_plans_it_anew(monkeypatch):
    _owner, _rows = seller_case(1)
    one = provider()
    provider("other@test.example")
    planned()
    officer, page = browser(person()), f"{OFFICER}rounds/1/"
    assert "Profiles that changed since" not in text(officer.get(page))
    later = NOW + timedelta(hours=1)
    changed = replace(PROFILE, capacity=5, price_won=None, introduction="이제는 라이브도 합니다.")
    change_provider(actor=seller(), now=later, provider_id=one.pk, profile=changed)
    (found,) = outdated(MatchRound.objects.get())
    assert (found.before.capacity, found.now.capacity, found.is_gone) == (2, 5, False)
    shown = text(officer.get(page))
    said = ("1 provider has another profile", "이제는 라이브도 합니다.", "Merchants at a time", "Plan again")
    assert [words for words in said if words not in shown] == []
    assert "Knows the trades" not in shown
    monkeypatch.setenv("DURE_NOW", (later + timedelta(hours=1)).isoformat())
    assert officer.post(f"{OFFICER}plan/", {"nonce": "again"}).status_code == 302
    states = MatchRound.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["dropped", "planned"]
    assert "Profiles that changed since" not in text(officer.get(f"{OFFICER}rounds/2/"))
    rest_provider(actor=seller(), now=later + timedelta(hours=2), provider_id=one.pk, resting=True)
    assert [row.is_gone for row in outdated(MatchRound.objects.get(number=2))] == [True]
