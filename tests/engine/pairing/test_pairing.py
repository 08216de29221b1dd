"""Pairing: bounds always hold, the best is the best, stable is stable, and the order of rows is nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.pairing.sides import ALL, criterion, problems

from dure.engine.pairing.blocks import Sides, candidates
from dure.engine.pairing.pair import pair
from dure.engine.pairing.places import ADJACENT, ELSEWHERE, counted, nearness
from dure.engine.pairing.points import suitability
from dure.engine.pairing.sides import Problem, Provider, Result, Seeker, Terms
from dure.engine.pairing.stable import blocking, preferences
from dure.engine.problems import Refused

MANY = settings(max_examples=50, deadline=None)


def able(problem: Problem) -> dict[tuple[str, str], int]:
    """Return the points of every pair that can be made, looked at one by one."""
    found = {}
    for seeker in problem.seekers:
        for provider in problem.providers:
            names = (seeker.id, provider.id)
            fit = suitability(problem.terms, seeker, provider)
            good = fit.comes and fit.meets and fit.points >= problem.terms.lowest_points
            if good and provider.capacity and names not in problem.barred | problem.fixed:
                found[names] = fit.points
    return found


def holds(problem: Problem, names: list[tuple[str, str]]) -> bool:
    room = {one.id: one.capacity for one in problem.providers}
    load, got = Counter(p for _, p in names), Counter(s for s, _ in names)
    return all(n <= room[p] for p, n in load.items()) and all(n <= problem.terms.each for n in got.values())


def worth(
    problem: Problem, names: list[tuple[str, str]], points: dict[tuple[str, str], int]
) -> tuple[int, int]:
    return len({s for s, _ in names}), sum(points[one] for one in names if one in points)


def names_of(result: Result) -> list[tuple[str, str]]:
    return [(one.seeker, one.provider) for one in result.pairs]


@MANY
@given(problems())
def test_points_of_blocks_are_those_of_pairs_one_by_one(problem):
    sides = Sides(problem)
    found = candidates(sides)
    seen = {
        (problem.seekers[s].id, problem.providers[p].id): int(points)
        for s, p, points in zip(found.seekers, found.providers, found.points, strict=True)
    }
    assert seen == able(problem)


@MANY
@given(problems(), st.sampled_from(("points", "both_sides")))
def test_bounds_hold_and_fixed_pairs_stand(problem, ranked_by):
    result = pair(problem, ranked_by)
    names = names_of(result)
    possible = able(problem)
    assert holds(problem, names)
    assert set(names) >= problem.fixed
    assert not set(names) & problem.barred
    assert all(one.fixed or possible[one.seeker, one.provider] == one.points for one in result.pairs)
    assert {one.seeker for one in result.unmatched} == {s.id for s in problem.seekers} - {s for s, _ in names}


@settings(max_examples=30, deadline=None)
@given(problems())
def test_by_points_it_is_the_best_of_all(problem):
    """By trying every set of pairs: who gets somebody first, then points."""
    possible = able(problem)
    most = (0, -1)
    fixed = sorted(problem.fixed)
    for size in range(min(len(possible), 6) + 1):
        for chosen in combinations(possible, size):
            if holds(problem, [*fixed, *chosen]):
                most = max(most, worth(problem, [*fixed, *chosen], possible))
    result = pair(problem)
    if len(result.pairs) - len(fixed) <= 6:
        assert worth(problem, names_of(result), possible) == most


@MANY
@given(problems())
def test_by_both_sides_nobody_would_rather_have_another(problem):
    result = pair(problem, "both_sides")
    sides = Sides(problem)
    found = candidates(sides)
    places = preferences(found, sides.lots(found.seekers, found.providers), sides)
    number = {
        (problem.seekers[s].id, problem.providers[p].id): k
        for k, (s, p) in enumerate(zip(found.seekers.tolist(), found.providers.tolist(), strict=True))
    }
    made = np.array([number[one] for one in names_of(result) if one in number], np.int64)
    got, taken = Counter(s for s, _ in problem.fixed), Counter(p for _, p in problem.fixed)
    need = np.array([problem.terms.each - got[one.id] for one in problem.seekers], np.int64)
    room = np.array([one.capacity - taken[one.id] for one in problem.providers], np.int64)
    assert blocking(found, *places, need, room, made).tolist() == []
    if len(made):
        # Two who would have each other, taken apart, are seen.
        assert made[0] in blocking(found, *places, need, room, made[1:]).tolist()


@MANY
@given(problems(), st.sampled_from(("points", "both_sides")), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing(problem, ranked_by, draw):
    seekers, providers = list(problem.seekers), list(problem.providers)
    draw.shuffle(seekers)
    draw.shuffle(providers)
    turned = replace(problem, seekers=tuple(seekers), providers=tuple(providers))
    assert pair(turned, ranked_by) == pair(problem, ranked_by)


@MANY
@given(problems())
def test_bounded_candidates_leave_nobody_alone_who_could_have_somebody(problem):
    result = pair(problem, kept=1)
    assert holds(problem, names_of(result))
    load = Counter(one.provider for one in result.pairs)
    room = {one.id: one.capacity - load[one.id] for one in problem.providers}
    alone = {one.seeker for one in result.unmatched}
    assert [one for one in able(problem) if one[0] in alone and room[one[1]]] == []


SKILL = (criterion("skills", 100, "skills", needed=True),)


def one_of(reason: str) -> Problem:
    seeker = Seeker("m", "11110", skills=frozenset({"video"}))
    good = Provider("p", 1, "11110", "district", skills=frozenset({"video"}))
    terms, barred, fixed, seekers = Terms(SKILL, lowest_points=50), frozenset(), frozenset(), (seeker,)
    if reason == "nobody":
        good = replace(good, capacity=0)
    elif reason == "region":
        good = replace(good, region="26110")
    elif reason == "needs":
        good = replace(good, skills=frozenset({"design"}))
    elif reason == "barred":
        barred = frozenset({("m", "p")})
    elif reason == "points":
        terms = replace(terms, lowest_points=101)
    elif reason == "full":
        seekers, fixed = (seeker, replace(seeker, id="n")), frozenset({("n", "p")})
    return Problem(terms, seekers, (good,), fixed, barred)


@pytest.mark.parametrize("reason", ["nobody", "region", "needs", "barred", "points", "full"])
@pytest.mark.parametrize("ranked_by", ["points", "both_sides"])
def test_why_somebody_got_nobody(reason, ranked_by):
    (left,) = pair(one_of(reason), ranked_by).unmatched
    assert (left.seeker, left.reason) == ("m", reason)


def test_orders_come_before_points_and_only_where_both_sides_rank():
    seekers = (Seeker("m", skills=frozenset({"video"}), ranked=("p",)),)
    providers = (Provider("p", 1), Provider("q", 1, skills=frozenset({"video"})))
    problem = Problem(Terms(ALL), seekers, providers)
    assert names_of(pair(problem, "both_sides")) == [("m", "p")]
    assert names_of(pair(problem)) == [("m", "q")]


def test_fixed_pairs_that_contradict_what_binds_are_refused():
    seekers, providers = (Seeker("m"), Seeker("n")), (Provider("p", 1), Provider("q", 9))
    fixed = frozenset({("m", "p"), ("n", "p"), ("m", "q"), ("x", "q")})
    with pytest.raises(Refused) as refused:
        pair(Problem(Terms(()), seekers, providers, fixed, frozenset({("m", "p")})))
    assert [(one.code, dict(one.params)) for one in refused.value.problems] == [
        ("pairing.both", {"seeker": "m", "provider": "p"}),
        ("pairing.unknown", {"seeker": "x", "provider": "q"}),
        ("pairing.room", {"provider": "p", "room": 1, "fixed": 2}),
        ("pairing.each", {"seeker": "m", "each": 1, "fixed": 2}),
    ]


@pytest.mark.parametrize(("one", "other"), [("42", "51"), ("45", "52")])
def test_a_programmes_own_map_may_name_a_province_by_either_number(one, other):
    """The same file with old numbers and with new ones pairs the same people."""
    for named in (one, other):
        beside = counted({named: ("26",), "26": (named,)})
        for written in (one, other):
            assert nearness(f"{written}110", "26110", (), beside) == ADJACENT
            assert nearness("26110", f"{written}110", (), beside) == ADJACENT
            assert nearness("11110", f"{written}110", (), beside) == ELSEWHERE


def test_a_programmes_own_map_may_name_the_joined_province():
    beside = counted({"12": ("26",), "26": ("12",)})
    assert [nearness("26110", home, (), beside) for home in ("29110", "46110", "12110", "12")] == [
        ADJACENT
    ] * 4
    assert [nearness(place, "26110", (), beside) for place in ("29110", "46110", "12110")] == [ADJACENT] * 3
