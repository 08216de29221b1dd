"""Pages of a public vote: candidates, agency, receipt; officers' pages; and that no count leaks."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import urllib3
from django.test import Client
from tests.domains.reviews import staff
from tests.domains.selecting import CONSULT, SMALL, TOLD, accepted, officer, small_programme
from tests.domains.voting import (
    CLOSES,
    COUNTED,
    OPENS,
    PREPARED,
    TERMS,
    VOTING,
    cast,
    counted,
    vote_made,
    vote_programme,
)

from dure.adapters.identity.stub import DONE, WINDOW
from dure.domains.accounts.models import User
from dure.domains.selection.models import Selection
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.voting.models import Ballot, SetAside, Vote
from dure.domains.voting.services.cast_ballot import Trace
from dure.domains.voting.services.seal_vote import seal_vote

HERE = f"/votes/{SMALL}/{CONSULT}/"
THERE = f"/officer/votes/{SMALL}/{CONSULT}/"
BROWSER = urllib3.PoolManager()


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    def set_now(instant) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(VOTING)
    return set_now


def signed_in(who) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text_of(answer, status=200) -> str:
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def through_the_agency(answer, person="1", **form) -> str:
    """Go through the stub's window with the fields of a page; returns the address one comes back to."""
    page = answer.content.decode()
    action = re.search(rf'action="(http://127[^"]+{re.escape(WINDOW)})"', page)[1]
    named = ("m", "token_version_id", "enc_data", "integrity_value")
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in named}
    told = {name: value.replace("&#x3D;", "=") for name, value in fields.items()} | {"person": person} | form
    done = BROWSER.request(
        "POST", action.replace(WINDOW, DONE), fields=told, encode_multipart=False, redirect=False
    )
    assert done.status == 303
    back = urlsplit(done.headers["Location"])
    return f"{back.path}?{back.query}"


def choose(browser, made, *numbers):
    for n in numbers:
        browser.post(f"{HERE}choose/", {"number": made[n].application_no})


def verified(browser, made, *numbers, person="1"):
    choose(browser, made, *numbers)
    back = through_the_agency(browser.post(f"{HERE}ballot/", {"consent": "on"}), person)
    assert browser.get(back).headers["Location"] == f"{HERE}confirm/"


def test_somebody_without_an_account_votes_and_gets_a_receipt():
    _vote, made = vote_made()
    browser = Client()
    assert made[0].name in text_of(browser.get(HERE))
    assert "1번 가게입니다." in text_of(browser.get(f"{HERE}candidates/{made[0].application_no}/"))
    choose(browser, made, 0, 1)
    answer = browser.post(f"{HERE}ballot/", {"consent": "on"})
    origin = re.search(r"http://127\.0\.0\.1:\d+", answer.content.decode())[0]
    assert f"form-action 'self' {origin}" in answer.headers["Content-Security-Policy"]
    assert (
        "csrfmiddlewaretoken"
        not in re.search(rf'<form[^>]*action="{origin}.*?</form>', answer.content.decode(), re.S)[0]
    )
    back = through_the_agency(answer, "7")
    assert browser.get(back).headers["Location"] == f"{HERE}confirm/"
    # The agency's answer is good once.
    assert "본인확인이 되지 않았습니다" in text_of(browser.get(back), 422)


def test_a_ballot_is_cast_once_however_often_it_is_sent_and_can_be_replaced():
    _vote, made = vote_made()
    browser = Client()
    verified(browser, made, 0, 1, person="7")
    assert browser.post(f"{HERE}confirm/").headers["Location"] == f"{HERE}receipt/"
    assert browser.post(f"{HERE}confirm/").headers["Location"] == f"{HERE}receipt/"
    ballot = Ballot.objects.get()
    text = text_of(browser.get(f"{HERE}receipt/"))
    assert ballot.hash in text
    assert made[0].name in text
    other = Client()
    verified(other, made, 2, person="7")
    assert "이미 투표하셨습니다" in text_of(other.get(f"{HERE}confirm/"))
    other.post(f"{HERE}confirm/")
    assert (Ballot.objects.count(), Ballot.objects.get().changes) == (1, 1)
    assert Ballot.objects.get().hash != ballot.hash


def test_without_consent_choice_or_verification_nothing_is_cast():
    _vote, made = vote_made()
    browser = Client()
    assert browser.get(f"{HERE}confirm/").headers["Location"] == f"{HERE}ballot/"
    assert browser.get(f"{HERE}receipt/").headers["Location"] == f"{HERE}ballot/"
    text_of(browser.post(f"{HERE}ballot/", {"consent": "on"}), 422)
    choose(browser, made, 0)
    assert "동의가 필요합니다" in text_of(browser.post(f"{HERE}ballot/", {}), 422)
    choose(browser, made, 1, 2)
    assert "후보가 한 곳 많습니다" in text_of(browser.get(f"{HERE}ballot/"))
    text_of(browser.post(f"{HERE}ballot/", {"consent": "on"}), 422)
    browser.post(f"{HERE}choose/", {"number": made[0].application_no, "take_off": "1"})
    answer = browser.post(f"{HERE}ballot/", {"consent": "on"})
    failed = through_the_agency(answer, result="0001")
    text_of(browser.get(failed), 422)
    answer = browser.post(f"{HERE}ballot/", {"consent": "on"})
    assert "만 14세 미만" in text_of(browser.get(through_the_agency(answer, year="2015")), 422)
    assert browser.get(f"{HERE}confirm/").headers["Location"] == f"{HERE}ballot/"
    assert not Ballot.objects.exists()


def test_an_answer_of_the_agency_for_another_session_is_none():
    _vote, made = vote_made()
    one, other = Client(), Client()
    choose(one, made, 0)
    choose(other, made, 1)
    back = through_the_agency(one.post(f"{HERE}ballot/", {"consent": "on"}))
    other.post(f"{HERE}ballot/", {"consent": "on"})
    text_of(other.get(back), 422)
    assert other.get(f"{HERE}confirm/").headers["Location"] == f"{HERE}ballot/"


def test_a_verification_runs_out(at):
    _vote, made = vote_made()
    browser = Client()
    verified(browser, made, 0)
    at(VOTING + timedelta(minutes=31))
    assert browser.post(f"{HERE}confirm/").headers["Location"] == f"{HERE}ballot/"
    assert not Ballot.objects.exists()


def test_a_vote_of_some_regions_asks_where_one_lives():
    _vote, made = vote_made(text=vote_programme(TERMS + "      regions: ['11', '26110']\n"))
    browser = Client()
    choose(browser, made, 0)
    page = browser.get(f"{HERE}ballot/").content.decode()
    assert '<option value="26110">부산 중구</option>' in page
    text_of(browser.post(f"{HERE}ballot/", {"consent": "on", "region": "41"}), 422)
    answer = browser.post(f"{HERE}ballot/", {"consent": "on", "region": "26110"})
    browser.get(through_the_agency(answer))
    browser.post(f"{HERE}confirm/")
    assert Ballot.objects.get().region == "26110"


def test_what_is_chosen_is_sealed_in_the_session():
    vote, made = vote_made()
    browser = Client()
    choose(browser, made, 0)
    kept = browser.session[f"vote-{vote.pk}"]
    assert str(made[0].application_no) not in kept


STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"
PLACES = (
    *(HERE, f"{HERE}check/", f"{HERE}sealed.csv", f"{HERE}results/", f"{HERE}ballots.csv", "/votes/"),
    *(THERE, f"{THERE}ballots/?signal=address&of=1", STAGE, f"{STAGE}preview/", f"{STAGE}inputs/"),
    *("/officer/", "/results/"),
)


@pytest.mark.parametrize("sealed", [False, True])
def test_before_the_count_no_page_and_no_file_tells_any_count(at, sealed):
    """Seventeen ballots for one candidate, five for another: these numbers stand nowhere near their names."""
    vote, made = vote_made()
    for n in range(17):
        cast(vote, f"p{n}", made[:1], at=VOTING + timedelta(hours=n), trace=Trace(f"192.0.2.{n + 1}", "a"))
    for n in range(5):
        cast(vote, f"q{n}", made[1:2], at=VOTING + timedelta(hours=n), trace=Trace(f"192.0.2.{n + 1}", "a"))
    if sealed:
        at(COUNTED)
        seal_vote(actor=officer(), now=CLOSES, vote_id=vote.pk)
    own = Ballot.objects.order_by("pk").first()
    for browser in (Client(), signed_in(officer()), signed_in(staff())):
        for place in PLACES:
            answer = browser.get(place.replace("of=1", f"of={own.pk}"))
            if answer.status_code != 200:
                continue
            body = answer.content.decode("utf-8", "replace")
            told = re.search(r".{30}(?<![\w:.])17(?![\w:]).{30}", text_of(answer))
            assert told is None, (place, told)
            assert own.salt not in body
    assert set(Vote.objects.get().candidates.values_list("votes", flat=True)) == {None}
    assert Client().get(f"{HERE}results/").status_code == 404
    assert Client().get(f"{HERE}ballots.csv").status_code == 404
    assert Client().get(f"{HERE}sealed.csv").status_code == (200 if sealed else 404)


def test_an_officer_fixes_the_candidates_seals_sets_aside_and_counts(at):
    accepted(small_programme(vote_programme()), 4)
    at(PREPARED)
    one, other = signed_in(officer()), signed_in(officer("second"))
    assert "후보" in text_of(one.get(THERE))
    assert one.post(f"{THERE}open/").status_code == 302
    vote = Vote.objects.select_related("version").get()
    made = list(vote.candidates.order_by("number"))
    for n in range(6):
        cast(vote, f"farm{n}", [made[0].application])
    cast(vote, "kim", [made[1].application], at=OPENS + timedelta(days=1), trace=Trace("198.51.100.9"))
    at(CLOSES)
    assert one.post(f"{THERE}seal/").status_code == 302
    address = re.search(r'href="([^"]*ballots/\?signal=address[^"]*)"', one.get(THERE).content.decode())[1]
    address = address.replace("&amp;", "&")
    text_of(one.post(address, {"reason": ""}), 422)
    assert one.post(address, {"reason": "한 주소", "nonce": "n"}).status_code == 302
    proposal = SetAside.objects.get()
    assert "다른 담당자" in text_of(one.get(f"{THERE}set-asides/{proposal.pk}/"))
    text_of(one.post(f"{THERE}count/", {"reason": "마감"}), 422)
    assert (
        other.post(f"{THERE}set-asides/{proposal.pk}/", {"reason": "맞음", "answer": "confirm"}).status_code
        == 302
    )
    at(COUNTED)
    assert one.post(f"{THERE}count/", {"reason": "마감"}).status_code == 302
    result = re.search(r'id="result".*?</section>', one.get(THERE).content.decode(), re.DOTALL)[0]
    assert f'{made[1].name}</th><td class="num">1</td>' in result
    # Counted, and not public yet.
    assert Client().get(f"{HERE}results/").status_code == 404


def test_the_result_is_public_with_the_selection_and_everybody_can_check(at):
    vote, made = vote_made(14)
    receipt = cast(vote, "kim", made[:2])
    counted(vote)
    propose_selection(actor=officer(), now=COUNTED, programme=SMALL, stage=CONSULT, reason="개표대로")
    selection = Selection.objects.get()
    confirm_selection(actor=officer("second"), now=COUNTED, selection_id=selection.pk, reason="확인")
    at(TOLD)
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    browser = Client()
    assert f"{made[0].name} 1" in text_of(browser.get(f"{HERE}results/"))
    assert receipt.salt in browser.get(f"{HERE}ballots.csv").content.decode()
    assert receipt.ballot in browser.get(f"{HERE}sealed.csv").content.decode()
    assert "목록에 있습니다" in text_of(browser.get(f"{HERE}check/", {"ballot": receipt.ballot}))
    assert "목록에 없습니다" in text_of(browser.get(f"{HERE}check/", {"ballot": "0" * 64}))


def test_in_production_without_an_agency_nobody_votes(settings):
    settings.DURE_IDENTITY_STUB = False
    _vote, made = vote_made()
    browser = Client()
    choose(browser, made, 0)
    assert "본인확인 기관이 설정되어 있지 않아" in text_of(
        browser.post(f"{HERE}ballot/", {"consent": "on"}), 422
    )
