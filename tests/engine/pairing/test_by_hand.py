"""What a plan would make can be put by hand, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dure.engine.pairing.by_hand import why_not
from dure.engine.pairing.pair import pair
from dure.engine.pairing.sides import Problem, Provider, Seeker, Terms

NAMES = [(s, p) for s in "ABC" for p in "pq"]
PAIRS = st.frozensets(st.sampled_from(NAMES), max_size=4)


def problem(each: int, rooms: tuple[int, int], barred: frozenset[tuple[str, str]]) -> Problem:
    seekers = tuple(Seeker(one) for one in "ABC")
    providers = tuple(Provider(name, room) for name, room in zip("pq", rooms, strict=True))
    return Problem(Terms((), each=each), seekers, providers, barred=barred)


@given(st.integers(1, 2), st.tuples(st.integers(0, 3), st.integers(0, 3)), PAIRS)
def test_every_pair_of_a_plan_can_be_taken_out_and_put_back(each, rooms, barred):
    of = problem(each, rooms, barred)
    made = {(one.seeker, one.provider) for one in pair(of).pairs}
    for one in sorted(made):
        assert why_not(of, made - {one}, one) is None
        assert why_not(of, made, one) == "there"


@given(st.integers(1, 2), st.tuples(st.integers(0, 3), st.integers(0, 3)), PAIRS)
def test_whatever_is_put_keeps_room_and_what_is_barred(each, rooms, barred):
    of = problem(each, rooms, barred)
    made: set[tuple[str, str]] = set()
    for one in NAMES:
        if why_not(of, made, one) is None:
            made.add(one)
    assert not made & barred
    assert all(sum(p == name for _, p in made) <= room for name, room in zip("pq", rooms, strict=True))
    assert all(sum(s == name for s, _ in made) <= each for name in "ABC")


def test_who_is_not_in_the_problem_is_gone_and_what_is_fixed_needs_no_points():
    of = Problem(Terms((), lowest_points=1), (Seeker("A"),), (Provider("p", 1),))
    assert why_not(of, (), ("A", "x")) == "gone"
    assert why_not(of, (), ("A", "p")) == "points"
    fixed = Problem(of.terms, of.seekers, of.providers, fixed=frozenset({("A", "p")}))
    assert why_not(fixed, (), ("A", "p")) is None
