"""Scores put right: the same choice again for one applicant, and nobody else is decided on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.selection.selection_case import Case
from tests.engine.selection.selection_strategies import cases

from dure.engine.problems import Refused
from dure.engine.selection.correcting import Correction, corrected, outcome
from dure.engine.selection.decide import select


def chosen(case: Case, data: st.DataObject) -> tuple[str, str, int | None]:
    """Draw one application with one of its executors, and the score that it has there."""
    one = data.draw(st.sampled_from(case.applications))
    executor = data.draw(st.sampled_from(one.choices))
    return one.application_no, executor, one.scores[one.choices.index(executor)]


@settings(deadline=None)
@given(cases(), st.data())
def test_a_score_corrected_to_what_it_was_changes_nothing(case, data):
    number, executor, score = chosen(case, data)
    if score is None:
        return
    found = outcome(case.plan, case.applications, [Correction(number, executor, score)], case.seed)
    was = case.decisions()[number]
    assert found.selected == (was.decision == "selected")
    assert (found.executor, found.seat) == ((was.executor, was.seat) if found.selected else ("", ""))


@settings(deadline=None)
@given(cases(), st.data())
def test_the_rank_is_one_more_than_those_who_stand_before(case, data):
    number, executor, _ = chosen(case, data)
    right = Correction(number, executor, data.draw(st.integers(0, 12)) * 1000 + 500)
    found = outcome(case.plan, case.applications, [right], case.seed)
    before = [
        one.application_no
        for one in case.applications
        if one.application_no != number
        and executor in one.choices
        and (score := one.scores[one.choices.index(executor)]) is not None
        and score > right.score
    ]
    assert found.ranks[executor] == len(before) + 1, "no other has a half point: none is equal"


@settings(deadline=None)
@given(cases(), st.data())
def test_more_points_never_lose_a_place(case, data):
    number, executor, score = chosen(case, data)
    was = case.decisions()[number]
    right = Correction(number, executor, (score or 0) + data.draw(st.integers(0, 12)) * 1000)
    found = outcome(case.plan, case.applications, [right], case.seed)
    assert found.selected or was.decision != "selected"


@settings(deadline=None)
@given(cases(), st.data())
def test_corrections_leave_everybody_else_as_they_were(case, data):
    number, executor, _ = chosen(case, data)
    before = {one.application_no: one for one in case.applications}
    after = corrected(before, [Correction(number, executor, 500), Correction(number, executor, 99_000)])
    assert {n: one for n, one in after.items() if n != number} == {
        n: one for n, one in before.items() if n != number
    }
    assert after[number].scores[after[number].choices.index(executor)] == 99_000
    assert before[number] in case.applications


def test_only_a_score_that_could_be_there_is_put_right():
    with pytest.raises(Refused) as refused:
        corrected({}, [Correction("A1", "naru", 1)])
    assert [p.code for p in refused.value.problems] == ["correction.not_chosen"]


@settings(deadline=None)
@given(cases(), st.data())
def test_one_score_put_right_everywhere_gives_what_the_whole_choice_would_have(case, data):
    one = data.draw(st.sampled_from(case.applications))
    score = data.draw(st.integers(0, 12)) * 1000 + 500
    rights = [Correction(one.application_no, executor, score) for executor in one.choices]
    found = outcome(case.plan, case.applications, rights, case.seed)
    everywhere = one._replace(scores=(score,) * len(one.choices))
    others = [everywhere if o.application_no == one.application_no else o for o in case.applications]
    decided = {d.application_no: d for d in select(case.plan, others, case.seed)}[one.application_no]
    assert found.selected == (decided.decision == "selected")
    assert found.executor == (decided.executor if found.selected else "")
    assert list(found.ranks) == list(dict.fromkeys(one.choices))
