"""Panels: bounds and conflicts always hold, nothing better exists, what cannot be is told with its bound."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.review.panel import Lack, Lots, Panel, Terms, breaches
from dure.engine.review.panel_flow import assign, bounded_organisations
from dure.engine.review.panel_mixed import assign_mixed

CASES, PEOPLE = ("A", "B", "C"), ("r1", "r2", "r3", "r4")


@st.composite
def panels(draw, most_organisations=1):
    cases = CASES[: draw(st.integers(1, 3))]
    people = PEOPLE[: draw(st.integers(1, 4))]
    every = list(product(cases, people))
    barred = frozenset(draw(st.lists(st.sampled_from(every), max_size=4)))
    standing = frozenset(
        pair for pair in draw(st.lists(st.sampled_from(every), max_size=2)) if pair not in barred
    )
    least = draw(st.integers(0, 2))
    most = draw(st.none() | st.integers(max(1, least), 3))
    own = st.frozensets(st.sampled_from(["o", "p"]), max_size=most_organisations)
    return Panel(
        Terms(draw(st.integers(1, 3)), least, most, draw(st.none() | st.just(1))),
        cases,
        people,
        barred,
        standing,
        {who: draw(own) for who in people},
        {pair: draw(st.integers(-3, 3)) for pair in every},
        draw(st.text(max_size=3)),
    )


def values(panel, new):
    """Return what counts, what counts most first, of an assignment; None where a hard bound is broken."""
    held = panel.standing | new
    load = Counter(who for _, who in held)
    terms = panel.terms
    broken = {(b.rule, b.who) for b in breaches(panel, held) if b.rule in ("barred", "organisation", "most")}
    before = {(b.rule, b.who) for b in breaches(panel, panel.standing)}
    touched = {who for pair in new for who in pair}
    if any(one not in before or one[1] in touched for one in broken):
        return None
    if any(
        sum(case == c for c, _ in held) > max(terms.each, sum(case == c for c, _ in panel.standing))
        for case in panel.cases
    ):
        return None
    lacks = sum(max(0, terms.each - sum(c == case for c, _ in held)) for case in panel.cases)
    short = sum(max(0, terms.least - load[who]) for who in panel.reviewers)
    points = -sum(panel.points[pair] for pair in new)
    squares = sum(load[who] ** 2 for who in panel.reviewers)
    return (lacks, short, squares, points) if terms.most is None else (lacks, short, points, squares)


def best_of_all(panel):
    free = [p for p in product(panel.cases, panel.reviewers) if panel.may(*p)]
    found = (values(panel, frozenset(new)) for n in range(len(free) + 1) for new in combinations(free, n))
    return min(value for value in found if value is not None)


@settings(max_examples=60, deadline=None)
@given(panels())
def test_bounds_and_conflicts_hold_and_nothing_better_exists(panel):
    new = frozenset(assign(panel).new)
    assert not new & (panel.barred | panel.standing)
    assert values(panel, new) == best_of_all(panel)


@settings(max_examples=25, deadline=None)
@given(panels(most_organisations=2))
def test_where_people_are_of_several_organisations_it_holds_as_well(panel):
    new = frozenset(assign_mixed(panel, bounded_organisations(panel)).new)
    assert values(panel, new) == best_of_all(panel)


@settings(max_examples=50, deadline=None)
@given(panels())
def test_the_order_of_what_is_given_changes_nothing(panel):
    turned = Panel(
        panel.terms, panel.cases, panel.reviewers, panel.barred, panel.standing,
        dict(reversed(panel.organisations.items())), dict(reversed(panel.points.items())), panel.seed,
    )  # fmt: skip
    assert assign(turned) == assign(panel)


@pytest.mark.parametrize(
    ("panel", "lack"),
    [
        (
            Panel(Terms(2), ("A",), ("r1", "r2"), barred=frozenset({("A", "r1")})),
            Lack("barred", "A", 1, 1),
        ),
        (
            Panel(
                Terms(2, same_organisation=1), ("A",), ("r1", "r2"),
                organisations={"r1": frozenset("o"), "r2": frozenset("o")},
            ),
            Lack("organisation", "A", 1, 1),
        ),
        (Panel(Terms(1, most=1), ("A", "B"), ("r1",)), Lack("most", "B", 1, 1)),
        (
            Panel(Terms(1, least=2), ("A", "B"), ("r1", "r2"), barred=frozenset({("A", "r2")})),
            Lack("least", "r2", 1, 1),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_told_with_the_bound_that_is_in_the_way(panel, lack):
    found = assign(panel).lacks
    assert lack in found or (lack.rule == "most" and [one.rule for one in found] == ["most"])


def test_who_falls_out_is_replaced_and_all_the_rest_stays():
    people = tuple(f"r{n}" for n in range(6))
    cases = tuple(f"c{n}" for n in range(10))
    first = Panel(Terms(3, most=6), cases, people, seed="s")
    held = frozenset(assign(first).new)
    left = frozenset(pair for pair in held if pair[1] != "r0")
    again = Panel(Terms(3, most=6), cases, people[1:], standing=left, seed="s")
    new = assign(again).new
    assert {case for case, _ in new} == {case for case, who in held if who == "r0"}
    assert not breaches(again, left | set(new))


def test_a_lot_is_a_digit_of_hashes_and_depends_on_seed_case_and_reviewer_only():
    one = Lots(Panel(Terms(1), ("A", "B"), ("r1", "r2"), seed="demo"))
    place = hashlib.sha256(b"demo\nr2").digest()[0] % 64
    assert one.of("B", "r2") == int(hashlib.sha256(b"demo\nB").hexdigest()[place], 16)
    cases = tuple(map(str, range(300)))
    assert {Lots(Panel(Terms(1), cases, ("r1",))).of(case, "r1") for case in cases} == set(range(16))


def test_loads_without_a_bound_are_even_also_where_one_reviewer_alone_may():
    cases = tuple(f"c{n}" for n in range(40))
    barred = frozenset((case, who) for case in cases[:30] for who in ("r2", "r3", "r4", "r5", "r6"))
    panel = Panel(Terms(1), cases, ("r1", "r2", "r3", "r4", "r5", "r6"), barred)
    loads = Counter(who for _, who in assign(panel).new)
    assert loads == {"r1": 30, "r2": 2, "r3": 2, "r4": 2, "r5": 2, "r6": 2}
