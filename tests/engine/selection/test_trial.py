"""Complaints are counted and not assumed; the greatest sum of scores beside the stable result; changes."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case, applied, stage
from tests.engine.selection.selection_strategies import cases
from tests.engine.selection.test_ways import cases_of_way

from dure.engine.selection.optimum import Optimum, optimum
from dure.engine.selection.summary import set_aside_effects
from dure.engine.selection.trial import Change, change_between, justified_complaints, seats_of


def complaints(case, seats=None):
    decided = case.decided()
    seats = seats_of(case.plan, decided) if seats is None else seats
    return justified_complaints(case.plan, case.applications, seats, case.seed)


@settings(max_examples=80, deadline=None)
@given(st.one_of(cases(), cases_of_way()))
def test_of_a_selection_there_is_no_justified_complaint_whatever_the_way(case):
    assert complaints(case) == 0


def rows():
    return (
        applied("1", "a;b", {"a": "90", "b": "90"}, of=("female",)),
        applied("2", "a;b", {"a": "80", "b": "80"}, of=("female",)),
        applied("3", "b;a", {"a": "85", "b": "30"}, "female"),
    )


def test_complaints_of_another_result_are_counted_by_person_and_place():
    case = Case(stage({"a": 1, "b": 1}), rows(), "seed")
    assert case.result() == {"1": "a", "2": "b", "3": ""}
    # 1 stands before 2 at a, and before 3 at b; 3 holds b, which it likes best.
    assert complaints(case, {"2": ("a", "open"), "3": ("b", "open")}) == 2
    # A seat that is left fits whoever would rather have it than nothing: 2 and 3 at b, and nobody at a.
    assert complaints(case, {"1": ("a", "open")}) == 2
    # A seat set aside fits only those of the group.
    with_seat = Case(stage({"a": 1, "b": 1}, set_asides={"female": 5000}), rows(), "seed")
    assert complaints(with_seat, {"1": ("b", "open"), "3": ("a", "female")}) == 0


def test_the_greatest_sum_refuses_somebody_who_would_have_a_complaint():
    people = (
        applied("1", "a;b", {"a": "90", "b": "89"}),
        applied("2", "a", {"a": "80"}),
        applied("3", "b", {"b": "20"}),
    )
    people = tuple(row | {"score.b": row.get("score.b", "")} for row in people)
    case = Case(stage({"a": 1, "b": 1}), people, "seed")
    decided = case.decided()
    # Stable: 1 at a (90) and 3 at b (20). Greatest: 2 at a (80) and 1 at b (89); 1 would rather be at a.
    assert optimum(case.plan, case.applications, decided, case.seed) == Optimum(169_000, 110_000, 1)
    assert optimum(case.plan, case.applications, decided, case.seed).lost == 59_000


def greatest(case, decided):
    """Return the greatest sum of scores by trying every result that keeps floors, seats and caps."""
    plan, people = case.plan, case.applications
    floors = Counter(seats_of(plan, decided).values())
    room = {p.id: p.capacity - sum(floors[p.id, s.id] for s in plan.set_asides) for p in plan.places}
    options = [
        [None]
        + [
            (choice, kind, score)
            for choice, score in zip(one.choices, one.scores, strict=True)
            if score is not None
            for kind in ("open", *(s.id for t, s in enumerate(plan.set_asides) if one.set_asides >> t & 1))
        ]
        for one in people
    ]
    best = 0
    for result in product(*options):
        given_ = Counter((r[0], r[1]) for r in result if r)
        whole = Counter(r[0] for r in result if r)
        fits = all(
            whole[p.id] <= p.capacity
            and given_[p.id, "open"] <= room[p.id]
            and all(
                floors[p.id, s.id] <= given_[p.id, s.id] <= p.set_aside_seats[t]
                for t, s in enumerate(plan.set_asides)
            )
            and all(
                sum(1 for r, one in zip(result, people, strict=True)
                    if r and r[:2] == (p.id, "open") and one.caps >> c & 1)
                <= room[p.id] * cap.share_bp // 10_000
                for c, cap in enumerate(plan.caps)
            )
            for p in plan.places
        )  # fmt: skip
        if fits:
            best = max(best, sum(r[2] for r in result if r))
    return best


@settings(max_examples=50, deadline=None)
@given(cases(executors=2, people=5, places=2))
def test_the_greatest_sum_is_that_of_all_results_tried_and_never_below_the_selection(case):
    decided = case.decided()
    found = optimum(case.plan, case.applications, decided, case.seed)
    if found is None:
        assert not any(d.score for d in decided if d.decision == "selected") or len(case.plan.caps) > 1
        return
    assert found.points == greatest(case, decided)
    assert found.lost >= 0


def test_a_set_aside_has_its_cost_in_scores_and_a_change_says_who_enters_and_leaves():
    case = Case(stage({"a": 2, "b": 1}, set_asides={"female": 3400}), rows(), "seed")
    decided = case.decided()
    alone = Case(stage({"a": 1, "b": 1}), rows(), "seed")
    assert change_between(alone.decided(), decided) == Change(("3",), (), ("2",), 30_000)
    half = Case(stage({"a": 2}, set_asides={"female": 5000}), only_a(), "seed")
    (effect,) = set_aside_effects(half.plan, half.applications, half.decided(), "seed")
    # 3 (60) sits in the seat set aside, 2 (80) is out because of it.
    assert (effect.only_by_it, effect.put_out_by_it, effect.cost) == (("3",), ("2",), 20_000)


def only_a():
    return (
        applied("1", "a", "90", of=("female",)),
        applied("2", "a", "80", of=("female",)),
        applied("3", "a", "60", "female"),
    )
