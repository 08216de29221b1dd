"""Stages that nobody could ever be selected at are told where they stand, and hinder publishing."""

from __future__ import annotations

from tests.engine.programme.example import refused, spoiled, warned

from dure.engine.programme import load
from dure.engine.programme.advice.choosing import unselectable

PANEL = ("chosen_by: score\n", "chosen_by: panel\n")
ROUND = (
    "rubrics: [{id: sheet, title: {ko: 표, en: S},"
    " items: [{id: p, weight_bp: 10000, title: {ko: 품, en: P}}]}]\n"
    "reviews: [{id: r, stage: second, rubric: sheet, reviewers_each: %d, title: {ko: 평, en: R}}]\n"
)


def codes(text):
    return [one.code for one in unselectable(load(text.encode()).programme)]


def test_a_panel_without_a_round_and_reviewers_whose_scores_become_none_are_told():
    assert warned(spoiled(PANEL)) == [
        "29:16: warning: stage “second” is scored by a panel, but no round of review is held at it, so nobody"
        " can give a score: write one under reviews"
    ]
    assert codes(spoiled(PANEL)) == ["programme.panel_without_round"]
    assert warned(spoiled(PANEL, add=ROUND % 3)) == [
        "29:16: warning: stage “second”: 3 reviewers score each case, and nothing says how that becomes one"
        " score: write combine: mean"
    ]
    assert codes(spoiled(PANEL, add=ROUND % 3)) == ["programme.panel_not_combined"]
    assert codes(spoiled(PANEL, add=ROUND % 1)) == []
    combined = spoiled(("chosen_by: score\n", "chosen_by: panel\n    combine: mean\n"), add=ROUND % 3)
    assert codes(combined) == []


def test_executors_that_are_not_there_score_nobody():
    text = spoiled(
        ("  - id: one\n    name: {ko: 하나, en: One}\n", ""),
        ("executors:\n  - id: two\n    name: {ko: 둘, en: Two}\n", "executors: []\n"),
        ("{total: 20, per_executor: 10}", "{total: 20}\n    over: all"),
    )
    assert codes(text) == ["programme.no_executor_scores"]
    told = "stage “first” is scored by executors, and the file has none, so nobody can give a score"
    assert [line.partition(" warning: ")[2] for line in warned(text)] == [told]
    assert codes(spoiled()) == []


def test_more_set_asides_than_a_selection_runs_are_refused_and_so_is_combining_measured_points():
    many = "".join(
        f"      - {{id: f{n}, title: {{ko: 가, en: A}}, share_bp: 100, rule: owner_female}}\n"
        for n in range(10)
    )
    found = refused(spoiled(("    set_asides:\n", f"    set_asides:\n{many}")))
    assert [line for line in found if "at most" in line] == [
        "21:5: stage “first” has 11 set-asides; a selection runs with 10 at most"
    ]
    found = refused(spoiled(("chosen_by: score\n", "chosen_by: score\n    combine: mean\n")))
    assert [line.partition(": ")[2] for line in found] == [
        "stage “second” is not chosen by what people score: there is nothing to combine"
    ]
