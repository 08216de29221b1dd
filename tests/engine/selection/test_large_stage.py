"""A stage of 20,000 applications, each with ten choices, is decided on and proved."""

from __future__ import annotations

import random

from tests.engine.selection.selection_case import Case, stage

EXECUTORS = [f"e{i}" for i in range(10)]
TRAITS = {"outside_capital": 4000, "female": 1000, "youth": 1000}


def test_twenty_thousand_applications_at_ten_executors_are_selected_and_proved():
    drawn = random.Random(2025)  # noqa: S311 (made-up data)
    described = stage(
        dict.fromkeys(EXECUTORS, 100), set_asides=TRAITS, caps={"retail": 3000}, reserve_length=20
    )
    rows = tuple(
        {
            "application_no": f"{i:06d}",
            "choices": ";".join(drawn.sample(EXECUTORS, 10)),
            "score": f"{drawn.gauss(60, 12) % 100:.1f}",
            **{f"trait.{t}": "true" if drawn.random() < 0.3 else "false" for t in (*TRAITS, "retail")},
        }
        for i in range(20_000)
    )
    case = Case(described, rows, "drawn in public")
    assert sum(1 for executor in case.result().values() if executor) == 1000
    assert case.faults() == []
