"""Pages after a score was put right at every executor, and the page on which an acceptance is noted."""

from __future__ import annotations

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
from tests.domains.test_selection_corrected import objected, put_right
from tests.domains.test_selection_corrected_everywhere import by_points
from tests.web.test_decisions import decision_of, signed_in, text_of

from dure.domains.selection.models import Objection, Selection

pytestmark = pytest.mark.django_db
PLACES = f"/officer/selection/{SMALL}/{CONSULT}/places/"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())


def test_pages_say_that_somebody_stands_first_on_every_reserve_list():
    by_points()
    objection = put_right(20, 78_500)
    selection = Selection.objects.get()
    page = text_of(applicant(20), decision_of(selection, 20))
    for name in ("도토리마켓", "수달라이브", "솔방울쇼핑"):
        assert f"{name}: 지금은 1번째입니다." in page
    assert "도토리마켓, 수달라이브, 솔방울쇼핑: 71.000 → 78.500" in page
    assert page.count("71.000 → 78.500") == 1, "one score, put right once"
    mine = text_of(applicant(20), f"/my/objections/{objection.pk}/")
    assert "처리 결과" in mine
    assert "도토리마켓: 지금은 1번째입니다." in mine
    officers = text_of(officer(), f"/officer/objections/{objection.pk}/")
    assert "예비 명단에 있음: 도토리마켓 현재 1번, 수달라이브 현재 1번, 솔방울쇼핑 현재 1번" in officers


def test_pages_say_which_place_came_of_it():
    by_points()
    objection = put_right(20, 88_500)
    page = text_of(applicant(20), decision_of(Selection.objects.get(), 20))
    assert "도토리마켓 (이의신청 결과)" in page
    mine = text_of(applicant(20), f"/my/objections/{objection.pk}/")
    assert "처리 결과" in mine
    assert "도토리마켓" in mine


def test_the_answer_asks_for_no_executor_where_there_is_one_score():
    by_points()
    pk = objected(20)
    third = officer("third")
    address = f"/officer/objections/{pk}/answer/"
    assert "지망한 모든 수행기관의 점수를 바로잡습니다" in text_of(third, address)
    sent = {
        "outcome": "granted", "effect": "corrected", "score": "88.5", "basis": "합산 오류",
        "answer": "바로잡음", "nonce": "x", "executor": "",
    }  # fmt: skip
    assert signed_in(third).post(address, sent).status_code == 302
    assert Objection.objects.get(pk=pk).state == "granted"
    assert place_of(20).executor == "acorn"


def test_an_officer_notes_an_acceptance_and_what_was_typed_is_kept_on_an_error():
    first_stage()
    told()
    place = place_of(1)
    address = f"/officer/places/{place.pk}/accept/"
    assert f'href="{address}"' in text_of(officer(), PLACES + f"?executor={place.executor}")
    sent = {"how": "telephone", "told_on": "2025-05-17", "reason": "대표자가 전화로 수락"}
    wrong = signed_in(officer()).post(address, sent)
    assert wrong.status_code == 422
    assert "의사를 밝힌 날이 아직 오지 않은 날입니다" in wrong.content.decode()
    assert "대표자가 전화로 수락" in wrong.content.decode()
    assert place_of(1).state == "offered"
    done = signed_in(officer()).post(address, {**sent, "told_on": "2025-05-16"})
    assert done.status_code == 302
    assert place_of(1).state == "accepted"
    assert f'href="{address}"' not in text_of(officer(), PLACES + f"?executor={place.executor}")
    assert "지금은 제안된 자리가 아닙니다" in text_of(officer(), address)
    assert decisions(Selection.objects.get())[1].decision == "selected"
