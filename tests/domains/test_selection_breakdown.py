"""What an applicant reads of a decision: marks by criterion, cut-offs by kind of seat, the notice."""

from __future__ import annotations

import pytest
from tests.domains.reviews import accepted as accepted_to_tops
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    SMALL,
    THEN,
    accepted,
    decisions,
    first_stage,
    officer,
    scored,
    small_programme,
    told,
)

from dure.domains.applications.models import Application
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.review.itemised import Itemised, itemised
from dure.domains.review.models import Assignment, ScoreSheet
from dure.domains.review.rounds import stage_review
from dure.domains.selection.breakdown import Cutoff, scored_at
from dure.domains.selection.models import Decision, Selection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.stages import case_of
from dure.engine.review.combining import weighted_total

WEIGHTS = {"product": 6000, "will": 4000}
RUBRIC = f"""
rubrics:
  - id: sheet
    title: {{ko: 평가표, en: Score sheet}}
    items:
      - {{id: product, title: {{ko: 상품성, en: Product}}, weight_bp: {WEIGHTS["product"]}}}
      - {{id: will, title: {{ko: 의지, en: Commitment}}, weight_bp: {WEIGHTS["will"]}}}
reviews:
  - id: consult_review
    title: {{ko: 서면평가, en: Documents}}
    stage: consult
    rubric: sheet
    reviewers_each: 1
stages:"""


def with_rubric() -> Selection:
    """Return a published first stage whose executors marked two criteria; low numbers are the better."""
    version = small_programme(PROGRAMME.replace("\nstages:", RUBRIC, 1))
    made = accepted(version)
    marks = {n: {"product": 90_000 - 1000 * n, "will": 90_500 - 1000 * n} for n in range(24)}
    totals = {n: weighted_total(marks[n], WEIGHTS) for n in marks}
    for n, one in enumerate(made):
        turned = EXECUTORS[n % 3 :] + EXECUTORS[: n % 3]
        Application.objects.filter(pk=one.pk).update(choices=list(turned))
    scored(CONSULT, {(one, e): totals[n] for n, one in enumerate(made) for e in EXECUTORS})
    for n, one in enumerate(made):
        ScoreSheet.objects.filter(application=one).update(items=marks[n])
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    return told()


def explained(selection: Selection, n: int) -> list:
    decision = Decision.objects.select_related("application").get(pk=decisions(selection)[n].pk)
    return scored_at(decision, case_of(selection))


@pytest.mark.django_db
def test_marks_are_told_for_each_executor_in_the_order_of_the_choices():
    found = explained(with_rubric(), 2)
    assert [one.executor for one in found] == ["otter", "pinecone", "acorn"]
    assert {one.score for one in found} == {89_200}
    assert [(m.item.id, m.mark) for m in found[0].marks] == [("product", 89_000), ("will", 89_500)]


@pytest.mark.django_db
def test_cutoffs_are_told_by_kind_of_seat_and_not_where_fewer_than_three_have_one():
    selection = with_rubric()
    told_at = {one.executor: one.cutoffs for one in explained(selection, 24)}
    everybody = decisions(selection).values()
    for executor, cutoffs in told_at.items():
        held = [d for d in everybody if (d.decision, d.executor) == ("selected", executor)]
        seats = {d.seat for d in held}
        assert {c.seat for c in cutoffs} == seats
        assert cutoffs[0] == Cutoff("open", min(d.score for d in held if d.seat == "open"))
        assert all(c.lowest is None for c in cutoffs if c.seat != "open"), "one person each"


@pytest.mark.django_db
def test_a_score_given_as_one_has_no_marks():
    first_stage()
    found = explained(told(), 1)
    assert [(one.executor, one.score, one.marks) for one in found] == [(e, 90_000, ()) for e in EXECUTORS]


@pytest.mark.django_db
def test_marks_that_do_not_make_the_score_decided_on_are_not_shown():
    selection = with_rubric()
    decision = decisions(selection)[1]
    ScoreSheet.objects.filter(application_id=decision.application_id, executor=decision.executor).update(
        items={"product": 1000, "will": 1000}, total=1000
    )
    at = {one.executor: one for one in explained(selection, 1)}[decision.executor]
    assert (at.score, at.marks) == (decision.score, ())


@pytest.mark.django_db
def test_a_decision_is_explained_in_two_queries(django_assert_num_queries):
    selection = with_rubric()
    decision = Decision.objects.select_related("application").get(pk=decisions(selection)[3].pk)
    case = case_of(selection)
    with django_assert_num_queries(2):
        scored_at(decision, case)


@pytest.mark.django_db
def test_the_notice_tells_rank_marks_version_and_day():
    selection = with_rubric()
    notice = Notice.objects.get(template="decision", parameters__application_no="TOPS-2025-000002")
    text = worded("decision", "ko", notice.parameters).body
    assert "순위: " in text
    assert "평가 항목별 점수:\n- 상품성 89.000\n- 의지 89.500\n사유:" in text
    assert f"적용 기준: 사업 파일 {case_of(selection).loaded.hash[:16]}, 기준일 2025. 3. 18.(화)" in text
    assert "이의를 신청하실 수 있습니다" in text


@pytest.mark.django_db
def test_a_notice_of_a_score_given_as_one_has_no_list_of_marks():
    first_stage()
    told()
    notice = Notice.objects.filter(template="decision").first()
    assert "평가 항목별 점수" not in worded("decision", "ko", notice.parameters).body


# --- panels ------------------------------------------------------------------------------------------------


def reviewed(totals_of: dict[str, dict[str, int]]) -> Application:
    """Return a case of the champions' stage with the sheet of each reviewer, made without the services."""
    from tests.domains.builders import published, signed_up
    from tests.domains.people import NOW

    case = accepted_to_tops(published(), 1, ("acorn",))[0]
    for name, marks in totals_of.items():
        reviewer_id = signed_up(f"{name}@test.example").user_id
        Assignment.objects.create(
            programme=case.programme, round="champion_review", application=case, reviewer_id=reviewer_id,
            state="scored", assigned_at=NOW, declared_at=NOW,
        )  # fmt: skip
        if marks:
            ScoreSheet.objects.create(
                programme=case.programme, stage="champion", application=case, reviewer_id=reviewer_id,
                items=marks, total=weighted_total(marks, {"product": 4000, "growth": 4000, "will": 2000}),
                state="submitted", changed_at=NOW,
            )  # fmt: skip
    return case


R1 = {"product": 87_500, "growth": 90_333, "will": 70_001}
R2 = {"product": 95_000, "growth": 88_000, "will": 91_000}
R3 = {"product": 60_000, "growth": 72_500, "will": 80_000}


@pytest.mark.django_db
def test_of_a_panel_one_mark_is_made_as_the_stage_makes_one_score():
    case = reviewed({"r1": R1, "r2": R2, "r3": R3})
    review = stage_review("tops-2025", "champion")
    assert itemised(review, [case.pk]) == {
        (case.pk, ""): Itemised(81_844, {"product": 80_833, "growth": 83_611, "will": 80_334}, 3)
    }


@pytest.mark.django_db
def test_a_panel_that_is_not_done_has_no_score_to_explain():
    case = reviewed({"r1": R1, "r2": {}})
    assert itemised(stage_review("tops-2025", "champion"), [case.pk]) == {}
