"""A score put right by a granted objection: a place, or the rank in reserve; the raw one is kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.domains.selecting import (
    TOLD,
    applicant,
    decisions,
    first_stage,
    holders,
    officer,
    place_of,
    told,
)
from tests.domains.test_selection_breakdown import with_rubric

from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.review.models import ScoreSheet
from dure.domains.selection.correcting_items import marks_now
from dure.domains.selection.models import Objection, Place, Reserve, ScoreCorrection, Selection
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.stages import case_of
from dure.domains.selection.vacancies import candidates
from dure.engine.problems import Refused
from dure.engine.review.correcting_items import RightMark

pytestmark = pytest.mark.django_db
WHY = "심사표 합산 오류를 확인함 (평가지침 제12조)"


def objected(n: int) -> int:
    pk = file_objection(
        actor=applicant(n), now=TOLD, decision_id=decisions(Selection.objects.get())[n].pk,
        grounds="점수가 잘못 합산되었습니다",
    )  # fmt: skip
    assign_objection(actor=officer(), now=TOLD, objection_id=pk, officer_id=officer("third").user_id or 0)
    return pk


def put_right(n: int, score: int | None, executor: str = "acorn", basis: str = WHY) -> Objection:
    pk = objected(n)
    answer_objection(
        actor=officer("third"), now=TOLD, objection_id=pk, granted=True, answer="합산 오류를 바로잡습니다",
        effect="corrected", executor=executor, score=score, basis=basis,
    )  # fmt: skip
    return Objection.objects.get(pk=pk)


def items_right(n: int, items: Mapping[str, tuple[int, str]], score: int | None = None) -> Objection:
    pk = objected(n)
    answer_objection(
        actor=officer("third"), now=TOLD, objection_id=pk, granted=True, answer="합산 오류를 바로잡습니다",
        effect="corrected", executor="acorn", score=score, basis=WHY,
        items=[RightMark(name, *right) for name, right in items.items()],
    )  # fmt: skip
    return Objection.objects.get(pk=pk)


def waiting(executor: str = "acorn") -> list[tuple[int, int]]:
    found = candidates(Selection.objects.get(), executor)
    return [(int(c.application_no[-6:]), c.rank) for c in found]


def test_whom_the_right_score_would_have_selected_gets_a_place_over_the_quota():
    first_stage()
    told()
    before = holders()
    assert before["acorn"] == [1, 4, 7, 10]
    found = put_right(20, 86_500)  # between 4 (87.000) and 5 (86.000)
    place = place_of(20)
    assert (place.executor, place.over_quota, place.given_by, place.state) == (
        "acorn", True, "objection", "offered",
    )  # fmt: skip
    assert (found.place_id, found.basis, found.effect) == (place.pk, WHY, "corrected")
    assert holders() == {**before, "acorn": [1, 4, 7, 10, 20]}
    kept = ScoreCorrection.objects.get()
    assert (kept.raw_score, kept.score, kept.executor, kept.reason) == (71_000, 86_500, "acorn", WHY)
    assert (kept.corrected_by_id, kept.corrected_at) == (officer("third").user_id, TOLD)
    assert decisions(Selection.objects.get())[20].score == 71_000
    sheet = ScoreSheet.objects.get(application=place.application, executor="acorn")
    assert sheet.total == 71_000
    (event,) = Event.objects.filter(subject="score_correction")
    assert (event.details["score"], event.details["raw_score"], event.details["rank"]) == (86_500, 71_000, 5)
    told_next = Notice.objects.get(template="objection_answered").parameters["next"]["en"]
    assert told_next == "Your score is put right, and by it you are given a place."


def test_who_would_not_have_been_selected_stands_where_the_right_score_puts_it():
    first_stage()
    told()
    assert waiting() == [(13, 13), (14, 14), (15, 15), (16, 16)]
    put_right(20, 76_500)  # between 14 (77.000) and 15 (76.000)
    assert waiting() == [(13, 13), (14, 14), (20, 15), (15, 16), (16, 17)]
    assert not Place.objects.filter(given_by="objection").exists()


def test_who_had_no_score_is_ranked_and_is_no_more_given_a_place_beside_the_order():
    made = first_stage()
    ScoreSheet.objects.filter(application=made[21]).delete()
    from tests.domains.selecting import CONSULT, SMALL

    from dure.domains.selection.services.confirm_selection import confirm_selection
    from dure.domains.selection.services.propose_selection import propose_selection
    from dure.domains.selection.services.publish_selection import publish_selection

    pk = propose_selection(
        actor=officer(), now=TOLD, programme=SMALL, stage=CONSULT, reason="나머지는 오지 않음",
        without_scores=True,
    )  # fmt: skip
    confirm_selection(actor=officer("second"), now=TOLD, selection_id=pk, reason="확인")
    publish_selection(actor=officer(), now=TOLD, selection_id=pk)
    assert decisions(Selection.objects.get())[22].reason == "no_score"
    put_right(22, 75_500)
    assert waiting() == [(13, 13), (14, 14), (15, 15), (22, 16), (16, 17)]
    assert ScoreCorrection.objects.get().raw_score is None


def test_a_later_vacancy_is_filled_by_the_right_scores():
    first_stage()
    told()
    put_right(20, 78_500)  # before 13 (78.000)
    assert waiting()[0] == (20, 13)
    # 20 is no more in the capital area than 4 and 16: the seat that is free is an open one.
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    assert place_of(20).given_by == "reserve"
    assert 20 in holders()["acorn"]


def test_who_stands_on_the_list_already_moves_within_it():
    first_stage()
    told()
    put_right(16, 77_500)
    assert waiting() == [(13, 13), (16, 14), (14, 15), (15, 16)]
    listed = Reserve.objects.filter(application=decisions(Selection.objects.get())[16].application)
    assert listed.filter(executor="acorn").count() == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"score": None}, "objection.no_score"),
        ({"score": 100_001}, "objection.no_score"),
        ({"score": 80_000, "basis": " "}, "objection.no_basis"),
        ({"score": 80_000, "executor": ""}, "objection.no_executor"),
    ],
)
def test_without_score_reason_or_executor_nothing_is_put_right(given, code):
    first_stage()
    told()
    with pytest.raises(Refused) as refused:
        put_right(20, **given)
    assert [p.code for p in refused.value.problems] == [code]
    assert not ScoreCorrection.objects.exists()
    assert Objection.objects.get().state == "assigned"


def test_who_holds_a_place_keeps_it_by_whatever_score():
    first_stage()
    told()
    before = holders()
    found = put_right(4, 40_000)  # 87.000 was far too much: by it nobody would have been selected
    assert holders() == before
    assert (found.state, found.effect, found.place_id) == ("granted", "corrected", None)
    kept = ScoreCorrection.objects.get()
    assert (kept.raw_score, kept.score, kept.held) == (87_000, 40_000, True)
    assert waiting() == [(13, 12), (14, 13), (15, 14), (16, 15)]
    told_next = Notice.objects.get(template="objection_answered").parameters["next"]["en"]
    assert told_next == "Your score is put right. The place that you hold stays yours as it is."
    # A place that becomes free goes to the next, and the holder is not pushed out by those before them now.
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    assert holders() == {**before, "acorn": [4, 7, 10, 13]}


def test_who_gave_a_place_up_gets_none_by_a_score_put_right():
    first_stage()
    told()
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    with pytest.raises(Refused) as refused:
        put_right(1, 99_000)
    assert [p.code for p in refused.value.problems] == ["objection.had_place"]
    assert not ScoreCorrection.objects.exists()


def test_marks_put_right_make_the_score_and_say_which_from_what_to_what_and_why():
    with_rubric()
    found = items_right(20, {"product": (78_000, "가점 누락")})
    # 71.000 and 71.500 at 60 and 40 %: 71.200; now 0.6 × 78 + 0.4 × 71.5 = 75.400
    kept = ScoreCorrection.objects.get()
    assert (kept.raw_score, kept.score) == (71_200, 75_400)
    assert kept.items == [{"item": "product", "before": 71_000, "after": 78_000, "reason": "가점 누락"}]
    (event,) = Event.objects.filter(subject="score_correction")
    assert event.details["items"] == {"product": [71_000, 78_000]}
    assert (found.effect, found.state) == ("corrected", "granted")
    decision = decisions(Selection.objects.get())[20]
    assert marks_now(decision, case_of(decision.selection), "acorn") == {"product": 78_000, "will": 71_500}
    assert marks_now(decision, case_of(decision.selection), "otter") == {"product": 71_000, "will": 71_500}


@pytest.mark.parametrize(
    ("items", "score", "codes"),
    [
        ({"product": (71_000, "같음")}, None, ["correction.same_item"]),
        ({"product": (72_000, " ")}, None, ["correction.item_reason"]),
        ({"product": (100_001, "이유")}, None, ["correction.item_range"]),
        ({"other": (72_000, "이유")}, None, ["correction.other_item"]),
        ({"product": (72_000, "이유")}, 99_000, ["correction.sum"]),
        ({"product": (71_000, ""), "x": (1, "")}, None,
         ["correction.same_item", "correction.item_reason", "correction.other_item"]),
    ],
)  # fmt: skip
def test_marks_that_are_wrong_themselves_put_nothing_right(items, score, codes):
    with_rubric()
    with pytest.raises(Refused) as refused:
        items_right(20, items, score)
    assert [p.code for p in refused.value.problems] == codes
    assert not ScoreCorrection.objects.exists()
    assert Objection.objects.get().state == "assigned"


def test_a_score_without_marks_is_put_right_by_all_of_them_or_as_one():
    with_rubric()
    ScoreSheet.objects.update(items={})
    with pytest.raises(Refused) as refused:
        items_right(20, {"product": (78_000, "이유")})
    assert [p.code for p in refused.value.problems] == ["correction.items_missing"]
    whole = {"product": (78_000, "다시 채점"), "will": (70_000, "다시 채점")}
    pk = Objection.objects.get().pk
    answer_objection(
        actor=officer("third"), now=TOLD, objection_id=pk, granted=True, answer="바로잡음",
        effect="corrected", executor="acorn", basis=WHY,
        items=[RightMark(name, *right) for name, right in whole.items()],
    )  # fmt: skip
    assert ScoreCorrection.objects.get().score == 74_800
