"""The tools with numpy answer what those of the standard library answer, whatever the numbers."""

from __future__ import annotations

import random
from array import array
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.verification import large_case
from tests.engine.verification.oracle import Case
from tests.engine.verification.test_against_oracle import cases

from dure.engine.verification import checker
from dure.engine.verification.arrays import ArrayTools
from dure.engine.verification.checker import Arrivals, Draw, Tools, find_faults

BOTH = Tools(), ArrayTools()
SCORE = st.one_of(
    st.integers(0, 100_000).map(checker.three_decimals),
    st.sampled_from(["", "87.5", "007.500", "1.234.567", "12.34\n", "100.001", "9.5000", "٨٧.٥٠٠", ".500"]),
)


@given(st.lists(SCORE, max_size=12))
def test_scores_are_read_alike(texts: list[str]) -> None:
    by_lists, by_arrays = (list(tools.read_scores(texts, checker.Scores())) for tools in BOTH)
    assert by_arrays == by_lists == [checker.Scores()[text] for text in texts]


@given(st.lists(st.floats(0, 2**53, allow_nan=False), max_size=20))
def test_numbers_are_put_in_order_alike(numbers: list[float]) -> None:
    (order, tied), (same, also) = (tools.put_in_order(array("d", numbers)) for tools in BOTH)
    assert (list(same), also) == (list(order), tied)
    assert tied is (len(set(numbers)) < len(numbers))
    ranks = [tools.ranks(order) for tools in BOTH]
    assert ranks[0] == ranks[1]
    assert sorted(ranks[0]) == list(range(1, len(numbers) + 1))


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100_000)), max_size=3), max_size=8),
    st.sampled_from([None, "2025"]),
)
def test_people_are_listed_alike(choices: list[list[tuple[int, int]]], seed: str | None) -> None:
    flat = [(e, score, i) for i, of_one in enumerate(choices) for e, score in of_one]
    executor, score, who = (array("i", [one[k] for one in flat]) for k in range(3))
    counts = array("i", [len(of_one) for of_one in choices])
    numbers = [f"A{i}" for i in range(len(choices))]
    both = []
    for tools in BOTH:
        lists = [Arrivals(array("d"), array("i")) for _ in range(4)]
        draw = Draw(seed, 53 - (checker.TOP + 1).bit_length(), checker.TOP)
        tools.list_by_executor(lists, draw, numbers, counts, executor, score, who)
        both.append(lists)
    assert both[0] == both[1]
    assert [list(of_one.persons) for of_one in both[0]] == [
        [i for a, _, i in flat if a == e] for e in range(4)
    ]


@given(cases(caps=2), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_faults_are_found_alike(case: Case, chance: random.Random) -> None:
    """Decisions are made up: most of them are wrong, in every way there is."""
    reasons = ["open", "no_choice", "below_cutoff:naru=80.000<90.000", "x\ny"]
    decided: list[dict[str, Any]] = [
        {
            "application_no": row["application_no"],
            "decision": chance.choice(checker.DECISIONS),
            "executor": chance.choice(["naru", "dasom", ""]),
            "rank": chance.choice(["1", "2", ""]),
            "score": chance.choice(["90.000", "80.500", ""]),
            "seat": chance.choice(["open", "t0", ""]),
            "cutoff": chance.choice(["90.000", ""]),
            "reserve_rank": chance.choice(["", "1"]),
            "reason": chance.choice(reasons),
        }
        for row in case.applications
    ]
    by_lists, by_arrays = (
        find_faults(case.stage, case.applications, decided, case.seed, tools=tools) for tools in BOTH
    )
    assert by_arrays == by_lists


@pytest.mark.parametrize("caps", [0, 1])
def test_a_round_of_many_is_proved_alike_and_one_wrong_cell_among_them_is_found(caps: int) -> None:
    described = large_case.stage(40, caps=caps)
    rows = large_case.applications(2_000, per_executor_scores=True, caps=caps)
    decided = large_case.decisions(described, rows, large_case.SEED)
    for tools in BOTH:
        assert find_faults(described, rows, decided, large_case.SEED, tools=tools) == []
    for column in checker.COMPARED:
        (place,) = random.Random(column).sample(range(len(rows)), 1)  # noqa: S311 (made-up data)
        wrong = [*decided]
        wrong[place] = decided[place] | {column: decided[place][column] + "x"}
        found = [find_faults(described, rows, wrong, large_case.SEED, tools=tools) for tools in BOTH]
        assert found[0] == found[1]
        assert {fault.application_no for fault in found[0]} == {decided[place]["application_no"]}
