"""An executor asked the whole conformance corpus: what it answers, and where the corpus says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.engine.rules.corpus import Group, corpus
from tests.engine.rules.executors import Executor
from tests.engine.rules.oracle import Reply

ANSWERED = [group for group in corpus() if group.error is None]


def unlike_the_corpus(answered: Iterable[tuple[Group, list[Reply]]]) -> list[tuple[str, Reply, Reply]]:
    """Return the cases that were answered otherwise: the title, what the corpus says, what was said."""
    return [
        (group.title, expected, found)
        for group, replies in answered
        for expected, found in zip(group.replies, replies, strict=True)
        if expected != found
    ]


def judged_apart(executor: Executor) -> Iterator[tuple[Group, list[Reply]]]:
    for group in ANSWERED:
        yield group, executor([group.rule], group.days, group.rows)[0]


def judged_together(executor: Executor, most: int = 1_000) -> Iterator[tuple[Group, list[Reply]]]:
    """Judge the rows of all groups of one occasion by all their rules, and pick out each group's own.

    ``most`` is how many rules are asked at once.
    """
    for days in dict.fromkeys(group.days for group in ANSWERED):
        groups = [group for group in ANSWERED if group.days == days]
        rows = [row for group in groups for row in group.rows]
        rules = list(dict.fromkeys(group.rule for group in groups))
        replies: dict[str, list[Reply]] = {}
        for first in range(0, len(rules), most):
            some = rules[first : first + most]
            replies |= zip(some, executor(some, days, rows), strict=True)
        start = 0
        for group in groups:
            yield group, replies[group.rule][start : start + len(group.rows)]
            start += len(group.rows)
