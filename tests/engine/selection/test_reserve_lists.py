"""Reserve lists: who stands on them, in which order, and what a decision says of them."""

from __future__ import annotations

from tests.engine.selection.selection_case import Case, applied, stage

SCORES = {"1": "90", "2": "80", "3": "70", "4": "60", "5": "50"}


def reserves(case: Case) -> dict[str, tuple[str, int | None]]:
    assert case.faults() == []
    return {n: (d.executor, d.reserve_rank) for n, d in case.decisions().items() if d.decision == "reserve"}


def rows(choices: str, *numbers: str) -> tuple[dict[str, str], ...]:
    return tuple(applied(n, choices, SCORES[n]) for n in numbers)


def test_the_list_goes_by_order_as_long_as_its_length():
    case = Case(stage({"a": 1}, reserve_length=2), rows("a", *SCORES))
    assert reserves(case) == {"2": ("a", 1), "3": ("a", 2)}
    assert [case.decisions()[n].decision for n in ("4", "5")] == ["not_selected", "not_selected"]


def test_a_length_of_none_makes_no_list():
    assert reserves(Case(stage({"a": 1}, reserve_length=0), rows("a", *SCORES))) == {}


def test_nobody_selected_elsewhere_stands_on_a_list():
    case = Case(stage({"a": 1, "b": 1}, reserve_length=1), (*rows("a;b", "1", "2"), *rows("a", "3")))
    assert case.result() == {"1": "a", "2": "b", "3": ""}
    assert reserves(case) == {"3": ("a", 1)}


def test_a_person_on_several_lists_is_shown_at_the_best_choice_of_them():
    case = Case(
        stage({"a": 1, "b": 1}, reserve_length=2), (*rows("a", "1"), *rows("b", "2"), *rows("b;a", "3"))
    )
    assert reserves(case) == {"3": ("b", 1)}


def test_the_best_choice_is_passed_over_where_its_list_is_too_short():
    people = (
        applied("1", "a", {"a": "90", "b": ""}),
        applied("2", "b", {"a": "", "b": "90"}),
        applied("3", "b", {"a": "", "b": "80"}),
        applied("4", "b;a", {"a": "10", "b": "70"}),
    )
    case = Case(stage({"a": 1, "b": 1}, reserve_length=1), people)
    assert reserves(case) == {"3": ("b", 1), "4": ("a", 1)}
    fourth = case.decisions()["4"]
    assert (fourth.rank, fourth.score, fourth.cutoff) == (2, 10000, 90000)


def test_lists_of_several_executors_count_people_who_are_shown_elsewhere():
    people = (*rows("a", "1"), *(applied(n, "b;a", SCORES[n]) for n in "23"), *rows("a", "4"))
    case = Case(stage({"a": 1, "b": 1}, reserve_length=2), people)
    assert case.result() == {"1": "a", "2": "b", "3": "", "4": ""}
    assert reserves(case) == {"3": ("b", 1), "4": ("a", 2)}  # 3 is first on the list of a as well


def test_whoever_was_refused_by_a_cap_stands_on_the_list_in_order():
    people = (
        applied("1", "a", "90", "retail"),
        applied("2", "a", "80", "retail"),
        applied("3", "a", "70", of=("retail",)),
        applied("4", "a", "60", of=("retail",)),
    )
    case = Case(stage({"a": 2}, caps={"retail": 5000}, reserve_length=2), people)
    assert case.result() == {"1": "a", "2": "", "3": "a", "4": ""}
    assert reserves(case) == {"2": ("a", 1), "4": ("a", 2)}


def test_whoever_has_no_score_is_on_no_list():
    case = Case(stage({"a": 1}, reserve_length=5), (*rows("a", "1"), applied("2", "a", "")))
    assert reserves(case) == {}
