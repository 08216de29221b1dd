"""The choice of one executor: what makes deferred acceptance stable and honest lists safe.

Every subset of at most six people is chosen from, by the selector and by the words of the contract.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_definition import chosen

from dure.engine.selection.choice import choose
from dure.engine.selection.plan import Place, Share

Chooser = tuple[Place, list[int], list[int], list[Share]]


@st.composite
def choosers(draw: st.DrawFn, *, several_caps: bool = False) -> Chooser:
    size = draw(st.integers(1, 6))
    seats = draw(st.lists(st.integers(0, 2), min_size=int(several_caps), max_size=3))
    place = Place("a", sum(seats) + draw(st.integers(0, 4)), tuple(seats))
    set_asides = draw(st.lists(st.integers(0, (1 << len(seats)) - 1), min_size=size, max_size=size))
    two = several_caps or not seats
    shares = [Share(f"c{i}", draw(st.integers(0, 10_000))) for i in range(2 if two else 1)]
    under = draw(st.sampled_from([[0, 1, 2], [0, 1, 3]])) if two else [0, 1]  # apart, nested
    caps = draw(st.lists(st.sampled_from(under), min_size=size, max_size=size))
    return place, set_asides, caps, shares


def choices(chooser: Chooser) -> dict[frozenset[int], frozenset[int]]:
    """Return what is chosen from every subset."""
    place, set_asides, caps, shares = chooser
    people = range(len(set_asides))
    of: dict[frozenset[int], frozenset[int]] = {}
    for size in range(len(people) + 1):
        for some in combinations(people, size):
            took = choose(place, some, set_asides, caps, shares)
            of[frozenset(some)] = frozenset(took.group + took.open)
    return of


def not_substitutable(of: dict[frozenset[int], frozenset[int]]) -> list[tuple[set[int], int, set[int]]]:
    """Return whom a choice refuses and takes when one more stands there: the few, who comes, who gains."""
    steps = ((few, who) for few in of for who in max(of, key=len) - few)
    gains = ((few, who, (of[few | {who}] & few) - of[few]) for few, who in steps)
    return [(set(few), who, set(gain)) for few, who, gain in gains if gain]


@settings(max_examples=60, deadline=None)
@given(choosers())
def test_the_choice_is_what_the_contract_says(chooser):
    place, set_asides, caps, shares = chooser
    people = range(len(set_asides))
    took = choose(place, people, set_asides, caps, shares)
    assert (took.group, took.open) == chosen(place, people, set_asides, caps, shares)
    assert took.open_seats == place.capacity - len(took.group)


@settings(max_examples=80, deadline=None)
@given(choosers())
def test_the_choice_is_substitutable_size_monotone_and_ignores_whom_it_refuses(chooser):
    of = choices(chooser)
    assert not_substitutable(of) == []
    for few in of:
        for who in max(of, key=len) - few:
            more = few | {who}
            assert len(of[more]) >= len(of[few])
            if who not in of[more]:
                assert of[more] == of[few]


@settings(max_examples=40, deadline=None)
@given(choosers(several_caps=True))
def test_with_several_caps_the_choice_still_ignores_whom_it_refuses(chooser):
    of = choices(chooser)
    assert all(
        of[few | {who}] == of[few]
        for few in of
        for who in max(of, key=len) - few
        if who not in of[few | {who}]
    )


HALF = Share("half", 5000)


@pytest.mark.parametrize(
    ("name", "place", "set_asides", "caps", "shares", "fault"),
    [
        (
            "two caps apart: both fall from 1 to 0 when the set-aside seat is taken",
            Place("a", 2, (1,)),
            [0, 0, 0, 1],
            [1, 2, 0, 0],
            [HALF, HALF],
            ({0, 1, 2}, 3, {2}),
        ),
        (
            "one cap inside another: the inner falls from 3 to 2, the outer stays at 4",
            Place("a", 6, (1,)),
            [0, 0, 0, 0, 0, 0, 0, 1],
            [3, 3, 3, 1, 1, 0, 0, 0],
            [Share("outer", 8000), HALF],
            ({0, 1, 2, 3, 4, 5, 6}, 7, {4}),
        ),
    ],
)
def test_known_case_where_several_caps_break_substitutability(name, place, set_asides, caps, shares, fault):
    """So a stage with set-asides and several caps may have no stable result: select refuses it then."""
    assert fault in not_substitutable(choices((place, set_asides, caps, shares)))


def test_known_case_where_several_caps_choose_fewer_from_more():
    of = choices((Place("a", 2, (1,)), [0, 0, 1], [1, 2, 0], [HALF, HALF]))
    assert (len(of[frozenset({0, 1})]), len(of[frozenset({0, 1, 2})])) == (2, 1)


def test_one_cap_breaks_substitutability_if_it_bound_set_aside_seats_too():
    """Why a cap is a share of open seats: the example of the page, with the rule we do not have."""

    def choose_capped_on_all_seats(people: list[str]) -> set[str]:
        female, retail = {"Y", "Z"}, {"X", "Y"}
        group = [p for p in people if p in female][:1]
        seats_for_retail = 1 - len(retail & set(group))
        rest = [p for p in people if p not in group]
        takes = [p for p in rest if p not in retail or seats_for_retail]
        return {*group, *takes[:1]}

    assert choose_capped_on_all_seats(["X", "Y"]) == {"Y"}
    assert choose_capped_on_all_seats(["X", "Z", "Y"]) == {"Z", "X"}
