"""Reviews beside a panel's points of a mix: compared, published, proved; where none are, it is said."""

from __future__ import annotations

import pytest
from tests.cli.test_not_checked import alone, bundled, forged, programme
from tests.files.commands import done, dure, refused, write_csv

from dure.engine.review.of_rounds import Round, standings
from dure.engine.review.of_stage import read_reviews, scores_of_stage
from dure.engine.selection.plan import score_text

RUBRIC = (
    "rubrics:\n  - {id: sheet, title: {ko: 표, en: Sheet}, items: [{id: p, weight_bp: 10000,"
    " title: {ko: 품, en: P}}]}\n"
)
ONE = (
    RUBRIC + "reviews: [{id: r, stage: s, rubric: sheet, reviewers_each: 2, title: {ko: 평가, en: Review}}]\n"
)
TWO = RUBRIC + (
    "reviews:\n"
    "  - {id: papers, stage: s, rubric: sheet, reviewers_each: 2, weight_bp: 4000, lets_through_from: 60,"
    " title: {ko: 서면, en: Papers}}\n"
    "  - {id: talk, stage: s, rubric: sheet, reviewers_each: 2, weight_bp: 6000,"
    " title: {ko: 발표, en: Talk}}\n"
)
MIX = (
    "chosen_by: mix, combine: %s, scores: [{source: panel, weight_bp: 6000}, {source: data, weight_bp: 4000}]"
)
GIVEN = {"A": "r1=70;r2=80", "B": "r1=50;r3=66", "C": "r2=90;r3=84", "D": "r1=62;r2=75"}
SEED = ("--seed", "씨앗")
NOT_THERE = (
    "warning: stage s: not checked: the scores are taken as they stand, for what each reviewer gave is not"
    " there to make them of (%s)"
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


def table(panel, reviews=None, columns=("reviews",)):
    """Return applications with the panel's points, 50 of data, and what each reviewer gave."""
    head = ["application_no", "executor", "part.panel", "part.data", *(columns if reviews else ())]
    return [
        head,
        *(
            [number, "naru", points, "50", *(reviews[number] if reviews else ())]
            for number, points in panel.items()
        ),
    ]


def made(way, given=None):
    found = scores_of_stage({n: read_reviews(text) for n, text in (given or GIVEN).items()}, way)
    return {number: score_text(score) for number, score in found.items()}


@pytest.mark.parametrize("way", ["adjusted", "mean", "trimmed_mean"])
def test_reviews_that_make_the_panels_points_are_published_and_proved(tmp_path, way):
    file = programme(tmp_path, MIX % way, ONE)
    rows = table(made(way), {number: [text] for number, text in GIVEN.items()})
    members = bundled(tmp_path, file, rows, *SEED)
    assert (
        members["applications.csv"]
        .decode("utf-8-sig")
        .splitlines()[0]
        .endswith("reviews,part.panel,part.data")
    )
    said = done("replay", tmp_path / "b.zip", "--strict")
    assert "warning" not in said.err
    code, told = alone(tmp_path / "b.zip", tmp_path)
    assert code == 0
    assert "NOT CHECKED" not in told


@pytest.mark.parametrize("way", ["adjusted", "mean"])
def test_without_the_reviews_it_is_said_and_strict_says_no(tmp_path, way):
    file = programme(tmp_path, MIX % way, ONE)
    bundled(tmp_path, file, table(made(way)), *SEED)
    said = dure("replay", tmp_path / "b.zip", "--strict")
    assert said.code == 1
    assert NOT_THERE % way in said.err
    assert done("replay", tmp_path / "b.zip").code == 0
    code, told = alone(tmp_path / "b.zip", tmp_path)
    assert code == 0
    assert "NOT CHECKED: what people gave" in told


def test_panel_points_that_the_reviews_do_not_make_are_refused_by_everybody(tmp_path):
    file = programme(tmp_path, MIX % "mean", ONE)
    right = made("mean")
    off = {number: score_text(round(float(points) * 1000) + 1000) for number, points in right.items()}
    reviews = {number: [text] for number, text in GIVEN.items()}
    source = write_csv(tmp_path / "a.csv", table(off, reviews))
    said = "\n".join(refused("select", file, "s", source, "-o", tmp_path / "d.csv", *SEED))
    assert "application A has the score 76.000, but its reviews make 75.000" in said
    refused("bundle", file, "s", source, "-o", tmp_path / "no.zip", *SEED)
    # Decisions of the wrong points, made without the reviews, cannot be proved beside them.
    without = write_csv(tmp_path / "w.csv", table(off))
    done("select", file, "s", without, "-o", tmp_path / "d.csv", *SEED)
    assert dure("verify", file, "s", source, tmp_path / "d.csv", *SEED).code == 2
    # A bundle whose reviews were changed afterwards is neither repeated nor proved.
    members = bundled(tmp_path, file, table(right, reviews), *SEED)
    text = members["applications.csv"].decode("utf-8-sig").replace("r1=70;r2=80", "r1=71;r2=80")
    bad = forged(tmp_path, members, applications=("\ufeff" + text).encode())
    assert dure("replay", bad).code == 1
    code, told = alone(bad, tmp_path)
    assert code == 1
    assert "A: score_not_of_reviews: part.panel is 75.000; the reviews make 75.500" in told


def test_empty_panel_points_beside_reviews_are_refused(tmp_path):
    file = programme(tmp_path, MIX % "mean", ONE)
    rows = table(made("mean") | {"C": ""}, {number: [text] for number, text in GIVEN.items()})
    source = write_csv(tmp_path / "a.csv", rows)
    said = "\n".join(refused("select", file, "s", source, "-o", tmp_path / "d.csv", *SEED))
    assert "application C has the score —, but its reviews make 87.000" in said


def test_rounds_of_a_mix_are_proved_round_by_round(tmp_path):
    file = programme(tmp_path, MIX % "mean", TWO)
    papers, talk = GIVEN, {"A": "r1=80;r2=90", "B": "", "C": "r5=70;r6=75", "D": "r5=60;r6=65"}
    rounds = (Round("papers", 4000, 60_000), Round("talk", 6000))
    given = {
        "papers": {n: read_reviews(text) for n, text in papers.items()},
        "talk": {n: read_reviews(text) for n, text in talk.items()},
    }
    panel = {n: score_text(one.score) for n, one in standings(rounds, given, list(papers), "mean").items()}
    assert panel == {"A": "81.000", "B": "", "C": "78.300", "D": "64.900"}
    columns = ("reviews.papers", "reviews.talk")
    rows = table(panel, {n: [papers[n], talk[n]] for n in papers}, columns)
    bundled(tmp_path, file, rows, *SEED)
    assert "warning" not in done("replay", tmp_path / "b.zip", "--strict").err
    code, told = alone(tmp_path / "b.zip", tmp_path)
    assert code == 0
    assert "NOT CHECKED" not in told
    wrong = write_csv(tmp_path / "w.csv", [rows[0], [*rows[1][:2], "81.001", *rows[1][3:]], *rows[2:]])
    said = "\n".join(refused("select", file, "s", wrong, "-o", tmp_path / "d.csv", *SEED))
    assert "application A has the score 81.001, but its reviews make 81.000" in said
