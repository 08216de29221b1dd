"""The applicant's pages of a decision; the inputs of a preview; calls and results that name each other."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    applicant,
    confirmed,
    decisions,
    first_stage,
    officer,
    place_of,
    told,
)
from tests.domains.test_selection_breakdown import with_rubric
from tests.domains.test_selection_stages import SUMMER
from tests.domains.test_selection_too_late import granted, second_stage

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.privacy.models import AccessRecord
from dure.domains.selection.models import ScoreCorrection, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.stages import case_of

PREVIEW_INPUTS = f"/officer/selection/{SMALL}/{CONSULT}/preview/inputs/"


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    """Return a way to set what counts as now."""

    def set_now(instant: datetime) -> None:
        monkeypatch.setenv("DURE_NOW", instant.isoformat())

    set_now(TOLD)
    return set_now


def signed_in(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def text_of(who: SignedActor, address: str) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def decision_of(selection: Selection, n: int) -> str:
    return f"/my/decisions/{decisions(selection)[n].pk}/"


@pytest.mark.parametrize("tail", ["", "print/"])
def test_a_decision_tells_marks_cutoffs_rules_and_the_way_to_object(tail):
    selection = with_rubric()
    text = text_of(applicant(24), decision_of(selection, 24) + tail)
    assert "상품성" in text
    assert "60%" in text
    assert "67.000" in text, "the mark of the criterion"
    assert ", 일반</th>" in text
    assert "비공개" in text
    assert "미리 해시를 공개한 추첨값" in text
    assert case_of(selection).loaded.hash in text
    assert "2025. 3. 18.(화)" in text
    assert "14일 안에 답변" in text
    assert "10일까지 연장" in text
    assert "행정기본법 제36조" in text
    assert "@test.example" not in text.split("<main")[1].split("</main")[0], "nobody who scored is named"


def test_a_score_given_as_one_says_so():
    first_stage()
    assert "항목별 점수 없이 총점으로만 제출" in text_of(applicant(1), decision_of(told(), 1))


def test_the_pages_of_a_decision_are_the_applicants_alone():
    selection = with_rubric()
    for tail in ("", "print/"):
        assert signed_in(applicant(2)).get(decision_of(selection, 1) + tail).status_code == 404


def test_a_place_that_waits_stands_on_my_page_until_it_is_answered():
    first_stage()
    told()
    text = text_of(applicant(1), "/my/")
    assert "선정되었습니다: 참여 여부를 알려 주십시오" in text
    assert "2025. 5. 23.(금) 23:59" in text
    assert f"/my/places/{place_of(1).pk}/accept/" in text
    assert f"/my/places/{place_of(1).pk}/give-up/" in text
    accept_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    assert "참여 여부를 알려 주십시오" not in text_of(applicant(1), "/my/")


def test_a_place_whose_period_is_over_is_no_task_any_more(at):
    first_stage()
    told()
    at(place_of(1).due_at)
    assert "참여 여부를 알려 주십시오" not in text_of(applicant(1), "/my/")
    assert "참여 여부를 알려 주십시오" not in text_of(applicant(24), "/my/")


def test_giving_a_place_up_is_asked_first():
    first_stage()
    told()
    address = f"/my/places/{place_of(1).pk}/give-up/"
    assert "되돌릴 수 없습니다" in text_of(applicant(1), address)
    assert place_of(1).state == "offered"
    signed_in(applicant(1)).post(address)
    assert place_of(1).state == "given_up"


# --- the inputs of a preview ------------------------------------------------------------------------------


def test_the_inputs_of_a_preview_are_handed_out_with_a_reason_that_is_kept():
    first_stage()
    browser = signed_in(officer())
    assert browser.post(PREVIEW_INPUTS, {"kind": "traits", "reason": ""}).status_code == 422
    assert AccessRecord.objects.filter(kind="download").count() == 0
    answer = browser.post(PREVIEW_INPUTS, {"kind": "traits", "reason": "직접 확인"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{SMALL}-{CONSULT}-preview.csv"'
    assert answer.content.decode("utf-8-sig").startswith("application_no,choices,executor,score.acorn")
    looked = AccessRecord.objects.get(kind="download")
    assert (looked.reason, looked.subjects, looked.subject) == ("직접 확인", 24, "application")
    assert looked.what == f"inputs of a preview: {SMALL}/{CONSULT}, traits"


def test_the_preview_leads_to_its_inputs_and_tells_the_hash_of_its_decisions(at):
    first_stage()
    at(THEN)
    text = text_of(officer(), f"/officer/selection/{SMALL}/{CONSULT}/preview/")
    assert PREVIEW_INPUTS in text
    assert "SHA-256" in text


# --- calls and results --------------------------------------------------------------------------------------


def public(address: str) -> str:
    return Client().get(address).content.decode()


def test_a_call_and_its_results_lead_to_each_other_once_they_are_public():
    first_stage()
    confirmed()
    result = f"/results/{SMALL}/?stage={CONSULT}"
    assert result not in public(f"/calls/{SMALL}/")
    assert f"/results/{SMALL}/" not in public("/calls/")
    selection = Selection.objects.get()
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    assert result in public(f"/calls/{SMALL}/")
    for listed in ("/calls/", "/", "/search/?q=작은"):
        assert f'href="/results/{SMALL}/"' in public(listed), listed
    assert f'href="/calls/{SMALL}/"' in public(f"/results/{SMALL}/")


def test_a_result_that_is_announced_for_later_is_not_linked_before(at):
    first_stage()
    publish_selection(actor=officer(), now=THEN, selection_id=confirmed().pk)
    at(THEN)
    assert f"/results/{SMALL}/?stage={CONSULT}" not in public(f"/calls/{SMALL}/")


def test_the_programme_file_is_handed_out_as_it_was_published():
    selection = first_stage()[0].version
    answer = Client().get(f"/calls/{SMALL}/programme.yaml")
    assert answer.content == bytes(selection.raw)
    assert Client().get("/calls/nothing-2025/programme.yaml").status_code == 404


def test_a_score_put_right_tells_which_criterion_from_what_to_what_and_why():
    selection = with_rubric()
    pk = file_objection(
        actor=applicant(20), now=TOLD, decision_id=decisions(selection)[20].pk, grounds="항목 점수 누락"
    )
    third = officer("third")
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=third.user_id or 0)
    address = f"/officer/objections/{pk}/answer/"
    page = text_of(third, address)
    assert "바로잡은 점수: 상품성" in page
    assert "67.000" not in page.split("<form")[0], "marks of this applicant alone"
    sent = {
        "outcome": "granted", "effect": "corrected", "executor": "acorn", "basis": "평가지침 제12조",
        "answer": "상품성 점수를 바로잡습니다", "nonce": "x", "mark.product": "78.5",
    }  # fmt: skip
    answer = signed_in(third).post(address, sent)
    assert answer.status_code == 422
    assert "점수가 왜 틀렸는지 적어 주십시오" in answer.content.decode()
    assert 'value="78.5"' in answer.content.decode(), "what was typed is kept"
    other = signed_in(officer("second")).post(address, {**sent, "why.product": "가점 누락"})
    assert other.status_code == 403, "only the assigned officer answers"
    assert not ScoreCorrection.objects.exists()
    assert signed_in(third).post(address, {**sent, "why.product": "가점 누락"}).status_code == 302
    # 0.6 × 78.5 + 0.4 × 71.5
    for page in (
        text_of(applicant(20), decision_of(selection, 20)),
        text_of(applicant(20), decision_of(selection, 20) + "print/"),
        text_of(officer(), f"/officer/objections/{pk}/"),
    ):
        assert "71.200 → 75.700" in page
        assert '>71.000</td><td class="num">78.500</td><td>가점 누락</td>' in page
        assert "Corrected" not in page
    assert "평가지침 제12조" not in text_of(applicant(20), decision_of(selection, 20))


def test_the_page_of_a_decision_says_what_a_place_comes_too_late_for(at):
    objection = second_stage()
    confirmed(PROMOTE, SUMMER)
    granted(objection, effect="placed")
    at(SUMMER)
    selection = Selection.objects.get(stage=CONSULT)
    for page in (
        text_of(applicant(20), decision_of(selection, 20)),
        text_of(applicant(20), decision_of(selection, 20) + "print/"),
        text_of(officer(), f"/officer/objections/{objection}/"),
    ):
        assert "때가 지나 미치지 못하는 것" in page
        assert "다음 단계인 2단계 판촉의 선정은" in page
    assert "때가 지나" not in text_of(applicant(1), decision_of(selection, 1))
