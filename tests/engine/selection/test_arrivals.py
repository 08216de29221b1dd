"""The walk in the order of arrival gives the places that the selection gives, never more than there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case, stage

from dure.engine.selection.arrivals import Seats

EXECUTORS = ("naru", "dasom", "garam")


@st.composite
def arrivals(draw):
    capacity = {one: draw(st.integers(0, 3)) for one in EXECUTORS}
    came = draw(st.lists(st.lists(st.sampled_from(EXECUTORS), min_size=1, unique=True), max_size=12))
    return capacity, came


@given(arrivals())
def test_the_walk_gives_what_deferred_acceptance_gives(case):
    capacity, came = case
    held = {one: places for one, places in capacity.items() if places}
    rows = tuple(
        {"application_no": f"R{n:02d}", "choices": ";".join(c for c in choices if c in held),
         "received_at": f"2025-03-18T00:00:00.{n:06d}Z"}
        for n, choices in enumerate(came)
    )  # fmt: skip
    if not held:
        return
    case = Case(stage(held) | {"way": "first_come"}, rows, None)
    assert case.faults() == []
    walked = Seats(capacity).take_each(came)
    assert [place or "" for place in walked] == list(case.result().values())


@given(arrivals(), st.integers(0, 11))
def test_nobody_loses_a_place_when_somebody_before_leaves(case, leaving):
    capacity, came = case
    before = Seats(capacity).take_each(came)
    rest = [row for n, row in enumerate(came) if n != leaving]
    after = Seats(capacity).take_each(rest)
    still = [place for n, place in enumerate(before) if n != leaving]
    assert all(has is not None for had, has in zip(still, after, strict=True) if had is not None)


@given(arrivals())
def test_no_place_is_given_twice_and_none_stays_empty_that_somebody_lists(case):
    capacity, came = case
    seats = Seats(capacity)
    placed = seats.take_each(came)
    assert {one: placed.count(one) for one in EXECUTORS} == {
        one: capacity[one] - seats.left[one] for one in EXECUTORS
    }
    assert seats.many_left == sum(seats.left.values()) >= 0
    for choices, place in zip(came, placed, strict=True):
        if place is None:
            assert all(seats.left[one] == 0 for one in choices)
