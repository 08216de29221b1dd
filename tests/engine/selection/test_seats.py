"""How many seats a set-aside has, who joins its group, and which label a seat bears."""

from __future__ import annotations

import pytest
from tests.engine.selection.selection_case import Case, applied, plan_of, stage

from dure.engine.problems import Refused
from dure.engine.programme.seats import seats_of_share, split_seats
from dure.engine.selection.choice import Chosen, choose, seat_labels
from dure.engine.selection.plan import Place

ONE, TWO, BOTH = 0b01, 0b10, 0b11
"""Masks of who qualifies for the first set-aside, the second, both."""


@pytest.mark.parametrize(
    ("quota", "share_bp", "seats"),
    [
        (3000, 4000, 1200),
        (30, 1000, 3),
        (9, 1000, 0),
        (10, 999, 0),
        (7, 3333, 2),
        (5, 10000, 5),
        (0, 5000, 0),
    ],
)
def test_a_set_aside_has_its_share_of_the_quota_rounded_down(quota, share_bp, seats):
    assert seats_of_share(quota, share_bp) == seats


@pytest.mark.parametrize(
    ("seats", "capacities", "split"),
    [
        (12, {"a": 10, "b": 20}, {"a": 4, "b": 8}),
        (4, {"a": 3, "b": 3, "c": 3}, {"a": 2, "b": 1, "c": 1}),  # equal remainders: file order
        (2, {"a": 1, "b": 5, "c": 3}, {"a": 0, "b": 1, "c": 1}),  # 2/9, 10/9, 6/9: the largest remainder
        (1, {"a": 2, "b": 3}, {"a": 0, "b": 1}),
        (0, {"a": 2, "b": 3}, {"a": 0, "b": 0}),
        (0, {"a": 0, "b": 0}, {"a": 0, "b": 0}),
        (3, {"a": 0, "b": 3}, {"a": 0, "b": 3}),
    ],
)
def test_seats_are_split_over_executors_by_largest_remainder_and_file_order(seats, capacities, split):
    assert split_seats(seats, capacities) == split


def test_each_set_aside_is_split_on_its_own():
    plan = plan_of(stage({"a": 5, "b": 4}, set_asides={"x": 3400, "y": 1200}))
    assert [place.set_aside_seats for place in plan.places] == [(2, 1), (1, 0)]


def test_a_pooled_stage_has_all_seats_in_one_place():
    plan = plan_of(stage({"a": 0, "b": 0}, pooled=30, set_asides={"x": 4000}))
    assert plan.places == (Place("", 30, (12,)),)


def test_more_set_aside_seats_than_places_at_one_executor_are_refused():
    with pytest.raises(Refused) as refused:
        plan_of(stage({"a": 1, "b": 1}, set_asides={"x": 5000, "y": 5000}))
    [problem] = refused.value.problems
    assert (problem.code, problem.params["executor"]) == ("stage.set_asides", "a")


def test_more_set_asides_than_the_arithmetic_is_made_for_are_refused():
    with pytest.raises(Refused) as refused:
        plan_of(stage({"a": 100}, set_asides={f"t{i}": 100 for i in range(11)}))
    assert [p.code for p in refused.value.problems] == ["stage.many_set_asides"]


def chosen(capacity: int, seats: tuple[int, ...], masks: list[int]) -> Chosen:
    return choose(Place("", capacity, seats), range(len(masks)), masks, [0] * len(masks), ())


def test_a_person_joins_if_all_of_the_group_can_sit_and_others_may_move_over():
    assert chosen(2, (1, 1), [BOTH, ONE]).group == [0, 1]
    assert chosen(2, (1, 1), [BOTH, TWO]).group == [0, 1]
    assert chosen(2, (1, 1), [BOTH, BOTH, ONE]).group == [0, 1]


def test_whoever_cannot_sit_with_those_before_takes_part_in_the_open_seats():
    assert chosen(3, (1, 1), [ONE, ONE, TWO]) == Chosen([0, 2], [1], 1)


def test_nobody_is_moved_out_of_the_group_by_someone_of_lower_rank():
    assert chosen(1, (1,), [ONE, ONE]).group == [0]


def test_one_person_takes_one_seat_though_several_set_asides_would_fit():
    assert chosen(3, (1, 1), [BOTH, 0, 0]) == Chosen([0], [1, 2], 2)


def test_set_aside_seats_left_empty_become_open_seats():
    assert chosen(3, (2,), [0, ONE, 0, 0]) == Chosen([1], [0, 2], 2)


def test_a_set_aside_without_seats_seats_nobody():
    assert chosen(2, (0,), [ONE, ONE, 0]) == Chosen([], [0, 1], 2)


def labels(seats: tuple[int, ...], masks: list[int]) -> dict[int, int]:
    return seat_labels(Place("", 9, seats), range(len(masks)), masks)


def test_a_seat_bears_the_first_set_aside_in_file_order():
    assert labels((1, 1), [BOTH]) == {0: 0}
    assert labels((1, 1), [BOTH, BOTH]) == {0: 0, 1: 1}


def test_a_label_is_passed_over_if_somebody_later_could_not_sit():
    assert labels((1, 1), [BOTH, ONE]) == {0: 1, 1: 0}


def test_a_chain_of_three_is_labelled_so_that_all_sit():
    assert labels((1, 1, 1), [0b111, 0b011, 0b001]) == {0: 2, 1: 1, 2: 0}


def test_labels_go_by_rank_not_by_application_number():
    rows = (applied("z", "a", "90", "x", "y"), applied("a", "a", "80", "x", "y"))
    decisions = Case(stage({"a": 2}, set_asides={"x": 5000, "y": 5000}), rows).decisions()
    assert {n: d.seat for n, d in decisions.items()} == {"z": "x", "a": "y"}


def test_an_unknown_trait_takes_no_set_aside_seat():
    row = applied("1", "a", "90") | {"trait.x": ""}
    other = applied("2", "a", "10", "x")
    case = Case(stage({"a": 1}, set_asides={"x": 10000}), (row, other))
    assert case.faults() == []
    assert case.result() == {"1": "", "2": "a"}
