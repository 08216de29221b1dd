"""Reviewers are spread over cases: each has its number, nobody where barred, loads as even as can be."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.review.assigning import spread_reviewers


@st.composite
def markets(draw, most_cases=12, most_reviewers=6):
    cases = [f"c{i}" for i in range(draw(st.integers(0, most_cases)))]
    reviewers = [f"r{i}" for i in range(draw(st.integers(0, most_reviewers)))]
    every = list(product(cases, reviewers))
    barred = set(draw(st.lists(st.sampled_from(every), unique=True))) if every else set()
    return cases, reviewers, barred, draw(st.integers(1, 4)), draw(st.text(max_size=5))


def loads(assigned, reviewers):
    counted = Counter(reviewer for _, reviewer in assigned)
    return [counted[reviewer] for reviewer in reviewers]


@settings(max_examples=200, deadline=None)
@given(markets())
def test_every_case_has_its_reviewers_or_all_that_may_and_nobody_is_where_barred(market):
    cases, reviewers, barred, each, seed = market
    spread = spread_reviewers(cases, reviewers, each=each, barred=barred, seed=seed)
    assert not set(spread.assigned) & barred
    assert len(set(spread.assigned)) == len(spread.assigned)
    for case in cases:
        allowed = [r for r in reviewers if (case, r) not in barred]
        held = [r for c, r in spread.assigned if c == case]
        assert len(held) == min(each, len(allowed))
        assert spread.lacking.get(case, 0) == each - len(held)


@settings(max_examples=100, deadline=None)
@given(markets(), st.randoms())
def test_the_same_again_whatever_the_order(market, random):
    cases, reviewers, barred, each, seed = market
    once = spread_reviewers(cases, reviewers, each=each, barred=barred, seed=seed)
    mixed = [random.sample(these, len(these)) for these in (cases, reviewers, sorted(barred))]
    assert spread_reviewers(mixed[0], mixed[1], each=each, barred=mixed[2], seed=seed) == once


@settings(max_examples=100, deadline=None)
@given(markets())
def test_without_bars_loads_differ_by_at_most_one(market):
    cases, reviewers, _, each, seed = market
    spread = spread_reviewers(cases, reviewers, each=each, barred=(), seed=seed)
    if reviewers:
        found = loads(spread.assigned, reviewers)
        assert max(found) - min(found) <= 1


@settings(max_examples=60, deadline=None)
@given(markets(most_cases=4, most_reviewers=4))
def test_no_other_assignment_is_more_even(market):
    cases, reviewers, barred, each, seed = market
    spread = spread_reviewers(cases, reviewers, each=each, barred=barred, seed=seed)
    ways = []
    for case in cases:
        allowed = [r for r in reviewers if (case, r) not in barred]
        ways.append([[(case, r) for r in some] for some in combinations(allowed, min(each, len(allowed)))])
    best = min(
        sum(load**2 for load in loads([pair for some in chosen for pair in some], reviewers))
        for chosen in product(*ways)
    )
    assert sum(load**2 for load in loads(spread.assigned, reviewers)) == best


@settings(max_examples=100, deadline=None)
@given(markets(), st.data())
def test_after_a_conflict_only_the_missing_place_is_filled(market, data):
    cases, reviewers, barred, each, seed = market
    first = spread_reviewers(cases, reviewers, each=each, barred=barred, seed=seed)
    if not first.assigned:
        return
    conflict = data.draw(st.sampled_from(first.assigned))
    standing = set(first.assigned) - {conflict}
    again = spread_reviewers(
        cases, reviewers, each=each, barred=barred | {conflict}, seed=seed, standing=standing
    )
    assert {case for case, _ in again.assigned} <= {conflict[0]}
    assert len(again.assigned) <= 1
    assert not standing & set(again.assigned)
    may = [r for r in reviewers if (conflict[0], r) not in barred | {conflict} | standing]
    assert len(again.assigned) == min(1, len(may))
    if again.assigned:
        count = Counter(r for _, r in standing)
        assert count[again.assigned[0][1]] == min(count[r] for r in may)


def test_another_seed_gives_others_the_same_work():
    cases, reviewers = [f"c{i}" for i in range(30)], [f"r{i}" for i in range(7)]
    one = spread_reviewers(cases, reviewers, each=5, barred=(), seed="one")
    other = spread_reviewers(cases, reviewers, each=5, barred=(), seed="other")
    assert one.assigned != other.assigned
    assert sorted(loads(one.assigned, reviewers)) == sorted(loads(other.assigned, reviewers))


def test_three_hundred_cases_with_bars_are_even():
    cases, reviewers = [str(i) for i in range(300)], [f"r{i}" for i in range(25)]
    barred = {(case, reviewer) for i, case in enumerate(cases) for reviewer in reviewers[i % 10 :: 10]}
    spread = spread_reviewers(cases, reviewers, each=5, barred=barred, seed="s")
    assert loads(spread.assigned, reviewers) == [60] * 25
