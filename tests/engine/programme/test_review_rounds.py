"""Rounds of review that cannot run: a second one of a stage, and blind columns where only executors score."""

from __future__ import annotations

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.library import library_bytes

TOPS = library_bytes("tops-2025").decode()
_CONSULT = "    stage: consult\n    rubric: brand\n"
_CHAMPION = "    stage: champion\n    rubric: brand\n"


def codes(text: str) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as refused:
        load(text.encode())
    return [(problem.code, problem.params.get("stage")) for problem in refused.value.problems]


def test_a_stage_has_one_round_of_review():
    second = (
        "  - id: second_round\n    title: {ko: 둘째 평가, en: Second review}\n    stage: champion\n"
        "    rubric: brand\n    kind: document\n    reviewers_each: 1\n"
    )
    assert codes(TOPS.replace("\nstages:\n", f"{second}\nstages:\n", 1)) == [
        ("programme.review_rounds", "champion")
    ]


def test_nothing_is_blind_to_executors_and_a_panel_may_be():
    executors = TOPS.replace(_CONSULT, f"{_CONSULT}    blind: [name]\n", 1)
    assert codes(executors) == [("programme.blind_executors", "consult")]
    panel = TOPS.replace(
        "    stage: champion\n    rubric", "    stage: champion\n    blind: [name]\n    rubric", 1
    )
    assert load(panel.encode()).programme.reviews[-1].blind == ("name",)
