"""The order at an executor: score, then SHA-256 of seed, newline, application number."""

from __future__ import annotations

import hashlib

import pytest
from tests.engine.selection.selection_case import Case, applied, stage

from dure.engine.problems import Refused
from dure.engine.selection.standing import tie_break


def test_the_tie_break_is_the_hex_of_sha256_of_seed_newline_number():
    # Also: printf '2025\nA07' | sha256sum
    assert tie_break("2025", "A07") == hashlib.sha256(b"2025\nA07").hexdigest()
    assert tie_break("2025", "A07").startswith("1e")
    assert tie_break("추첨", "가-1") == hashlib.sha256("추첨\n가-1".encode()).hexdigest()


def test_the_higher_score_stands_first_by_one_thousandth():
    rows = tuple(applied(n, "a", s) for n, s in [("1", "87.499"), ("2", "87.5"), ("3", "9.9"), ("4", "100")])
    ranks = {n: d.rank for n, d in Case(stage({"a": 4}), rows).decisions().items()}
    assert ranks == {"4": 1, "2": 2, "1": 3, "3": 4}


@pytest.mark.parametrize("seed", ["2025", "drawn in public", ""])
def test_equal_scores_stand_by_ascending_hex(seed):
    numbers = [f"N{i}" for i in range(8)]
    case = Case(stage({"a": 3}), tuple(applied(n, "a", "70") for n in numbers), seed)
    assert case.faults() == []
    ranks = {n: d.rank for n, d in case.decisions().items()}
    drawn = sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}\n{n}".encode()).hexdigest())
    assert sorted(numbers, key=lambda n: ranks[n] or 0) == drawn


def test_equal_scores_without_a_seed_are_refused_naming_both_and_the_executor():
    rows = (
        applied("1", "a;b", {"a": "70", "b": "60"}),
        applied("2", "b;a", {"a": "70", "b": "61"}),
        applied("3", "a", {"a": "71", "b": ""}),
    )
    with pytest.raises(Refused) as refused:
        Case(stage({"a": 1, "b": 1}), rows).decisions()
    [problem] = refused.value.problems
    assert problem.code == "select.tie"
    assert dict(problem.params) == {"one": "1", "other": "2", "score": "70.000", "executor": "a"}


def test_equal_scores_at_different_executors_are_no_tie():
    rows = (applied("1", "a", "70"), applied("2", "b", "70"))
    assert Case(stage({"a": 1, "b": 1}), rows).result() == {"1": "a", "2": "b"}


def test_a_choice_without_a_score_is_no_tie():
    rows = (applied("1", "a", ""), applied("2", "a", ""), applied("3", "a", "1"))
    assert Case(stage({"a": 1}), rows).result() == {"1": "", "2": "", "3": "a"}


def test_in_a_pooled_stage_equal_scores_are_a_tie_whoever_holds_them():
    rows = tuple(applied(n, "", "70") | {"executor": e} for n, e in [("1", "a"), ("2", "b")])
    with pytest.raises(Refused) as refused:
        Case(stage({"a": 0, "b": 0}, pooled=1), rows).decisions()
    assert refused.value.problems[0].params["executor"] == "consult"


def test_rows_come_sorted_by_code_point():
    numbers = ["나-1", "가-1", "b", "B", "10", "9", "é", "\U0001f600", "\uffee"]
    case = Case(stage({"a": 2}), tuple(applied(n, "a", "70") for n in numbers), "s")
    written = [row["application_no"] for row in case.decided_rows()]
    assert written == ["10", "9", "B", "b", "é", "가-1", "나-1", "\uffee", "\U0001f600"]
