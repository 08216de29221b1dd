"""Lot, first come, entitlement, nomination and vote: what holds for each, the checker beside."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case, stage

from dure.engine.problems import Refused
from dure.engine.selection.vacancy import fill_places

EXECUTORS = ("naru", "dasom", "garam")
WAYS = ("lot", "first_come", "entitlement", "nomination", "vote")
INSTANTS = tuple(f"2025-03-18T00:00:0{s}.{m:06d}Z" for s in (0, 1) for m in (0, 1, 999_999))


@st.composite
def cases_of_way(draw, way: str | None = None, least: int = 0):
    way = way or draw(st.sampled_from(WAYS))
    bare = way == "entitlement"
    described = stage(
        {name: draw(st.integers(1, 3)) for name in EXECUTORS},
        set_asides={}
        if bare
        else draw(st.sampled_from([{}, {"female": 3000}, {"female": 2000, "youth": 2000}])),
        caps={} if bare else draw(st.sampled_from([{}, {"retail": 5000}])),
        reserve_length=0 if bare else draw(st.integers(0, 3)),
    )
    described["way"] = way
    traits = [one["id"] for one in (*described["set_asides"], *described["caps"])]
    rows = []
    for i in range(draw(st.integers(least, 12))):
        choices = draw(st.lists(st.sampled_from(EXECUTORS), unique=True, max_size=3))
        named = draw(st.lists(st.sampled_from(EXECUTORS), unique=True, max_size=3))
        row = {"application_no": f"A{i:02d}", "choices": ";".join(choices)}
        row["received_at"] = draw(st.sampled_from(INSTANTS))
        row["nominations"] = ";".join(f"{name}={draw(st.integers(1, 4))}" for name in named)
        row["votes"] = draw(st.sampled_from(["", "0", "1", "7", "7", "120000"]))
        rows.append(row | {f"trait.{t}": draw(st.sampled_from(["true", "false", ""])) for t in traits})
    return Case(
        described,
        tuple(rows),
        None if way in ("first_come", "entitlement") else draw(st.text(min_size=1, max_size=6)),
    )


@settings(max_examples=100, deadline=None)
@given(cases_of_way(), st.randoms(use_true_random=False))
def test_the_checker_proves_every_way_and_the_order_of_rows_has_no_influence(case, random):
    assert case.faults() == []
    shuffled = list(case.rows)
    random.shuffle(shuffled)
    assert replace(case, rows=tuple(shuffled)).decided_rows() == case.decided_rows()


@settings(max_examples=50, deadline=None)
@given(cases_of_way())
def test_the_quota_is_hard_but_for_an_entitlement_and_no_score_is_told(case):
    held = Counter(d.executor for d in case.decisions().values() if d.decision == "selected")
    if case.stage["way"] == "entitlement":
        assert all(d.decision == "selected" for d in case.decisions().values() if d.executor)
    else:
        assert all(held[place.id] <= place.capacity for place in case.plan.places)
    assert all(d.score is None and d.cutoff is None for d in case.decisions().values())


@settings(max_examples=40, deadline=None)
@given(cases_of_way("lot", least=3))
def test_a_lot_can_be_drawn_again_with_nothing_but_sha256(case):
    """Without set-asides and caps at one executor: the lowest hashes have the places."""
    alone = stage({"naru": 2}, reserve_length=1) | {"way": "lot"}
    rows = tuple({"application_no": row["application_no"], "choices": "naru"} for row in case.rows)
    drawn = sorted(
        (row["application_no"] for row in rows),
        key=lambda number: hashlib.sha256(f"{case.seed}\n{number}".encode()).hexdigest(),
    )
    decisions = Case(alone, rows, case.seed).decisions()
    assert sorted(drawn, key=lambda number: decisions[number].rank) == drawn
    assert {n for n, d in decisions.items() if d.decision == "selected"} == set(drawn[:2])
    assert [n for n, d in decisions.items() if d.decision == "reserve"] == drawn[2:3]


@settings(max_examples=40, deadline=None)
@given(cases_of_way("lot", least=3), st.data())
def test_an_applicant_who_leaves_does_not_change_the_order_of_the_others(case, data):
    alone = stage({"naru": 1}) | {"way": "lot"}
    rows = tuple({"application_no": row["application_no"], "choices": "naru"} for row in case.rows)
    gone = data.draw(st.sampled_from(rows))
    whole, rest = (
        Case(alone, some, case.seed).decisions() for some in (rows, tuple(r for r in rows if r is not gone))
    )
    by_rank = [n for n in sorted(whole, key=lambda n: whole[n].rank) if n in rest]
    assert sorted(rest, key=lambda n: rest[n].rank) == by_rank


def test_over_many_seeds_every_applicant_is_drawn_about_equally_often():
    rows = tuple({"application_no": f"A{i}", "choices": "naru"} for i in range(8))
    drawn: Counter[str] = Counter()
    for seed in range(2000):
        decisions = Case(stage({"naru": 2}) | {"way": "lot"}, rows, str(seed)).decisions()
        drawn.update(n for n, d in decisions.items() if d.decision == "selected")
    # 500 each is expected with a standard deviation of 19.4.
    assert drawn.total() == 4000
    assert all(abs(count - 500) < 80 for count in drawn.values())


@pytest.mark.parametrize("seed", [None, ""])
def test_a_lot_without_a_seed_is_refused_and_cannot_be_proved(seed):
    case = Case(stage({"naru": 1}) | {"way": "lot"}, ({"application_no": "A", "choices": "naru"},), seed)
    with pytest.raises(Refused) as refused:
        case.decided_rows()
    assert [p.code for p in refused.value.problems] == ["select.lot_without_seed"]
    assert [f.code for f in case.faults_of([])] == ["lot_without_seed"]


@settings(max_examples=50, deadline=None)
@given(cases_of_way("first_come"))
def test_at_one_executor_nobody_who_came_later_has_a_place_before_somebody_who_came_earlier(case):
    described = stage({"naru": 3}) | {"way": "first_come"}
    rows = tuple(row | {"choices": "naru"} for row in case.rows)
    decisions = Case(described, rows, None).decisions()
    in_order = sorted(rows, key=lambda row: (row["received_at"], row["application_no"]))
    outcomes = [decisions[row["application_no"]].decision == "selected" for row in in_order]
    assert outcomes == [i < 3 for i in range(len(rows))]


def test_two_at_the_same_instant_go_by_number_and_offsets_do_not_matter():
    rows = (
        {"application_no": "B", "choices": "naru", "received_at": "2025-03-18T09:00:00.000001+09:00"},
        {"application_no": "A", "choices": "naru", "received_at": "2025-03-17T20:00:00.000001-04:00"},
        {"application_no": "C", "choices": "naru", "received_at": "2025-03-18T00:00:00Z"},
    )
    case = Case(stage({"naru": 2}) | {"way": "first_come"}, rows, None)
    assert {n: d.rank for n, d in case.decisions().items()} == {"C": 1, "A": 2, "B": 3}
    assert case.decisions()["B"].reason == "behind:naru=3>2"
    assert case.faults() == []


@pytest.mark.parametrize("column", ["rank", "reason", "decision", "score", "seat", "reserve_rank"])
def test_the_checker_finds_every_column_that_is_changed(column):
    rows = tuple({"application_no": f"A{i}", "choices": "naru"} for i in range(5))
    case = Case(stage({"naru": 2}) | {"way": "lot"}, rows, "2025")
    decided = case.decided_rows()
    reserve = next(row for row in decided if row["reserve_rank"] == "1")
    forged = {
        "rank": "1", "reason": "behind:naru=9>2", "decision": "not_selected", "score": "1.000",
        "seat": "open", "reserve_rank": "2",
    }  # fmt: skip
    faults = case.faults_of([row | ({column: forged[column]} if row is reserve else {}) for row in decided])
    assert [(f.code, f.application_no) for f in faults] == [(f"{column}_wrong", reserve["application_no"])]


@pytest.mark.parametrize("way", ["lot", "first_come", "nomination"])
def test_a_place_given_up_goes_to_the_next_in_the_order(way):
    rows = tuple(
        {
            "application_no": f"A{i}",
            "choices": "naru",
            "received_at": f"2025-03-18T00:00:0{i}Z",
            "nominations": f"naru={i + 1}",
        }
        for i in range(5)
    )
    case = Case(stage({"naru": 2}) | {"way": way}, rows, "2025")
    decisions = case.decisions()
    selected = sorted(n for n, d in decisions.items() if d.decision == "selected")
    reserve = {n: d.reserve_rank for n, d in decisions.items() if d.decision == "reserve"}
    moved = fill_places(
        case.plan, case.applications, place="naru", selected=selected, reserve=reserve, given_up=selected[:1],
        seed=case.seed,
    )  # fmt: skip
    first = min(reserve, key=lambda n: reserve[n])
    assert [(m.application_no, m.seat) for m in moved] == [(first, "open")]


def test_a_first_choice_that_has_not_nominated_is_named_with_its_reason():
    described = stage({"naru": 1, "dasom": 1}, reserve_length=0) | {"way": "nomination"}
    rows = tuple(
        {"application_no": number, "choices": choices, "nominations": nominations}
        for number, choices, nominations in [("1", "naru", "naru=1"), ("2", "dasom;naru", "naru=2")]
    )
    case = Case(described, rows, "s")
    assert case.faults() == []
    told = case.decisions()["2"]
    assert (told.decision, told.executor, told.rank) == ("not_selected", "dasom", None)
    assert told.reason == "not_nominated:dasom|behind:naru=2>1"
