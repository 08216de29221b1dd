"""Several rounds of review of a stage: what they must say; and blind columns where only executors score."""

from __future__ import annotations

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.review.of_rounds import Round
from dure.engine.selection.stages import plan_of
from dure.library import library_bytes

TOPS = library_bytes("tops-2025").decode()
_CONSULT = "    stage: consult\n    rubric: brand\n"
_CHAMPION = "    stage: champion\n    rubric: brand\n"


def codes(text: str) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as refused:
        load(text.encode())
    return [(problem.code, problem.params.get("stage")) for problem in refused.value.problems]


def two_rounds(
    first: str = "weight_bp: 4000", second: str = "weight_bp: 6000", stage: str = "champion"
) -> str:
    """Return TOPS 2025 with a second round of review of a stage; both say what is told."""
    own = _CHAMPION if stage == "champion" else _CONSULT
    more = "".join(f"    {line}\n" for line in first.split("; ") if line)
    text = TOPS.replace(own, f"{own}{more}", 1)
    later = (
        "  - id: second_round\n    title: {ko: 발표평가, en: Presentation}\n"
        f"    stage: {stage}\n    rubric: brand\n    kind: presentation\n    reviewers_each: 2\n"
    ) + "".join(f"    {line}\n" for line in second.split("; ") if line)
    return text.replace("\nstages:\n", f"{later}\nstages:\n", 1)


def test_a_stage_of_a_panel_may_have_several_rounds_and_its_plan_knows_them():
    text = two_rounds("weight_bp: 4000; lets_through_from: 60")
    programme = load(text.encode()).programme
    plan = plan_of(programme, programme.stage("champion"))
    assert plan.rounds == (Round("champion_review", 4000, 60_000), Round("second_round", 6000))
    assert plan_of(programme, programme.stage("consult")).rounds == ()


def test_a_stage_that_executors_score_has_one_round():
    assert codes(two_rounds(stage="consult")) == [("programme.review_rounds", "consult")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("", ""), ("weight_bp: 4000", ""), ("weight_bp: 4000", "weight_bp: 5999"), ("", "weight_bp: 10000")],
)
def test_weights_of_rounds_make_a_whole(first, second):
    assert codes(two_rounds(first, second)) == [("programme.round_weights", "champion")]


def test_a_round_that_only_lets_through_weighs_nothing():
    text = two_rounds("weight_bp: 0; lets_through_from: 70", "weight_bp: 10000")
    assert load(text.encode()).programme.reviews[-2].lets_through_from == 70


def test_the_last_round_lets_through_to_nowhere():
    last = two_rounds(second="weight_bp: 6000; lets_through_from: 60")
    assert codes(last) == [("programme.round_last", None)]
    only = TOPS.replace(_CHAMPION, f"{_CHAMPION}    lets_through_from: 60\n", 1)
    assert codes(only) == [("programme.round_last", None)]


def test_adjusted_scores_let_nobody_through():
    text = two_rounds("weight_bp: 4000; lets_through_from: 60").replace("combine: mean", "combine: adjusted")
    assert codes(text) == [("programme.round_adjusted", "champion")]
    assert load(two_rounds().replace("combine: mean", "combine: adjusted").encode())


def test_several_rounds_need_a_way_to_combine():
    text = two_rounds()
    assert text.count("    combine: mean\n") == 1
    assert codes(text.replace("    combine: mean\n", "")) == [("programme.round_combine", "champion")]


def test_nothing_is_blind_to_executors_and_a_panel_may_be():
    executors = TOPS.replace(_CONSULT, f"{_CONSULT}    blind: [name]\n", 1)
    assert codes(executors) == [("programme.blind_executors", "consult")]
    panel = TOPS.replace(
        "    stage: champion\n    rubric", "    stage: champion\n    blind: [name]\n    rubric", 1
    )
    assert load(panel.encode()).programme.reviews[-1].blind == ("name",)


def test_what_is_blind_is_a_column_of_the_profile():
    """A slip of the pen would hide nothing, and nobody would notice."""
    blind = "    stage: champion\n    blind: [name, owner_femal]\n    rubric"
    panel = TOPS.replace("    stage: champion\n    rubric", blind, 1)
    with pytest.raises(Refused) as refused:
        load(panel.encode())
    (problem,) = [p for p in refused.value.problems if p.is_error]
    assert (problem.code, problem.params["meant"]) == ("programme.blind_column", "owner_female")


def advised(text: str) -> list[tuple[str, object]]:
    problems = load(text.encode()).problems
    return [
        (p.code, p.params.get("documents", p.params.get("questions")))
        for p in problems
        if p.code.startswith("programme.blind")
    ]


def blind(names: str, text: str = TOPS) -> str:
    rubric = "    stage: champion\n    rubric"
    return text.replace(rubric, f"    stage: champion\n    blind: [{names}]\n    rubric", 1)


def test_questions_and_documents_of_the_file_may_be_blind_and_others_may_not():
    held = load(blind("name, document.brand_plan").encode()).programme.reviews[-1]
    assert held.blind_columns == ("name",)
    assert (held.blind_documents, held.blind_questions) == ({"brand_plan"}, frozenset())
    for name in ("document.brand_plann", "answer.plan"):
        with pytest.raises(Refused) as refused:
            load(blind(f"name, {name}").encode())
        found = [(p.code, p.params["name"]) for p in refused.value.problems if p.is_error]
        assert found == [("programme.blind_part", name)]


def test_the_officer_is_told_of_what_may_still_tell_whose_a_case_is():
    assert advised(blind("name")) == []
    kept = (
        "small_merchant_certificate, business_registration, mail_order_report, national_tax_certificate,"
        " local_tax_certificate"
    )
    assert advised(blind("name, document.brand_plan")) == [("programme.blind_files", kept)]
    asked = TOPS.replace(
        "\ndocuments:\n",
        "\nquestions:\n  - {id: plan, title: {en: Plan}, kind: text}\n"
        "  - {id: shops, title: {en: Shops}, kind: whole_number}\n\ndocuments:\n",
        1,
    )
    assert advised(blind("name", asked)) == [("programme.blind_texts", "plan")]
    assert advised(blind("name, answer.plan", asked)) == []
