"""What holds for every selection with set-asides and at most one cap, or nested or disjoint caps alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case
from tests.engine.selection.selection_definition import NOWHERE, Market
from tests.engine.selection.selection_strategies import cases

from dure.engine.problems import Refused


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_independent_checker_finds_no_fault(case):
    assert case.faults() == []


@settings(max_examples=60, deadline=None)
@given(cases())
def test_seats_set_asides_and_caps_are_never_exceeded(case):
    plan, people = case.plan, {a.application_no: a for a in case.applications}
    for place in plan.places:
        here = [d for d in case.decisions().values() if d.decision == "selected" and d.executor == place.id]
        assert len(here) <= place.capacity
        held = {s.id: [d for d in here if d.seat == s.id] for s in plan.set_asides}
        for t, (set_aside, seats) in enumerate(zip(plan.set_asides, place.set_aside_seats, strict=True)):
            assert len(held[set_aside.id]) <= seats
            assert all(people[d.application_no].set_asides >> t & 1 for d in held[set_aside.id])
        opened = [d for d in here if d.seat == "open"]
        open_seats = place.capacity - sum(map(len, held.values()))
        assert len(opened) + sum(map(len, held.values())) == len(here)
        for c, cap in enumerate(plan.caps):
            under = sum(people[d.application_no].caps >> c & 1 for d in opened)
            assert under <= open_seats * cap.share_bp // 10_000


@settings(max_examples=60, deadline=None)
@given(cases())
def test_nobody_has_justified_envy(case):
    """Whoever would rather have a seat of somebody of lower rank lacks a trait of it or has one more cap."""
    market, result = Market(case), case.result()
    for place in market.places:
        group, opened = market.seated(place, frozenset(n for n, at in result.items() if at == place))
        order = market.orders[place]
        for number in market.willing(place, result) - {*group, *opened}:
            envious = market.people[number]
            for other in (n for n in (*group, *opened) if order.index(n) > order.index(number)):
                holder = market.people[other]
                if other in group:
                    assert holder.set_asides & ~envious.set_asides
                else:
                    assert envious.caps & ~holder.caps


@settings(max_examples=40, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_has_no_influence(case, random):
    shuffled = list(case.rows)
    random.shuffle(shuffled)
    assert replace(case, rows=tuple(shuffled)).decided_rows() == case.decided_rows()


@settings(max_examples=80, deadline=None)
@given(cases(executors=3, people=8), st.data())
def test_a_higher_score_at_one_executor_never_gives_a_worse_executor(case, data):
    row = data.draw(st.sampled_from(case.rows))
    number = row["application_no"]
    choices = Market(case).choices(number)
    if not choices:
        return
    column = "score." + data.draw(st.sampled_from(choices))
    better = case.with_row(number, **{column: str(int(row[column]) + data.draw(st.integers(1, 12)))})
    liking = [*choices, NOWHERE].index
    assert liking(better.result()[number]) <= liking(case.result()[number])


@settings(max_examples=60, deadline=None)
@given(cases(executors=3, people=8), st.data())
def test_to_be_known_to_qualify_for_a_set_aside_never_hurts(case, data):
    row = data.draw(st.sampled_from(case.rows))
    number, set_asides = row["application_no"], [f"trait.{s.id}" for s in case.plan.set_asides]
    if set_asides:
        qualified = case.with_row(number, **{data.draw(st.sampled_from(set_asides)): "true"})
        liking = Market(case).liking
        assert liking(number, qualified.result()[number]) <= liking(number, case.result()[number])


@settings(max_examples=60, deadline=None)
@given(cases(executors=4, people=8), st.data())
def test_one_more_choice_at_the_end_never_hurts(case, data):
    row = data.draw(st.sampled_from(case.rows))
    number, listed = row["application_no"], row["choices"].split(";")
    others = [e for e in case.plan.executors if e not in listed]
    if not others:
        return
    longer = case.with_row(number, choices=";".join([*listed, data.draw(st.sampled_from(others))]))
    before = case.result()[number]
    assert before in ("", longer.result()[number])


@settings(max_examples=40, deadline=None)
@given(cases(executors=3, people=6, places=2), st.data())
def test_no_other_list_gives_a_better_executor_by_the_true_one(case, data):
    number = data.draw(st.sampled_from(case.rows))["application_no"]
    true_choices = Market(case).choices(number)
    honest = case.result()[number]
    for length in range(1, len(case.plan.executors) + 1):
        for told in permutations(case.plan.executors, length):
            got = case.with_row(number, choices=";".join(told)).result()[number]
            if got in true_choices and honest != got:
                assert honest in true_choices[: true_choices.index(got)]


@settings(max_examples=50, deadline=None)
@given(cases(executors=3, people=5, places=2))
def test_the_result_is_stable_and_of_all_stable_ones_the_best_for_everyone(case):
    market, result = Market(case), case.result()
    stable = list(market.stable_results())
    assert result in stable
    for other in stable:
        assert all(market.liking(n, result[n]) <= market.liking(n, other[n]) for n in result)


@settings(max_examples=40, deadline=None)
@given(cases(executors=3, people=5, places=2))
def test_every_stable_result_fills_the_same_number_of_places(case):
    """The rural hospitals theorem: which executor has seats left does not depend on who proposes."""
    market, result = Market(case), case.result()

    def filled(of: dict[str, str]) -> list[int]:
        return [sum(at == place for at in of.values()) for place in market.places]

    assert all(filled(other) == filled(result) for other in market.stable_results())


@settings(max_examples=60, deadline=None)
@given(cases(several_caps=True))
def test_with_several_caps_whatever_is_decided_is_stable_and_else_nothing_is(case):
    try:
        result = case.result()
    except Refused as refused:
        codes = {p.code for p in refused.problems}
    else:
        codes = {"stable"} if Market(case).is_stable(result) else {"not stable"}
    assert codes in ({"stable"}, {"select.no_stable_result"})


def test_with_two_choices_only_it_can_pay_to_leave_out_the_first_choice():
    """The limit of strategy-proofness; on the page of the algorithm. Haeringer and Klijn 2009."""
    rows = tuple(
        {"application_no": n, "choices": c, "score.a": a, "score.b": b, "score.c": "50"}
        for n, c, a, b in [("1", "a", "90", ""), ("2", "b", "", "90"), ("3", "a;b", "10", "10")]
    )
    stage = {
        "id": "s",
        "pooled": False,
        "quota": 3,
        "executors": [{"id": e, "capacity": 1} for e in "abc"],
        "choices_limit": 2,
        "reserve_length": 0,
        "set_asides": [],
        "caps": [],
    }
    case = Case(stage, rows)
    assert case.result()["3"] == ""
    assert case.with_row("3", choices="a;c").result()["3"] == "c"
