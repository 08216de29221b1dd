"""When executors are listed: what a file can say of it, and what no file can."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL, refused, spoiled, warned

from dure.engine.programme import load

POOLED = spoiled(
    ("over: all\n    chosen_by: score\n    quota: {total: 5}", "quota: {total: 4, per_executor: 2}"),
    (
        "{total: 20, per_executor: 10}",
        "{total: 20}\n    over: all\n    chosen_by: lot\n    tie_break: {commitment: sha256}",
    ),
)
"""A first stage over all, by lot; a second at each of two executors."""
FIRST, SECOND = "    over: all\n", "    quota: {total: 4, per_executor: 2}\n"


def due(day: str, text: str = POOLED) -> str:
    """Return the file whose second stage has executors listed until a day."""
    return text.replace(SECOND, f"{SECOND}    choices_due_on: {day}\n")


def test_after_a_pool_executors_are_listed_in_the_application_unless_a_day_is_named():
    assert warned(POOLED) == []
    programme = load(POOLED.encode()).programme
    assert programme.choosing_stage is programme.stages[1]
    assert programme.listed_on_applying is programme.stages[1]


def test_with_a_day_they_are_listed_by_those_who_come_that_far():
    text = due("2025-05-30")
    assert warned(text) == []
    programme = load(text.encode()).programme
    assert programme.choosing_stage is programme.stages[1]
    assert programme.listed_on_applying is None


def test_without_a_stage_of_executors_nobody_lists_any():
    programme = load(
        SMALL.replace("{total: 20, per_executor: 10}", "{total: 20}\n    over: all").encode()
    ).programme
    assert (programme.choosing_stage, programme.listed_on_applying) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            POOLED.replace(FIRST, f"{FIRST}    choices_due_on: 2025-05-30\n", 1),
            "22:5: for the first stage executors are listed in the application",
        ),
        (
            due("2025-05-30") + "  - {id: third, title: {ko: 셋째, en: Third}, over: all, chosen_by: lot,"
            " quota: {total: 2}, tie_break: {commitment: sha256}, choices_due_on: 2025-06-30}\n",
            "33:124: nobody lists executors for this stage: it is chosen over all of them, or each applicant"
            " is held by one already",
        ),
        (
            due("2025-04-18"),
            "32:21: the last day must come after 2025-04-18: until then nobody of the stage before is chosen",
        ),
        (
            due("2025-05-30").replace(FIRST, f"{FIRST}    dates: {{announced_on: 2025-05-30}}\n", 1),
            "33:21: the last day must come after 2025-05-30: until then nobody of the stage before is chosen",
        ),
        (
            due("2025-05-30\n    dates: {announced_on: 2025-05-30}"),
            "32:21: the last day must come before 2025-05-30, when stage “second” is announced",
        ),
        (
            due("2025-05-30").replace("eligibility:\n", "entry: [application, nomination]\neligibility:\n"),
            "33:5: an executor that nominates is listed in the application, but here executors are listed"
            " only after it: leave choices_due_on out, or nomination under entry",
        ),
        (
            POOLED.replace("    chosen_by: lot\n", "    chosen_by: executor\n"),
            "22:16: at stage “first” nobody is held by an executor yet, for executors are chosen at stage"
            " “second”: no executor can score or nominate here",
        ),
        (
            POOLED.replace(
                "    chosen_by: lot\n",
                "    chosen_by: mix\n    scores:\n      - {source: executor, weight_bp: 6000}\n"
                "      - {source: data, weight_bp: 4000}\n",
            ),
            "24:7: at stage “first” nobody is held by an executor yet, for executors are chosen at stage"
            " “second”: no executor can score or nominate here",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(text, expected):
    assert refused(text) == [expected]
