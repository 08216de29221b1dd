"""What cannot be decided on: every problem at once, and no decision."""

from __future__ import annotations

import pytest
from tests.engine.selection.selection_case import Case, applied, stage

from dure.engine.problems import Problem, Refused
from dure.engine.selection import Decision

TWO = {"a": 2, "b": 2}


def refusals(case: Case) -> list[Problem]:
    with pytest.raises(Refused) as refused:
        case.decisions()
    return list(refused.value.problems)


def test_doubled_unknown_and_too_many_choices_are_all_reported_at_once():
    rows = (
        applied("1", "a;nowhere", "90"),
        applied("1", "a", "80"),
        applied("2", "b;b", "70"),
        applied("3", "a;b;nobody", "60"),
        applied("4", "", "50"),
        applied("5", "a", "40"),
    )
    assert [(p.code, p.params["application"]) for p in refusals(Case(stage(TWO), rows))] == [
        ("select.unknown_executor", "1"),
        ("select.doubled_application", "1"),
        ("select.doubled_choice", "2"),
        ("select.unknown_executor", "3"),
        ("select.too_many_choices", "3"),
    ]


def test_an_application_without_choices_is_not_selected_for_want_of_a_score():
    case = Case(stage(TWO), (applied("4", "", "50"),))
    assert case.decisions() == {
        "4": Decision("4", "not_selected", "", None, None, "", None, None, "no_score")
    }
    assert case.faults() == []


def test_too_many_choices_say_how_many_there_are_and_may_be():
    [problem] = refusals(Case(stage(TWO, choices_limit=1), (applied("1", "a;b", "90"),)))
    assert dict(problem.params) == {"application": "1", "count": 2, "limit": 1}


def test_as_many_choices_as_allowed_are_fine():
    assert Case(stage(TWO, choices_limit=2), (applied("1", "a;b", "90"),)).result() == {"1": "a"}


def test_the_executor_held_in_a_pooled_stage_must_be_known():
    row = applied("1", "", "90") | {"executor": "elsewhere"}
    [problem] = refusals(Case(stage({"a": 0}, pooled=1), (row,)))
    assert (problem.code, problem.params["executor"]) == ("select.unknown_executor", "elsewhere")


def under(*caps: str) -> tuple[dict[str, str], ...]:
    """Return one application for each text, under the caps that it names."""
    rows = [applied(str(i), "a", str(90 - i), *c.split(), of=("x", "y")) for i, c in enumerate(caps)]
    return tuple(rows)


CAPS = {"x": 5000, "y": 5000}


def test_caps_that_cross_are_refused_naming_both():
    [problem] = refusals(Case(stage({"a": 4}, caps=CAPS), under("x y", "x", "y", "")))
    assert (problem.code, dict(problem.params)) == ("select.crossing_caps", {"one": "x", "other": "y"})


@pytest.mark.parametrize(
    "people", [("x", "y", ""), ("x y", "x", ""), ("x y", "y"), ("x y", "x y", ""), ("", ""), ("x",)]
)
def test_caps_apart_nested_or_equal_are_accepted(people):
    case = Case(stage({"a": 4}, caps=CAPS), under(*people))
    assert case.faults() == []


def test_of_three_caps_each_pair_that_crosses_is_named():
    rows = tuple(
        applied(str(i), "a", str(90 - i), *c.split(), of=("x", "y", "z"))
        for i, c in enumerate(["x y z", "x", "y", "z y"])
    )
    problems = refusals(Case(stage({"a": 4}, caps={**CAPS, "z": 5000}), rows))
    assert [(p.params["one"], p.params["other"]) for p in problems] == [("x", "y"), ("x", "z")]


def several_caps(*c05: str) -> Case:
    """The page's example of caps that work against each other, docs/algorithms/selection.md."""
    traits = ("female", "retail", "food")
    rows = (
        applied("C01", "naru", "90", "retail", of=traits),
        applied("C02", "naru", "80", "food", of=traits),
        applied("C03", "naru", "70", of=traits),
        applied("C04", "dasom;naru", "60", "female", of=traits),
        *(applied("C05", "dasom", "95", of=traits) for _ in c05),
    )
    caps = {"retail": 5000, "food": 5000}
    return Case(stage({"naru": 2, "dasom": 1}, set_asides={"female": 3400}, caps=caps), rows)


def test_several_caps_that_work_against_each_other_are_refused_naming_whom_they_wrong():
    [problem] = refusals(several_caps("C05"))
    assert problem.code == "select.no_stable_result"
    assert dict(problem.params) == {"caps": "retail, food", "executor": "naru", "application": "C03"}


def test_several_caps_with_set_asides_are_decided_on_where_they_do_not_meet():
    case = several_caps()
    assert case.faults() == []
    assert case.result() == {"C01": "naru", "C02": "naru", "C03": "", "C04": "dasom"}
