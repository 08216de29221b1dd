"""Those placed with an executor that left: who moves where, for any stage, and the log that repeats it."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings
from tests.engine.selection.selection_case import Case
from tests.engine.selection.selection_strategies import cases

from dure.engine.problems import Refused
from dure.engine.selection.movements import Movement, movement_faults
from dure.engine.selection.moving import (
    Afterwards,
    Moved,
    move_placed,
    plan_after,
    seats_left,
    seats_taken_over,
)

GONE = "e0"


def taken_over(case: Case, data: st.DataObject) -> Afterwards:
    """Draw how many of the seats of the first executor, which left, each other takes over."""
    closed = Afterwards((GONE,))
    agreed = {p.id: p.capacity + data.draw(st.integers(0, 3)) for p in case.plan.places}
    return replace(closed, added=seats_taken_over(case.plan, closed, agreed))


def moved(case: Case, after: Afterwards, holds: dict[str, str]) -> tuple[tuple[Moved, ...], dict[str, str]]:
    leaving = [number for number, executor in holds.items() if executor == GONE]
    seated = {number: executor for number, executor in holds.items() if executor != GONE}
    among = [one for one in case.applications if one.application_no in holds]
    found, whys = move_placed(
        plan_after(case.plan, after), among, seated=seated, leaving=leaving, seed=case.seed
    )
    return found, dict(whys)


def held(case: Case) -> dict[str, str] | None:
    try:
        return {number: executor for number, executor in case.result().items() if executor}
    except Refused:  # several caps against each other: nothing was decided
        return None


def log(after: Afterwards, found: tuple[Moved, ...]) -> list[Movement]:
    entries = [("closed", "", GONE, "")]
    entries += [("seat_taken_over", "", one, "") for one, n in after.added.items() for _ in range(n)]
    entries += [("moved_over", one.application_no, one.executor, one.seat) for one in found]
    return [
        Movement(no, 1, "2025-06-01", what, number, executor, seat)
        for no, (what, number, executor, seat) in enumerate(entries, start=1)
    ]


@settings(deadline=None)
@given(cases(several_caps=False), st.data())
def test_the_seats_are_kept_and_nobody_who_sits_elsewhere_is_touched(case, data):
    holds = held(case)
    if holds is None:
        return
    after = taken_over(case, data)
    plan = plan_after(case.plan, after)
    assert sum(p.capacity for p in plan.places) + seats_left(case.plan, after) == case.plan.quota
    for t in range(len(plan.set_asides)):
        assert sum(p.set_aside_seats[t] for p in plan.places) <= sum(
            p.set_aside_seats[t] for p in case.plan.places
        )
    found, whys = moved(case, after, holds)
    leaving = {number for number, executor in holds.items() if executor == GONE}
    assert {one.application_no for one in found} | whys.keys() == leaving
    assert not {one.application_no for one in found} & whys.keys()
    now = holds | {one.application_no: one.executor for one in found}
    for place in plan.places:
        if place.id != GONE:
            assert list(now.values()).count(place.id) <= place.capacity
    by_number = {one.application_no: one for one in case.applications}
    for one in found:
        listed = by_number[one.application_no]
        assert listed.scores[listed.choices.index(one.executor)] is not None


@settings(deadline=None)
@given(cases(several_caps=False), st.data())
def test_nobody_of_a_lower_score_is_moved_to_where_somebody_of_the_same_kind_would_rather_be(case, data):
    holds = held(case)
    if holds is None:
        return
    found, whys = moved(case, taken_over(case, data), holds)
    to = {one.application_no: one.executor for one in found}
    by_number = {one.application_no: one for one in case.applications}
    for number in [*to, *whys]:
        mine = by_number[number]
        at = mine.choices.index(to[number]) if number in to else len(mine.choices)
        for better in mine.choices[:at]:
            own = mine.scores[mine.choices.index(better)]
            for other in (o for o, executor in to.items() if executor == better):
                theirs = by_number[other]
                same = (theirs.set_asides, theirs.caps) == (mine.set_asides, mine.caps)
                score = theirs.scores[theirs.choices.index(better)]
                assert score is not None
                assert not same or own is None or score >= own


@settings(deadline=None)
@given(cases(several_caps=False), st.data())
def test_a_second_time_moves_nobody_and_the_order_of_the_rows_does_not_matter(case, data):
    holds = held(case)
    if holds is None:
        return
    after = taken_over(case, data)
    found, whys = moved(case, after, holds)
    turned = replace(case, rows=tuple(data.draw(st.permutations(case.rows))))
    assert moved(turned, after, holds) == (found, whys)
    again, still = moved(case, after, holds | {one.application_no: one.executor for one in found})
    assert (again, still) == ((), whys)


@settings(deadline=None)
@given(cases(several_caps=False), st.data())
def test_the_log_of_it_is_repeated_and_no_other_is(case, data):
    holds = held(case)
    if holds is None:
        return
    after = taken_over(case, data)
    found, _ = moved(case, after, holds)

    def faults(entries: list[Movement]) -> list[str]:
        return [
            one.code
            for one in movement_faults(case.plan, case.applications, case.decided(), case.seed, entries)
        ]

    assert faults(log(after, found)) == []
    if found:
        other = replace(found[0], executor=GONE)
        assert faults(log(after, (other, *found[1:]))) == ["movements.moved_over"]
    if len(found) > 1:
        assert faults(log(after, found[1:])) == ["movements.moved_over"]
    had = next(p.capacity for p in case.plan.places if p.id == GONE)
    over = Afterwards((GONE,), (), {p.id: had + 1 for p in case.plan.places if p.id != GONE})
    if over.added:
        assert faults(log(over, ())) == ["movements.entry"]


@settings(deadline=None)
@given(cases(several_caps=False))
def test_a_place_given_up_there_goes_to_nobody(case):
    holds = held(case)
    if holds is None:
        return
    for number in [number for number, executor in holds.items() if executor == GONE]:
        entries = [
            Movement(1, 1, "2025-06-01", "closed", "", GONE),
            Movement(2, 2, "2025-06-02", "given_up", number, GONE),
        ]
        assert movement_faults(case.plan, case.applications, case.decided(), case.seed, entries) == []
