"""Pages of executors listed late: the applicant's list, the officer's count and reminder."""

from __future__ import annotations

import pytest
from tests.domains.listing import ASKED, OVER, WITH_APPLICATION, listed, number, pooled
from tests.domains.selecting import PROMOTE, SMALL, applicant, officer, small_programme
from tests.web.test_ways import signed_in, text_of

from dure.domains.applications.models import Application
from dure.domains.notices.models import Notice

STAGE = f"/officer/selection/{SMALL}/{PROMOTE}/"


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    def set_now(instant) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(ASKED)
    return set_now


def mine(n: int) -> str:
    return f"/my/applications/{number(n)}/choices/{PROMOTE}/"


def shown(who, url: str) -> str:
    return signed_in(who).get(url).content.decode()


def test_my_page_and_the_application_lead_to_the_list():
    pooled()
    assert mine(1) in shown(applicant(1), "/my/")
    assert mine(1) in shown(applicant(1), f"/my/applications/{number(1)}/")
    page = text_of(applicant(1), mine(1))
    assert "도토리마켓" in page
    assert "2025. 6. 20." in page
    assert signed_in(applicant(2)).get(mine(1)).status_code == 404
    assert signed_in(applicant(12)).get(mine(12)).status_code == 404
    assert signed_in(applicant(1)).get(mine(1).replace(PROMOTE, "champion")).status_code == 404


def test_a_list_is_handed_in_shown_and_changed():
    pooled()
    who = signed_in(applicant(1))
    answer = who.post(mine(1), {"rank.otter": "1", "rank.acorn": "2"}, follow=True)
    assert Application.objects.get(pk=number(1)).choices == ["otter", "acorn"]
    text = answer.content.decode()
    assert text.index("<li>수달라이브</li>") < text.index("<li>도토리마켓</li>")
    assert mine(1) not in shown(applicant(1), "/my/")
    assert who.post(mine(1), {"rank.pinecone": "1"}).status_code == 302
    assert Application.objects.get(pk=number(1)).choices == ["pinecone"]


def test_what_was_chosen_is_kept_when_ranks_do_not_do():
    pooled()
    answer = signed_in(applicant(1)).post(
        mine(1), {"rank.otter": "1", "rank.acorn": "1", "rank.pinecone": "2"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#id_rank.otter"' in text
    assert '<option value="2" selected>' in text
    assert Application.objects.get(pk=number(1)).choices == []


def test_after_the_last_day_the_list_is_shown_and_closed(at):
    pooled()
    listed(1, "acorn")
    at(OVER)
    page = shown(applicant(1), mine(1))
    assert "도토리마켓" in page
    assert "rank.acorn" not in page
    refused = signed_in(applicant(2)).post(mine(2), {"rank.acorn": "1"})
    assert refused.status_code == 422
    assert Application.objects.get(pk=number(2)).choices == []


def test_officers_see_how_many_have_listed_and_remind_the_others():
    pooled()
    listed(1, "acorn")
    assert f"{STAGE}choices/" in shown(officer(), STAGE)
    page = shown(officer(), f"{STAGE}choices/")
    assert "2025. 6. 20." in page
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    before = Notice.objects.filter(template="stage_choices_asked").count()
    who = signed_in(officer())
    wrong = who.post(f"{STAGE}choices/", {"nonce": nonce, "expected": "4"})
    assert wrong.status_code == 422
    assert Notice.objects.filter(template="stage_choices_asked").count() == before
    for _ in range(2):
        assert who.post(f"{STAGE}choices/", {"nonce": nonce, "expected": "10"}).status_code == 302
    assert Notice.objects.filter(template="stage_choices_asked").count() == before + 10


def test_a_stage_whose_executors_stand_in_the_application_has_no_such_page():
    small_programme(WITH_APPLICATION)
    assert signed_in(officer()).get(f"{STAGE}choices/").status_code == 404
