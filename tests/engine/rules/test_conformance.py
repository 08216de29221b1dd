"""Every executor gives the answers and the missing fields that the conformance corpus says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.engine.rules.corpus import Group, corpus
from tests.engine.rules.executors import BY_TABLE, EXECUTORS, Executor, bound
from tests.engine.rules.oracle import Reply

from dure.engine.law.dated import MissingParameter

ANSWERED = [group for group in corpus() if group.error is None]


@pytest.mark.parametrize("executor", EXECUTORS)
def test_every_case_is_answered_as_the_corpus_says(executor):
    judge = _judge_together if executor in BY_TABLE else _judge_apart
    wrong = [
        (group.title, expected, found)
        for group, replies in judge(EXECUTORS[executor])
        for expected, found in zip(group.replies, replies, strict=True)
        if expected != found
    ]
    assert wrong == []


def _judge_apart(executor: Executor) -> Iterator[tuple[Group, list[Reply]]]:
    for group in ANSWERED:
        yield group, executor([group.rule], group.days, group.rows)[0]


def _judge_together(executor: Executor) -> Iterator[tuple[Group, list[Reply]]]:
    """Judge the rows of all groups of one occasion by all their rules, and pick out each group's own."""
    for days in dict.fromkeys(group.days for group in ANSWERED):
        groups = [group for group in ANSWERED if group.days == days]
        rows = [row for group in groups for row in group.rows]
        rules = list(dict.fromkeys(group.rule for group in groups))
        replies = dict(zip(rules, executor(rules, days, rows), strict=True))
        start = 0
        for group in groups:
            yield group, replies[group.rule][start : start + len(group.rows)]
            start += len(group.rows)


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
