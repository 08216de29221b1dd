"""A pairing from its problem to its result: bounds first, then the best, then who got nobody and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from dure.engine.pairing.blocks import Candidates, Numbers, Sides, candidates
from dure.engine.pairing.flow import best
from dure.engine.pairing.points import suitability
from dure.engine.pairing.sides import Made, Pair, Problem, Result, Unmatched, WhyNot
from dure.engine.pairing.stable import preferences, stable
from dure.engine.problems import Problem as Fault
from dure.engine.problems import Refused, msg

RankedBy = Literal["points", "both_sides"]


def pair(problem: Problem, ranked_by: RankedBy = "points", *, kept: int | None = None) -> Result:
    """Return the pairs of a problem, fixed ones among them, and who got nobody.

    ``points``: as many merchants as can be with somebody, then the best sum of points. ``both_sides``: a
    stable result. The order in which both sides are handed in changes nothing. ``kept`` bounds the
    candidates of a seeker (see ``blocks.py``): where they are bounded, whoever got nobody is tried once more
    with all that have room left. Raises Refused where fixed pairs contradict what binds.
    """
    problem = _in_order(problem)
    _refuse_contradictions(problem)
    need, room = _left(problem)
    sides = Sides(problem)
    found = candidates(sides, kept)
    made = _made(sides, found, need, room, ranked_by)
    if not found.whole:
        made += _second_try(problem, made, ranked_by)
    points = {(one.seeker, one.provider): one.points for one in made}
    pairs = [*made, *_fixed(problem)]
    assert len(points) == len(made), "no pair is made twice"
    pairs.sort(key=lambda one: (one.seeker, one.provider))
    return Result(tuple(pairs), _unmatched(problem, found.counts, pairs))


def _in_order(problem: Problem) -> Problem:
    return replace(
        problem,
        seekers=tuple(sorted(problem.seekers, key=lambda one: one.id)),
        providers=tuple(sorted(problem.providers, key=lambda one: one.id)),
    )


def _refuse_contradictions(problem: Problem) -> None:
    """Raise Refused for pairs fixed and barred, of unknown people, and without room for them."""
    seekers = {one.id for one in problem.seekers}
    room = {one.id: one.capacity for one in problem.providers}
    taken = Counter(provider for _, provider in problem.fixed)
    got = Counter(seeker for seeker, _ in problem.fixed)
    faults = [
        Fault("pairing.both", msg("{provider} is both fixed to {seeker} and barred from it"), _named(one))
        for one in sorted(problem.fixed & problem.barred)
    ]
    faults += [
        Fault(
            "pairing.unknown",
            msg("the fixed pair of {seeker} and {provider} names somebody who is not there"),
            _named(one),
        )
        for one in sorted(problem.fixed)
        if one[0] not in seekers or one[1] not in room
    ]
    faults += [
        Fault(
            "pairing.room",
            msg("{provider} takes {room}, and {fixed} are fixed"),
            {"provider": provider, "room": room[provider], "fixed": number},
        )
        for provider, number in sorted(taken.items())
        if number > room.get(provider, number)
    ]
    faults += [
        Fault(
            "pairing.each",
            msg("{seeker} gets at most {each}, and {fixed} are fixed"),
            {"seeker": seeker, "each": problem.terms.each, "fixed": number},
        )
        for seeker, number in sorted(got.items())
        if number > problem.terms.each
    ]
    if faults:
        raise Refused(faults)


def _named(pair: Pair) -> dict[str, object]:
    return {"seeker": pair[0], "provider": pair[1]}


def _left(problem: Problem) -> tuple[Numbers, Numbers]:
    """Return what each seeker may still get and each provider still take, beside the fixed pairs."""
    got = Counter(seeker for seeker, _ in problem.fixed)
    taken = Counter(provider for _, provider in problem.fixed)
    need = [problem.terms.each - got[one.id] for one in problem.seekers]
    room = [one.capacity - taken[one.id] for one in problem.providers]
    return np.array(need, np.int64), np.array(room, np.int64)


def _made(sides: Sides, found: Candidates, need: Numbers, room: Numbers, ranked_by: RankedBy) -> list[Made]:
    problem = sides.problem
    lots = sides.lots(found.seekers, found.providers)
    if ranked_by == "points":
        got = Counter(seeker for seeker, _ in problem.fixed)
        first = np.array([int(not got[one.id]) for one in problem.seekers], np.int64)
        arcs = best(found, lots, need, np.minimum(first, need), room)
    else:
        arcs = stable(found, *preferences(found, lots, sides), need, room)
    rows = zip(found.seekers[arcs], found.providers[arcs], found.points[arcs], strict=True)
    return [Made(problem.seekers[s].id, problem.providers[p].id, int(points)) for s, p, points in rows]


def _second_try(problem: Problem, made: Sequence[Made], ranked_by: RankedBy) -> list[Made]:
    """Return pairs of who got nobody with who has room left, over all that can be made."""
    served = {one.seeker for one in made} | {seeker for seeker, _ in problem.fixed}
    taken = Counter(one.provider for one in made) + Counter(provider for _, provider in problem.fixed)
    rest = replace(
        problem,
        seekers=tuple(one for one in problem.seekers if one.id not in served),
        providers=tuple(
            replace(one, capacity=one.capacity - taken[one.id])
            for one in problem.providers
            if one.capacity > taken[one.id]
        ),
        fixed=frozenset(),
    )
    if not rest.seekers or not rest.providers:
        return []
    need, room = _left(rest)
    most = max(1, 4_000_000 // len(rest.seekers))
    sides = Sides(rest)
    return _made(sides, candidates(sides, most), need, room, ranked_by)


def _fixed(problem: Problem) -> list[Made]:
    seekers = {one.id: one for one in problem.seekers}
    providers = {one.id: one for one in problem.providers}
    return [
        Made(s, p, suitability(problem.terms, seekers[s], providers[p]).points, fixed=True)
        for s, p in sorted(problem.fixed)
    ]


def _unmatched(problem: Problem, counts: Numbers, pairs: Sequence[Made]) -> tuple[Unmatched, ...]:
    served = {one.seeker for one in pairs}
    offered = sum(one.capacity > 0 for one in problem.providers)
    found = []
    for n, one in enumerate(problem.seekers):
        if one.id in served:
            continue
        reached, meeting, allowed, good = counts[n].tolist()
        steps: list[tuple[int, WhyNot]] = [
            (offered, "nobody"), (reached, "region"), (meeting, "needs"), (allowed, "barred"),
            (good, "points"),
        ]  # fmt: skip
        reason: WhyNot = next((why for left, why in steps if not left), "full")
        found.append(Unmatched(one.id, reason, offered, reached, meeting, allowed, good))
    return tuple(found)
