"""A selection in figures: seats, cut-offs, ties, effects of set-asides, and whole reserve lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.engine.selection.selection_case import Case, applied, stage
from tests.engine.selection.selection_strategies import cases

from dure.engine.problems import Refused
from dure.engine.selection import select
from dure.engine.selection.reserves import Listed, rank_at, reserve_lists
from dure.engine.selection.summary import (
    PlaceSummary,
    SetAsideEffect,
    Tie,
    place_summaries,
    set_aside_effects,
    without_set_aside,
)


def summaries(case: Case) -> dict[str, PlaceSummary]:
    decisions = list(case.decisions().values())
    return {s.place: s for s in place_summaries(case.plan, case.applications, decisions)}


def two_places() -> Case:
    people = (
        applied("1", "a;b", {"a": "90", "b": "80"}, of=("female",)),
        applied("2", "a;b", {"a": "80", "b": "80"}, "female"),
        applied("3", "a", {"a": "85", "b": ""}, of=("female",)),
        applied("4", "b;a", {"a": "70", "b": "60"}, of=("female",)),
        applied("5", "b", {"a": "", "b": ""}, of=("female",)),
    )
    return Case(stage({"a": 2, "b": 1}, set_asides={"female": 3400}, reserve_length=2), people, seed="seed")


def test_places_are_summed_up():
    found = summaries(two_places())
    # Set aside: floor(3 × 0.34) = 1 seat, of a, whose remainder is larger: 2 has it, and 3 stands in reserve.
    assert found["a"] == PlaceSummary(
        place="a", capacity=2, listed=4, scored=4, selected=2, seats={"open": 1, "female": 1},
        cutoffs={"open": 90_000, "female": 80_000}, reserve=1, tie=None, last_ranks={"open": 1, "female": 3},
    )  # fmt: skip
    assert found["b"] == PlaceSummary(
        place="b", capacity=1, listed=4, scored=3, selected=1, seats={"open": 1},
        cutoffs={"open": 60_000}, reserve=0, tie=None, last_ranks={"open": 3},
    )  # fmt: skip
    assert found["b"].vacant == 0


def test_of_a_set_aside_that_cannot_be_left_out_nothing_is_told_and_of_the_others_all():
    """C04 is kept at dasom by its regional seat. Without that she would come to naru, where two caps meet."""
    traits = ("female", "regional", "retail", "food")
    people = (
        applied("C01", "naru", "90", "retail", of=traits),
        applied("C02", "naru", "80", "food", of=traits),
        applied("C03", "naru", "70", of=traits),
        applied("C04", "dasom;naru", "60", "female", "regional", of=traits),
        applied("C05", "dasom", "95", of=traits),
    )
    shares = {"female": 3400, "regional": 6700}
    described = stage({"naru": 2, "dasom": 1}, set_asides=shares, caps={"retail": 5000, "food": 5000})
    case = Case(described, people)
    assert case.result() == {"C01": "naru", "C02": "naru", "C03": "", "C04": "dasom", "C05": ""}
    with pytest.raises(Refused) as refused:
        select(without_set_aside(case.plan, "regional"), case.applications)
    assert [p.code for p in refused.value.problems] == ["select.no_stable_result"]
    assert set_aside_effects(case.plan, case.applications, case.decided(), None) == (
        SetAsideEffect("female", 0, (), (), 0),
    )


def test_what_a_set_aside_changes_is_told_by_choosing_without_it():
    case = two_places()
    decisions = list(case.decisions().values())
    assert case.result() == {"1": "a", "2": "a", "3": "", "4": "b", "5": ""}
    # Without it 3 has the second seat of a, and 2 that of b, which 4 loses.
    again = select(without_set_aside(case.plan, "female"), case.applications, "seed")
    assert {d.application_no: d.executor for d in again if d.decision == "selected"} == {
        "1": "a", "2": "b", "3": "a",
    }  # fmt: skip
    assert set_aside_effects(case.plan, case.applications, decisions, case.seed) == (
        SetAsideEffect("female", 1, only_by_it=("4",), put_out_by_it=("3",), cost=25_000),
    )


def test_a_set_aside_that_nobody_needs_changes_nothing():
    people = (applied("1", "a", "90", "female"), applied("2", "a", "80", of=("female",)))
    case = Case(stage({"a": 2}, set_asides={"female": 5000}), people)
    effects = set_aside_effects(case.plan, case.applications, list(case.decisions().values()), None)
    assert effects == (SetAsideEffect("female", 1, (), (), 0),)


def test_a_tie_at_the_cutoff_is_counted():
    people = tuple(applied(n, "a", "90" if n == "1" else "80") for n in "12345")
    case = Case(stage({"a": 3}), people, seed="s")
    assert summaries(case)["a"].tie == Tie(80_000, 2, 2)


def test_seats_that_are_left_are_told():
    case = Case(stage({"a": 3}), (applied("1", "a", "90"),))
    assert summaries(case)["a"].vacant == 2


@settings(max_examples=60)
@given(cases())
def test_whole_lists_agree_with_what_decisions_say(case):
    try:
        decisions = list(case.decisions().values())
    except Refused:
        return
    lists = reserve_lists(case.plan, case.applications, decisions, case.seed)
    for decision in decisions:
        place = "" if case.plan.pooled else decision.executor
        if decision.decision == "reserve":
            assert decision.reserve_rank is not None
            assert decision.rank is not None
            assert lists[place][decision.reserve_rank - 1] == Listed(decision.application_no, decision.rank)
        else:
            assert all(one.application_no != decision.application_no for of in lists.values() for one in of)


def test_ranks_count_all_who_have_a_score():
    case = two_places()
    at = [rank_at(case.plan, case.applications, case.seed, "b", number) for number in "12345"]
    assert sorted(at[:2]) == [1, 2]
    assert at[2:] == [None, 3, None]


@settings(max_examples=40)
@given(cases())
def test_figures_add_up(case):
    try:
        decisions = list(case.decisions().values())
    except Refused:
        return
    found = place_summaries(case.plan, case.applications, decisions)
    assert sum(s.selected for s in found) == sum(d.decision == "selected" for d in decisions)
    assert sum(s.reserve for s in found) == sum(d.decision == "reserve" for d in decisions)
    for summary in found:
        assert sum(summary.seats.values()) == summary.selected <= summary.capacity
        assert summary.scored <= summary.listed
