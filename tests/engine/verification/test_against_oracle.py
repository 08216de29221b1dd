"""The checker against brute force: all small instances that hypothesis thinks of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.verification import large_case
from tests.engine.verification.oracle import Case, Oracle

from dure.engine.verification.checker import Fault, find_faults

SELDOM = settings(max_examples=150, deadline=None)


@st.composite
def cases(draw: st.DrawFn, *, caps: int = 1) -> Case:
    """Up to five people and three executors, up to three set-asides, with ties, gaps and odd shares."""
    names = ["naru", "dasom", "garam"][: draw(st.integers(1, 3))]
    capacities = [draw(st.integers(0, 3)) for _ in names]
    pooled = draw(st.integers(0, 4)) == 0
    set_asides = draw(st.lists(st.sampled_from([0, 1000, 2000, 3400, 5000, 10000]), max_size=3))
    shares = draw(st.lists(st.sampled_from([0, 3000, 5000, 6700, 10000]), max_size=caps))
    stage: dict[str, Any] = {
        "id": "stage",
        "executors": [{"id": name, "capacity": n} for name, n in zip(names, capacities, strict=True)],
        "pooled": pooled,
        "quota": sum(capacities),
        "choices_limit": 3,
        "reserve_length": draw(st.integers(0, 2)),
        "set_asides": [{"id": f"t{k}", "share_bp": share} for k, share in enumerate(set_asides)],
        "caps": [{"id": f"c{k}", "share_bp": share} for k, share in enumerate(shares)],
    }
    score = st.sampled_from(["90", "80.5", "80.500", "80", "70", "0", ""])
    columns = ["score"] if draw(st.booleans()) else [f"score.{name}" for name in names]
    traits = [f"trait.{entry['id']}" for entry in stage["set_asides"] + stage["caps"]]
    rows = []
    for k in range(draw(st.integers(0, 5 if len(names) < 3 else 4))):
        row = {"application_no": f"A{k}", "choices": "", "executor": draw(st.sampled_from(names))}
        if not pooled:
            liked = draw(st.permutations(names))
            row["choices"] = ";".join(liked[: draw(st.integers(0, 6)) or None])
        row |= {column: draw(score) for column in columns}
        row |= {column: draw(st.sampled_from(["true", "true", "false", ""])) for column in traits}
        rows.append(row)
    return Case(stage, rows, draw(st.sampled_from(["", "2025", "제비"])))


@st.composite
def markets(draw: st.DrawFn) -> Case:
    """Three people and three executors of one seat, all orders: often with several stable results."""
    names = ["naru", "dasom", "garam"]
    orders = {name: draw(st.permutations(["90", "80", "70"])) for name in names}
    rows = []
    for k in range(3):
        row = {"application_no": f"A{k}", "choices": ";".join(draw(st.permutations(names)))}
        rows.append(row | {f"score.{name}": orders[name][k] for name in names})
    stage = {
        "id": "market",
        "executors": [{"id": name, "capacity": 1} for name in names],
        "pooled": False,
        "quota": 3,
        "choices_limit": 3,
        "reserve_length": 1,
        "set_asides": [],
        "caps": [],
    }
    return Case(stage, rows, None)


def check(case: Case, decisions: list[dict[str, str]]) -> list[Fault]:
    return find_faults(case.stage, case.applications, decisions, case.seed)


@given(cases())
@SELDOM
def test_what_brute_force_decides_is_proved(case: Case) -> None:
    assert check(case, Oracle(case).decisions()) == []


@given(cases(), st.data())
@SELDOM
def test_any_other_cell_is_a_fault_of_that_row(case: Case, data: st.DataObject) -> None:
    decisions = Oracle(case).decisions()
    if not decisions:
        return
    row = data.draw(st.sampled_from(decisions))
    column = data.draw(st.sampled_from([name for name in row if name != "application_no"]))
    row[column] = data.draw(st.sampled_from(["", "1", "open", "naru", "dasom", "selected", "90.000"]))
    unspoilt = Oracle(case).decisions()
    told = {fault.application_no for fault in check(case, decisions)}
    assert (row["application_no"] in told) == (decisions != unspoilt)


@given(markets() | cases(), st.data())
@SELDOM
def test_any_other_result_is_refused_for_the_right_reason(case: Case, data: st.DataObject) -> None:
    oracle = Oracle(case)
    best = oracle.optimal()
    result = {number: data.draw(st.sampled_from([*oracle.choices(number), best[number]])) for number in best}
    stable = oracle.stable_results()
    result = data.draw(st.sampled_from([result, *stable]))
    codes = {fault.code for fault in check(case, oracle.claims(result))}
    complaints = codes & {"blocking_pair", "not_chosen"}
    if result == best:
        assert not complaints | codes & {"not_optimal"}
    elif result in stable:
        assert "not_optimal" in codes
        assert not complaints
    else:
        assert complaints
        assert "not_optimal" not in codes


@given(cases(caps=3), st.data())
@SELDOM
def test_whatever_the_caps_the_checker_ends_and_never_proves_what_is_not_stable(
    case: Case, data: st.DataObject
) -> None:
    oracle = Oracle(case)
    result = {n: data.draw(st.sampled_from([*oracle.choices(n), ""])) for n in oracle.rows}
    if not oracle.is_stable(result):
        assert check(case, oracle.claims(result)) != []


@pytest.mark.parametrize("caps", [0, 1])
@pytest.mark.parametrize("per_executor_scores", [False, True])
def test_many_people_are_where_proposals_in_rounds_would_put_them(
    caps: int, per_executor_scores: bool
) -> None:
    """Too many for trying all results, and enough for people to be barred: here the oracle lets everybody
    refused propose at once, round after round, until nobody is refused (Gale and Shapley's own way)."""
    stage = large_case.stage(3, caps=caps)
    rows = large_case.applications(150, per_executor_scores=per_executor_scores, caps=caps)
    case = Case(stage, rows, "2025")
    oracle = Oracle(case)
    next_choice = dict.fromkeys(oracle.rows, 0)
    refused = set(oracle.rows)
    while refused:
        refused = set()
        for name in oracle.names:
            here = [n for n in oracle.order(name) if oracle.choices(n)[next_choice[n] :][:1] == [name]]
            group, taken, _, _ = oracle.choose(name, here)
            refused |= set(here) - {*group, *taken}
        for number in refused:
            next_choice[number] += 1
    result = {n: (oracle.choices(n)[next_choice[n] :] or [""])[0] for n in oracle.rows}
    assert oracle.is_stable(result)
    assert check(case, oracle.decisions(result)) == []
