"""A stage with two rounds of review from the first review to the published bundle."""

from __future__ import annotations

import csv
import io

import pytest
from tests.domains.measuring import handed_in, points_file
from tests.domains.reviews import panel_of
from tests.domains.selecting import (
    CONSULT,
    PROGRAMME,
    SMALL,
    THEN,
    TOLD,
    accepted,
    decisions,
    officer,
    small_programme,
)

from dure.domains.notices.models import Notice
from dure.domains.review.models import Assignment
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.let_through import LetThrough, let_through
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.domains.review.services.save_review import save_review
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.models import Selection
from dure.domains.selection.rounds import rounds_behind
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.stages import case_of, stage_case
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.frozen import choose_frozen, prove_frozen
from dure.files.replaying import replay_bundle

STAGES = f"""
  - id: {CONSULT}
    title: {{ko: 1단계 평가, en: Stage 1}}
    quota: {{total: 2}}
    over: all
    chosen_by: panel
    combine: mean
    tie_break: {{by: seed, commitment: sha256}}
    reserve_length: 1
    second_officer: true
    dates: {{announced_on: 2025-05-16, accept_within_days: 7}}
"""
REVIEWS = f"""rubrics:
  - id: sheet
    title: {{ko: 평가표, en: Sheet}}
    items: [{{id: plan, title: {{ko: 계획, en: Plan}}, weight_bp: 10000}}]
reviews:
  - {{id: papers, title: {{ko: 서면평가, en: Papers}}, stage: {CONSULT}, rubric: sheet, reviewers_each: 2,
      weight_bp: 4000, lets_through_from: 60, declares_conflicts: true}}
  - {{id: talk, title: {{ko: 발표평가, en: Talk}}, stage: {CONSULT}, rubric: sheet, reviewers_each: 2,
      weight_bp: 6000, kind: presentation}}
"""


def programme() -> str:
    head, rest = PROGRAMME.split("stages:", 1)
    rights = rest[rest.index("rights:") :]
    return f"{head}{REVIEWS}stages:{STAGES}{rights}"


def marked(round_id: str, sitting, marks) -> None:
    """Form the panel, assign, declare, and let the reviewers give each case their two marks."""
    form_panel(
        actor=officer(), now=THEN, programme=SMALL, round_id=round_id,
        reviewer_ids=[one.user_id for one in sitting],
    )  # fmt: skip
    assign_reviewers(actor=officer(), now=THEN, programme=SMALL, round_id=round_id)
    for n, who in enumerate(sitting):
        held = list(
            Assignment.objects.of(who).filter(round=round_id).values_list("application_id", flat=True)
        )
        declare_conflicts(
            actor=who, now=THEN, programme=SMALL, round_id=round_id, seen=held, conflicts={}, signed=True
        )
        for case, given in marks.items():
            save_review(
                actor=who, now=THEN, programme=SMALL, round_id=round_id, application_id=case.pk,
                marks={"plan": given[n]}, comment="", submit=True, version=None,
            )  # fmt: skip


@pytest.fixture
def reviewed():
    """Return four applicants: two past both rounds, one stopped at the limit, one still to present."""
    made = accepted(small_programme(programme()), 4, ())
    open_first_stage(actor=officer(), now=THEN, programme=SMALL)
    sitting = panel_of(2)
    one, two, out, last = made
    marked(
        "papers", sitting,
        {one: ("80", "90"), two: ("60", "60"), out: ("59.999", "60"), last: ("70", "70")},
    )  # fmt: skip
    # 59.9995 is rounded half up to 60: at the limit, and through.
    assert let_through(actor=officer(), now=THEN, programme=SMALL, round_id="papers") == LetThrough(4, 0, 0)
    return made, sitting


@pytest.fixture
def stopped_one():
    """Return three applicants of whom one did not pass, and the others are scored in both rounds."""
    made = accepted(small_programme(programme()), 3, ())
    open_first_stage(actor=officer(), now=THEN, programme=SMALL)
    sitting = panel_of(2)
    one, two, out = made
    marked("papers", sitting, {one: ("80", "90"), two: ("60", "60"), out: ("59.998", "60")})
    assert let_through(actor=officer(), now=THEN, programme=SMALL, round_id="papers") == LetThrough(2, 1, 0)
    marked("talk", sitting, {one: ("90", "90.001"), two: ("70", "70")})
    return made


def chosen() -> Selection:
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    pk = propose_selection(
        actor=officer(), now=TOLD, programme=SMALL, stage=CONSULT, reason="모두 평가되었습니다"
    )
    confirm_selection(actor=officer("second"), now=TOLD, selection_id=pk, reason="확인했습니다")
    publish_selection(actor=officer(), now=TOLD, selection_id=pk)
    return Selection.objects.get(pk=pk)


@pytest.mark.django_db
def test_a_stage_is_proposed_once_everybody_whom_a_round_let_through_is_scored(reviewed):
    made, sitting = reviewed
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    with pytest.raises(Refused) as refused:
        propose_selection(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT, reason="왜")
    assert [one.code for one in refused.value.problems] == ["selection.unscored"]
    assert not Selection.objects.exists()
    marked("talk", sitting, dict.fromkeys(made, ("70", "71")))
    assert sum(build_inputs(stage_case(SMALL, CONSULT)).unscored.values()) == 0


@pytest.mark.django_db
def test_whoever_did_not_pass_has_no_score_and_none_is_missing(stopped_one):
    selection = chosen()
    found = decisions(selection)
    # 85 × 0.4 + 90.001 × 0.6 = 88.0006, and 60 × 0.4 + 70 × 0.6 = 66
    assert [(found[n].decision, found[n].score) for n in (1, 2, 3)] == [
        ("selected", 88_001), ("selected", 66_000), ("not_selected", None),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_bundle_brings_the_reviews_of_each_round_and_scores_are_proved_from_them(stopped_one):
    selection = chosen()
    frozen, case = read_file(selection.inputs), case_of(selection)
    rows = list(csv.DictReader(io.StringIO(frozen.decode("utf-8-sig"), newline="")))
    assert [name for name in rows[0] if name.startswith("reviews")] == ["reviews.papers", "reviews.talk"]
    assert [row["score"] for row in rows] == ["88.001", "66.000", ""]
    assert sorted(part.split("=")[1] for part in rows[0]["reviews.talk"].split(";")) == ["90", "90.001"]
    assert rows[2]["reviews.talk"] == ""
    again = choose_frozen(case.programme, CONSULT, frozen, selection.seed)
    assert prove_frozen(case.programme, again, frozen, selection.seed) == []
    forged = frozen.replace(b",66.000,", b",67.000,", 1)
    with pytest.raises(Refused) as refused:
        choose_frozen(case.programme, CONSULT, forged, selection.seed)
    assert refused.value.problems[0].code == "select.reviews_differ"


@pytest.mark.django_db
def test_applicants_are_told_the_points_of_each_round_and_where_they_ended(stopped_one):
    selection = chosen()
    found = decisions(selection)
    told = rounds_behind(case_of(selection), list(found.values()))
    points = {
        n: [(one.score, one.weight_bp, one.least, one.stops) for one in told[found[n].application_id]]
        for n in (1, 3)
    }
    assert points == {
        1: [(85_000, 4000, 60_000, False), (90_001, 6000, None, False)],
        3: [(59_999, 4000, 60_000, True)],
    }
    notices = Notice.objects.filter(template="decision").order_by("pk")
    lines = [notice.parameters["marks"] for notice in notices]
    assert [{"ko": "서면평가 85.000점(40 %)", "en": "Papers: 85.000 (40 %)"},
            {"ko": "발표평가 90.001점(60 %)", "en": "Talk: 90.001 (60 %)"}] in lines  # fmt: skip
    assert [
        {
            "ko": "서면평가 59.999점으로, 다음 회차로 넘어가는 60.000점에 미치지 못했습니다",
            "en": "Papers: 59.999, below the 60.000 points from which it let through to the next round",
        }
    ] in lines


@pytest.mark.django_db
def test_nobody_reads_rounds_that_no_longer_make_the_score(stopped_one):
    selection = chosen()
    found = decisions(selection)
    found[1].score = 88_000
    assert rounds_behind(case_of(selection), [found[1]]) == {}


MIX = """    chosen_by: mix
    scores:
      - {source: panel, weight_bp: 6000}
      - {source: data, weight_bp: 4000}
"""


@pytest.mark.django_db
def test_of_a_mix_too_the_reviews_of_each_round_are_published_and_make_the_panels_points(tmp_path):
    text = programme().replace("    chosen_by: panel\n", MIX, 1)
    made = accepted(small_programme(text), 3, ())
    open_first_stage(actor=officer(), now=THEN, programme=SMALL)
    sitting = panel_of(2)
    one, two, out = made
    marked("papers", sitting, {one: ("80", "90"), two: ("60", "60"), out: ("59.998", "60")})
    let_through(actor=officer(), now=THEN, programme=SMALL, round_id="papers")
    marked("talk", sitting, {one: ("90", "90.001"), two: ("70", "70")})
    handed_in(points_file({str(case.application_no): "50" for case in made}))
    selection = chosen()
    rows = list(csv.DictReader(io.StringIO(read_file(selection.inputs).decode("utf-8-sig"), newline="")))
    assert [row["part.panel"] for row in rows] == ["88.001", "66.000", ""]
    assert sorted(part.split("=")[1] for part in rows[0]["reviews.papers"].split(";")) == ["80", "90"]
    assert (rows[2]["reviews.talk"], rows[2]["score"]) == ("", "")
    # 0.6 × 88.001 + 0.4 × 50 = 72.8006
    assert [row["score"] for row in rows[:2]] == ["72.801", "59.600"]
    path = tmp_path / "b.zip"
    path.write_bytes(read_file(selection.bundle))
    replay = replay_bundle(path)
    assert (replay.faults, replay.notes, replay.decisions) == ((), (), 3)
