"""An executor runs a round from its desk; others find nothing there; officers drop and do not propose."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.domains.matching import executors_case, provider, staff
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.matching.models import Match, MatchRound

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/executor/tops-2025/matching/"
ROUND = DESK + "seller/rounds/1/"


@pytest.fixture(autouse=True)
def _the_day_of_the_plan(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def browser(who) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text(answer) -> str:
    return answer.content.decode()


def states() -> tuple[str, list[str]]:
    return MatchRound.objects.get().state, sorted(Match.objects.values_list("state", flat=True))


def test_a_round_is_planned_proposed_and_closed_at_the_executors_desk():
    rows = executors_case(2, 1)
    provider(capacity=5)
    acorn = browser(staff("acorn"))
    assert DESK in text(acorn.get("/executor/"))
    assert "Pairing with sellers" in text(acorn.get(DESK))
    assert acorn.post(DESK + "seller/plan/", {"nonce": "1"}).headers["Location"] == ROUND
    page = text(acorn.get(ROUND))
    assert [row.application_no in page for row in rows] == [True, True, False]
    assert "/officer/" not in page
    assert acorn.post(ROUND, {"go": "propose"}).status_code == 302
    assert states() == ("proposed", ["proposed", "proposed"])
    refused = acorn.post(ROUND, {"go": "close", "reason": " "})
    assert (refused.status_code, states()) == (422, ("proposed", ["proposed", "proposed"]))
    assert acorn.post(ROUND, {"go": "close", "reason": "일정 변경"}).status_code == 302
    assert states() == ("closed", ["lapsed", "lapsed"])
    assert "일정 변경" in text(acorn.get(f"/matches/{Match.objects.earliest('pk').pk}/"))


def test_other_executors_find_no_round_and_officers_drop_it_but_do_not_propose():
    executors_case(1, 1)
    provider(capacity=5)
    browser(staff("acorn")).post(DESK + "seller/plan/", {"nonce": "1"})
    match = Match.objects.get().pk
    otter, officer = browser(staff("otter")), browser(person())
    for address in (ROUND, ROUND + "unmatched/", f"/matches/{match}/", DESK.replace("2025/", "2025@acorn/")):
        assert otter.get(address).status_code == 404
    assert otter.post(ROUND, {"go": "propose"}).status_code == 404
    assert otter.post(ROUND, {"go": "drop"}).status_code == 404
    own = text(otter.get(DESK + "seller/"))
    assert "No round was planned yet" in own
    rounds = "/officer/matching/tops-2025/seller/rounds/1/"
    assert "Run by" in text(officer.get(rounds))
    assert officer.post(rounds, {"go": "propose"}).status_code == 403
    assert states() == ("planned", ["planned"])
    assert officer.post("/officer/matching/tops-2025/seller/plan/", {"nonce": "2"}).status_code == 422
    assert officer.post(rounds, {"go": "drop"}).status_code == 302
    assert states() == ("dropped", ["dropped"])
