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
def test_whoever_was_refused_at_a_seat_that_few_hold_is_told_only_that_their_score_is_not_above():
    selection = with_rubric()
    found = decisions(selection)
    held = [d for d in found.values() if d.decision == "selected"]
    lowest = {(d.executor, d.seat): d.score for d in held if d.seat != "open"}
    told_of = 0
    for n, decision in found.items():
        for one in explained(selection, n):
            for cut in one.cutoffs:
                hidden = cut.lowest is None
                refused = decision.decision != "selected"
                expected = hidden and refused and one.score <= lowest[one.executor, cut.seat]
                assert cut.below == expected
                told_of += cut.below and cut.mine
    assert told_of
    lines = [
        line["en"]
        for notice in Notice.objects.filter(template="decision", parameters__decision="not_selected")
        for line in notice.parameters.get("cutoffs", [])[1:]
    ]
    assert lines
    assert {line.split(": ", 1)[1] for line in lines} == {
        "not told here, fewer than three hold such a seat; your score is not above theirs"
    }


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
    rows = Decision.objects.select_related("application", "selection__version")
    decision = rows.get(pk=decisions(selection)[3].pk)
    case = case_of(selection)
    scored_at(decision, case)  # the frozen inputs are read once a process
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


# --- mixes and set-asides ----------------------------------------------------------------------------------


def mixed_stage(sources: str, set_asides: bool = False) -> Selection:
    """Return a published first stage chosen by a mix of sources; low numbers are the better."""
    from tests.domains.test_selection_ways import SET_ASIDES, programme, turned

    text = programme("mix", sources)
    if set_asides:
        text = text.replace("    caps: []\n", f"{SET_ASIDES}    caps: []\n", 1)
    made = turned(small_programme(text))
    if "source: executor" in sources:
        scored(CONSULT, {(one, e): 90_001 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    return told()


TWO_FIGURES = """\
    scores:
      - {source: data, field: annual_sales, weight_bp: 5000, scale: {none_at: 0, full_at: 480000000}}
      - {source: data, field: employees, weight_bp: 5000, scale: {none_at: 0, full_at: 10}}
"""
WITH_EXECUTOR = """\
    scores:
      - {source: executor, weight_bp: 7000}
      - {source: data, field: employees, weight_bp: 3000, scale: {none_at: 0, full_at: 10}}
"""


@pytest.mark.django_db
def test_a_mix_of_figures_tells_the_points_and_weight_of_each():
    from dure.engine.selection.mixing import mixed

    selection = mixed_stage(TWO_FIGURES)
    found = explained(selection, 20)
    assert [one.executor for one in found] == decisions(selection)[20].application.choices
    for one in found:
        assert [p.source.field for p in one.parts] == ["annual_sales", "employees"]
        assert [p.part.weight_bp for p in one.parts] == [5000, 5000]
        assert mixed([p.points for p in one.parts], [5000, 5000]) == one.score
        assert one.marks == ()
    assert found[0].score == decisions(selection)[20].score


@pytest.mark.django_db
def test_a_mix_with_the_executors_score_says_what_of_it_the_executor_gave():
    selection = mixed_stage(WITH_EXECUTOR)
    (first, *_others) = explained(selection, 2)
    given, figure = first.parts
    assert (given.points, given.part.weight_bp) == (89_001, 7000)
    assert first.score == (7000 * 89_001 + 3000 * (figure.points or 0) + 5000) // 10_000
    notice = Notice.objects.get(template="decision", parameters__application_no="TOPS-2025-000002")
    text = worded("decision", "ko", notice.parameters).body
    assert "- 수행기관의 점수 89.001 (70 %)" in text
    assert "상시근로자수" in text


@pytest.mark.django_db
def test_cutoffs_of_groups_are_told_to_those_who_are_in_them():
    selection = with_rubric()
    # Every fourth is outside the capital area, every fifth is led by a woman.
    for n in (5, 12, 24):
        one = next(d for d in explained(selection, n) if d.cutoffs)
        mine = {c.seat for c in one.cutoffs if c.mine}
        row = decisions(selection)[n].application
        outside = not str(row.facts["region"]).startswith(("11", "28", "41"))
        female = row.facts["owner_female"]
        seats = {c.seat for c in one.cutoffs}
        expected = {"open"} | ({"outside_capital"} if outside else set()) | ({"female"} if female else set())
        assert mine == expected & seats


@pytest.mark.django_db
def test_a_cutoff_that_rests_on_fewer_than_three_is_told_nowhere():
    from dure.domains.selection.breakdown import is_cutoff_told

    selection = with_rubric()
    in_groups = [d for d in decisions(selection).values() if d.seat not in ("", "open")]
    assert in_groups
    assert not any(is_cutoff_told(d) for d in in_groups)
    assert all(is_cutoff_told(d) for d in decisions(selection).values() if d.seat in ("", "open"))
    for decision in in_groups:
        notice = Notice.objects.get(template="decision", parameters__application_no=decision.application_no)
        assert "cutoff" not in notice.parameters
        assert [line["en"] for line in notice.parameters["cutoffs"]][1:] == [
            line["en"] for line in notice.parameters["cutoffs"] if "fewer than three" in line["en"]
        ]
