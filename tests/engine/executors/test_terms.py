"""What agreements say, what a new version changes, and places moved: nothing is lost or made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.executors.moving import moved
from dure.engine.executors.terms import (
    Change,
    InKind,
    Milestone,
    Terms,
    added_up,
    changes_between,
    fingerprint,
    plain_of,
    problems_of,
    terms_of,
)
from dure.engine.problems import Refused
from dure.engine.programme.models.executor_calls import Criterion, ExecutorCall
from dure.engine.programme.models.values import Text
from dure.engine.programme.models.window import Window

TERMS = Terms(
    places=(("consult", 20), ("promote", 5)),
    budget_won=100_000_000,
    cash_won=30_000_000,
    in_kind=(InKind("광고 지면", 20_000_000, "공개 단가표"),),
    milestones=(Milestone(date(2025, 8, 31), "중간보고"), Milestone(date(2025, 12, 1), "결과보고")),
    starts_on=date(2025, 4, 1),
    ends_on=date(2025, 12, 31),
)


def test_what_is_kept_is_read_back_and_its_fingerprint_is_of_all_of_it():
    assert terms_of(plain_of(TERMS)) == TERMS
    assert fingerprint(TERMS) == fingerprint(terms_of(plain_of(TERMS)))
    assert fingerprint(TERMS) != fingerprint(replace(TERMS, cash_won=30_000_001))


def test_what_is_told_twice_under_one_name_changes_in_the_rows_too():
    screen, page = InKind("광고 지면", 10, "단가표"), InKind("광고 지면", 20, "단가표")
    before = replace(TERMS, in_kind=(screen, page), milestones=(Milestone(date(2025, 8, 31), "보고"),) * 2)
    after = replace(
        TERMS,
        in_kind=(replace(screen, won=5), page),
        milestones=(Milestone(date(2025, 8, 31), "보고"),),
    )
    assert changes_between(before, after) == (
        Change("in_kind", "광고 지면 (단가표)", 10, 5),
        Change("milestone", "보고", "2025-08-31", None),
    )


def test_a_new_version_says_what_it_changes_part_by_part():
    after = replace(
        TERMS,
        places=(("consult", 15), ("promote", 5)),
        in_kind=(InKind("광고 지면", 25_000_000, "공개 단가표"), InKind("스튜디오", 1_000_000, "임대료")),
        milestones=(Milestone(date(2025, 9, 30), "중간보고"),),
    )
    assert changes_between(TERMS, after) == (
        Change("places", "consult", 20, 15),
        Change("in_kind", "광고 지면 (공개 단가표)", 20_000_000, 25_000_000),
        Change("in_kind", "스튜디오 (임대료)", None, 1_000_000),
        Change("milestone", "중간보고", "2025-08-31", "2025-09-30"),
        Change("milestone", "결과보고", "2025-12-01", None),
    )
    assert changes_between(TERMS, TERMS) == ()


def test_terms_that_fall_short_of_the_call_are_told_one_by_one():
    call = ExecutorCall(
        title=Text(en="call"),
        window=Window.model_construct(),
        most=2,
        least_cash_won=40_000_000,
        least_in_kind_won=30_000_000,
        criteria=(Criterion(id="plan", title=Text(en="plan"), weight_bp=10_000, scored_by="panel"),),
    )
    wrong = replace(TERMS, ends_on=date(2025, 3, 1), places=(("dance", 1),))
    found = [problem.code for problem in problems_of(wrong, call, ["consult"])]
    assert found == [
        "terms.stage", "terms.period", "terms.milestones", "terms.cash", "terms.in_kind_least"
    ]  # fmt: skip
    assert problems_of(TERMS, None, ["consult", "promote"]) == []


def test_no_more_moves_than_there_is():
    with pytest.raises(Refused) as refused:
        moved(TERMS, TERMS, places={"consult": 21, "promote": 6}, budget_won=100_000_001)
    assert [p.code for p in refused.value.problems] == ["move.places", "move.places", "move.budget"]
    for places, won in (({}, 0), ({"consult": 0}, 0), ({"consult": -1}, 5), ({"consult": 1}, -5)):
        with pytest.raises(Refused):
            moved(TERMS, TERMS, places=places, budget_won=won)


@settings(max_examples=50)
@given(
    st.integers(0, 20),
    st.integers(0, 5),
    st.integers(0, 100_000_000),
    st.integers(0, 40),
    st.integers(0, 10**9),
)
def test_what_one_executor_loses_the_other_gets(consult, promote, won, held, budget):
    taker = replace(TERMS, places=(("consult", held),), budget_won=budget)
    if not (consult or promote or won):
        return
    before = added_up((TERMS, taker))
    after = moved(TERMS, taker, places={"consult": consult, "promote": promote}, budget_won=won)
    assert added_up(after) == before
    assert all(number >= 0 for terms in after for _, number in terms.places)
    assert min(terms.budget_won for terms in after) >= 0
    assert [replace(t, places=(), budget_won=0) for t in after] == [
        replace(t, places=(), budget_won=0) for t in (TERMS, taker)
    ]
