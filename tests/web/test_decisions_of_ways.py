"""What the page of a decision says of a public vote, and of a place that is one's own no more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.domains.selecting import (
    CONSULT,
    SMALL,
    TOLD,
    applicant,
    decisions,
    first_stage,
    officer,
    place_of,
    told,
)
from tests.domains.test_selection_disqualify import GROUND, LATER, accept, taken
from tests.domains.voting import COUNTED, cast, counted, vote_made
from tests.web.test_decisions import decision_of, text_of

from dure.domains.accounts.actors import SYSTEM
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.lapse_places import lapse_places


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    """Return a way to set what counts as now."""

    def set_now(instant: datetime) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(TOLD)
    return set_now


def test_a_decision_by_vote_tells_votes_and_their_order_and_no_score_or_arrival(at):
    vote, made = vote_made(14)
    for n, one in enumerate(made):
        for voter in range(14 - n):
            cast(vote, f"{n}-{voter}", [one])
    counted(vote)
    late = COUNTED + timedelta(days=1)
    commit_seed(actor=officer(), now=late, programme=SMALL, stage=CONSULT)
    selection = told(now=late)
    at(late)
    assert {n for n, d in decisions(selection).items() if d.decision == "selected"} == set(range(1, 13))
    first = text_of(applicant(1), decision_of(selection, 1))
    assert "공개 투표의 득표 순위에 따라 선정되었습니다." in first
    assert "14표" in first
    assert f"/votes/{SMALL}/{CONSULT}/" in first
    loser = text_of(applicant(13), decision_of(selection, 13)).split("<main")[1].split("</main")[0]
    assert "득표 순위는 13위이며" in loser
    assert "2표" in loser
    assert "공개 투표에서 득표가 많은 순서로 선정합니다." in loser
    assert "접수 순번" not in loser
    assert "점수" not in loser
    merchant = decisions(selection)[13].application.merchant_id
    notice = Notice.objects.get(template="decision", merchant_id=merchant)
    letter = worded(notice.template, "ko", notice.parameters).body
    assert "득표 순위는 13위이며" in letter
    assert "접수 순번" not in letter


def test_a_place_that_is_gone_says_when_and_how_and_stands_above_as_it_is_now(at):
    first_stage()
    selection = told()
    accept(1)
    give_up_place(actor=applicant(2), now=TOLD, place_id=place_of(2).pk)
    lapse_places(actor=SYSTEM, now=LATER)
    taken(1)
    at(LATER)
    lost = text_of(applicant(1), decision_of(selection, 1))
    assert "자격이 취소되어 자리가 회수되었습니다." in lost
    assert GROUND in lost
    assert "선정 자리를 잃게 된 일이며" in lost
    assert 'bg-light-danger">자격 취소됨' in lost.split("<h1")[0]
    given_up = text_of(applicant(2), decision_of(selection, 2))
    assert "2025. 5. 16.(금) 10:00: 자리를 포기하였습니다." in given_up
    assert "잃게 된 일이며" not in given_up
    lapsed = text_of(applicant(3), decision_of(selection, 3))
    assert "기한까지 답변이 없어 자리가 회수되었습니다." in lapsed
    assert "선정 자리를 잃게 된 일이며" in lapsed
    assert place_of(3).object_until is not None
