"""Every executor gives the answers and the missing fields that the conformance corpus says."""

from __future__ import annotations

import pytest
from tests.engine.rules.conforming import ANSWERED, judged_apart, judged_together, unlike_the_corpus
from tests.engine.rules.corpus import Group, corpus
from tests.engine.rules.executors import BY_TABLE, EXECUTORS, bound

from dure.engine.law.dated import MissingParameter


@pytest.mark.parametrize("executor", EXECUTORS)
def test_every_case_is_answered_as_the_corpus_says(executor):
    judge = judged_together if executor in BY_TABLE else judged_apart
    assert unlike_the_corpus(judge(EXECUTORS[executor])) == []


@pytest.mark.parametrize("group", [g for g in corpus() if g.error], ids=lambda g: g.title)
def test_a_day_without_a_value_of_the_law_is_an_error_that_names_parameter_and_day(group: Group):
    with pytest.raises(MissingParameter) as caught:
        bound(group.rule, group.days)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == ("law.missing", group.error)


def test_the_corpus_is_large_and_says_missing_only_where_the_answer_is_not_known():
    assert sum(len(group.replies) for group in ANSWERED) >= 300
    assert [g.title for g in ANSWERED for r in g.replies if r.missing and r.answer is not None] == []
    titles = [group.title for group in corpus()]
    assert len(set(titles)) == len(titles)
