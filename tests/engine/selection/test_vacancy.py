"""Places given up: the same choice again on those selected there and its reserve list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case, applied, stage
from tests.engine.selection.selection_definition import Market
from tests.engine.selection.selection_strategies import cases

from dure.engine.problems import Refused
from dure.engine.selection.vacancy import MovedUp, fill_places


@dataclass(frozen=True)
class Standing:
    """Who is selected at one place and who stands on its list, at one moment."""

    case: Case
    place: str
    selected: frozenset[str]
    reserve: tuple[str, ...]

    def filled(self, given_up: Collection[str]) -> tuple[MovedUp, ...]:
        return fill_places(
            self.case.plan,
            self.case.applications,
            place=self.place,
            selected=self.selected,
            reserve={number: i for i, number in enumerate(self.reserve, start=1)},
            given_up=given_up,
            seed=self.case.seed,
        )

    def after(self, given_up: Collection[str]) -> Standing:
        moved = {one.application_no for one in self.filled(given_up)}
        return replace(
            self,
            selected=(self.selected | moved) - set(given_up),
            reserve=tuple(n for n in self.reserve if n not in moved and n not in given_up),
        )


def at(case: Case, place: str) -> Standing:
    """Return the standing of one place as it is published."""
    decisions = case.decisions().values()
    selected = frozenset(
        d.application_no
        for d in decisions
        if d.decision == "selected" and (case.plan.pooled or d.executor == place)
    )
    if case.plan.pooled:
        refused = sorted((d.rank or 0, d.application_no) for d in decisions if d.decision == "reserve")
        return Standing(case, place, selected, tuple(n for _, n in refused))
    nowhere = [n for n in Market(case).orders[place] if not case.result()[n]]
    return Standing(case, place, selected, tuple(nowhere[: case.plan.reserve_length]))


def names(moved: tuple[MovedUp, ...]) -> list[tuple[str, str]]:
    return [(one.application_no, one.seat) for one in moved]


def test_the_next_in_order_moves_up():
    rows = tuple(applied(n, "a", s) for n, s in [("1", "90"), ("2", "80"), ("3", "70"), ("4", "60")])
    standing = at(Case(stage({"a": 2}), rows), "a")
    assert names(standing.filled(["1"])) == [("3", "open")]
    assert names(standing.filled(["1", "2"])) == [("3", "open"), ("4", "open")]
    assert names(standing.filled([])) == []


def test_in_a_pooled_stage_the_list_is_one():
    rows = tuple(
        applied(n, "", s) | {"executor": e}
        for n, s, e in [("1", "90", "a"), ("2", "80", "b"), ("3", "70", "b")]
    )
    assert names(at(Case(stage({"a": 0, "b": 0}, pooled=1), rows), "").filled(["1"])) == [("2", "open")]


def test_whoever_on_the_list_is_out_too_is_passed_over():
    rows = tuple(applied(n, "a", s) for n, s in [("1", "90"), ("2", "80"), ("3", "70")])
    standing = at(Case(stage({"a": 1}), rows), "a")
    assert names(standing.filled(["1", "2"])) == [("3", "open")]


FEMALE = (
    applied("1", "a", "90", of=("female",)),
    applied("2", "a", "85", "female"),
    applied("3", "a", "80", of=("female",)),
    applied("4", "a", "30", "female"),
)


def test_a_set_aside_seat_given_up_goes_to_who_qualifies_though_others_stand_before():
    standing = at(Case(stage({"a": 2}, set_asides={"female": 5000}), FEMALE), "a")
    assert standing.selected == {"1", "2"}
    assert names(standing.filled(["2"])) == [("4", "female")]
    assert names(standing.filled(["1"])) == [("3", "open")]


def test_a_set_aside_seat_that_nobody_can_take_becomes_open():
    standing = at(Case(stage({"a": 2}, set_asides={"female": 5000}), FEMALE[:3]), "a")
    assert names(standing.filled(["2"])) == [("3", "open")]


def test_whoever_holds_an_open_seat_may_come_to_hold_the_set_aside_seat_given_up():
    """So the seat of the person who moves up need not be the kind of seat that was given up."""
    rows = (
        applied("1", "a", "90", "female"),
        applied("2", "a", "85", "female"),
        applied("3", "a", "80", of=("female",)),
    )
    standing = at(Case(stage({"a": 2}, set_asides={"female": 5000}), rows), "a")
    assert {n: d.seat for n, d in standing.case.decisions().items()} == {"1": "female", "2": "open", "3": ""}
    assert names(standing.filled(["1"])) == [("3", "open")]


def test_the_cap_holds_when_a_place_is_filled():
    rows = (
        applied("1", "a", "90", "retail"),
        applied("2", "a", "80", of=("retail",)),
        applied("3", "a", "70", "retail"),
        applied("4", "a", "60", of=("retail",)),
    )
    standing = at(Case(stage({"a": 2}, caps={"retail": 5000}), rows), "a")
    assert names(standing.filled(["2"])) == [("4", "open")]
    assert names(standing.filled(["1"])) == [("3", "open")]


def test_at_two_executors_it_matters_which_place_is_filled_first():
    """One person is first on both lists: nobody moves once selected, so the events have an order."""
    rows = (
        applied("1", "a", "90"),
        applied("2", "b", "80"),
        applied("3", "a;b", "70"),
        applied("4", "b", "60"),
        applied("5", "a", "50"),
    )
    case = Case(stage({"a": 1, "b": 1}), rows)
    a, b = at(case, "a"), at(case, "b")
    assert names(a.filled(["1"])) == [("3", "open")]
    assert names(b.filled(["2", "3"])) == [("4", "open")]  # 3 is out of the list of b: selected at a
    assert names(b.filled(["2"])) == [("3", "open")]
    assert names(a.filled(["1", "3"])) == [("5", "open")]


def test_filling_a_place_that_would_unseat_somebody_is_refused():
    """Several caps with set-asides: without the woman two caps open at once, and C03 would have to go."""
    traits = ("female", "retail", "food")
    rows = (
        applied("C01", "a", "90", "retail", of=traits),
        applied("C02", "a", "80", "food", of=traits),
        applied("C03", "a", "70", of=traits),
        applied("C04", "a", "60", "female", of=traits),
    )
    described = stage({"a": 2}, set_asides={"female": 5000}, caps={"retail": 5000, "food": 5000})
    standing = at(Case(described, rows), "a")
    assert standing.selected == {"C03", "C04"}
    with pytest.raises(Refused) as refused:
        standing.filled(["C04"])
    [problem] = refused.value.problems
    assert (problem.code, problem.params["application"]) == ("vacancy.unseats", "C03")


@st.composite
def events(draw: st.DrawFn) -> tuple[Standing, list[str]]:
    case = draw(cases(executors=2, people=10))
    standing = at(case, draw(st.sampled_from([place.id for place in case.plan.places])))
    out = draw(st.lists(st.sampled_from(sorted(standing.selected) or [""]), unique=True, max_size=4))
    return standing, [number for number in out if number]


@settings(max_examples=50, deadline=None)
@given(events())
def test_filling_is_the_choice_on_those_who_are_left_and_nobody_selected_loses(event):
    standing, out = event
    left = (standing.selected | set(standing.reserve)) - set(out)
    group, opened = Market(standing.case).seated(standing.place, left)
    after = standing.after(out)
    assert after.selected == {*group, *opened}
    assert standing.selected - set(out) <= after.selected
    assert all((one.seat == "open") == (one.application_no in opened) for one in standing.filled(out))


@settings(max_examples=40, deadline=None)
@given(events())
def test_places_given_up_one_after_the_other_end_as_all_at_once(event):
    standing, out = event
    step = standing
    for number in out:
        step = step.after([number])
    assert step.selected == standing.after(out).selected


@settings(max_examples=30, deadline=None)
@given(events())
def test_the_order_in_which_places_are_given_up_has_no_influence_at_one_executor(event):
    standing, out = event
    forward = back = standing
    for one, other in zip(out, reversed(out), strict=True):
        forward, back = forward.after([one]), back.after([other])
    assert (forward.selected, forward.reserve) == (back.selected, back.reserve)


def test_the_kind_of_seat_of_who_moved_up_may_depend_on_the_order():
    """The first to move up is told "open"; had both places been given up at once, it would be "female"."""
    rows = (
        applied("1", "a", "90", "female"),
        applied("2", "a", "85", of=("female",)),
        applied("3", "a", "80", "female"),
        applied("4", "a", "30", of=("female",)),
    )
    standing = at(Case(stage({"a": 2}, set_asides={"female": 5000}), rows), "a")
    assert names(standing.filled(["2"])) == [("3", "open")]
    assert names(standing.after(["2"]).filled(["1"])) == [("4", "open")]
    assert names(standing.filled(["1", "2"])) == [("3", "female"), ("4", "open")]


def test_whoever_moved_up_by_less_keeps_the_seat_when_two_on_the_list_stand_before_by_right_scores():
    case = Case(
        stage({"naru": 2}),
        tuple(applied(n, "naru", s) for n, s in (("A1", "90"), ("A2", "60"), ("A3", "62"), ("A4", "61"))),
    )
    # A2 moved up when A3 and A4 still had less. A1 leaves: the choice would seat A3 and A4, and not A2.
    moved = fill_places(
        case.plan, case.applications, place="naru", selected=["A1", "A2"], reserve={"A3": 1, "A4": 2},
        given_up=["A1"], seed=case.seed,
    )  # fmt: skip
    assert moved == (MovedUp("A3", "open"),)
