"""Pages of a stage with two rounds: panels apart, letting through, filters, and what a reviewer reads."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.people import NOW, person
from tests.domains.reviews import GOOD, ROUND, TOPS
from tests.domains.test_review_rounds import LOW, TALK, assign, declared, scored, two_rounds

from dure.domains.accounts.models import User
from dure.domains.review.models import RoundResult

REVIEW = f"/officer/review/{TOPS}/"


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def browser(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(User.objects.get(pk=who.user_id))
    return client


def test_an_officer_lets_through_and_finds_who_passed():
    (good, low, waits), sitting = two_rounds()
    scored(ROUND, sitting, {good: GOOD, low: LOW})
    client = browser(person())
    panels = [one["url"] for stage in client.get(REVIEW).context["stages"] for one in stage["panels"]]
    assert panels == [f"{REVIEW}{ROUND}/panel/", f"{REVIEW}{TALK}/panel/"]
    page = client.get(panels[0])
    gate = page.context["gate"]
    assert (gate.passed, gate.stopped, gate.undecided) == (0, 0, 3)
    later = client.get(panels[1])
    assert (later.context["gate"], later.context["panel"].entrants) == (None, 0)
    assert len(later.context["waits_for"]) == 1
    answer = client.post(f"{panels[0]}through/", follow=True)
    assert "1건이 다음 회차로 가고 1건은 통과하지 못했습니다" in answer.content.decode()
    assert client.get(panels[1]).context["panel"].entrants == 1
    for which, case in (("passed", good), ("stopped", low)):
        rows = client.get(f"{panels[0]}cases/?which={which}").context["rows"]
        assert [row["number"] for row in rows] == [case.application_no]
    assert client.get(f"{panels[0]}cases/{low.pk}/").context["result"]["score"] == "55.999"
    assert client.get(f"{panels[0]}cases/{waits.pk}/").context["result"] is None
    assert client.post(f"{panels[1]}through/").status_code == 422
    assert browser(person("ministry")).post(f"{panels[0]}through/").status_code == 403
    assert RoundResult.objects.count() == 2


def test_a_reviewer_has_both_rounds_and_what_is_decided_cannot_be_changed():
    (good, *_), sitting = two_rounds(1)
    scored(ROUND, sitting, {good: GOOD})
    browser(person()).post(f"{REVIEW}{ROUND}/panel/through/")
    assign(TALK)
    declared(sitting[0], TALK)
    client = browser(sitting[0])
    rounds = [row["own"].round for row in client.get("/reviewer/").context["rows"]]
    assert rounds == sorted([ROUND, TALK])
    papers = client.get(f"/reviewer/{TOPS}/{ROUND}/{good.pk}/")
    assert (papers.context["decided"], papers.context["open"], papers.context["score"]) == (
        True, False, "85.133",
    )  # fmt: skip
    talk = client.get(f"/reviewer/{TOPS}/{TALK}/{good.pk}/")
    assert (talk.context["decided"], talk.context["open"], talk.context["score"]) == (False, True, "")
    assert client.post(f"/reviewer/{TOPS}/{TALK}/{good.pk}/", dict(LOW)).status_code == 302
    assert client.get(f"/reviewer/{TOPS}/{TALK}/{good.pk}/").context["score"] == "55.999"
    assert client.get(f"/reviewer/{TOPS}/{ROUND}/{good.pk}/").context["score"] == "85.133"
