"""Random rules on random rows: the oracle, the judge in process, DuckDB and Polars give the same answers
and the same missing fields. A difference that is ever found becomes a case of the conformance corpus.

``python -m tests.engine.rules.test_executors_agree SEED RULES ROWS`` runs a larger search by hand.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from tests.engine.rules.executors import Executor, bound, by_oracle, in_duckdb, in_polars, in_process
from tests.engine.rules.oracle import Days
from tests.engine.rules.random_rules import RuleWriter
from tests.engine.rules.rows import random_rows

from dure.engine.rules import RuleError

BATCH = 30
OCCASIONS = (
    Days(date(2025, 3, 18), date(2025, 3, 18)),
    Days(date(2023, 6, 10), date(2023, 12, 31)),
    Days(date(2024, 2, 29), date(2025, 1, 1)),
    Days(date(2023, 6, 30), date(2023, 3, 2)),
    Days(date(2026, 7, 1), date(2026, 7, 1)),
)
HERE = (in_process, in_duckdb, in_polars)
TOO_LARGE = {"rule.too_many_cases", "rule.overflow", "rule.too_deep", "rule.too_long"}


def differences(
    seed: int, rule_count: int, row_count: int, executors: Sequence[Executor] = HERE
) -> tuple[list[str], Counter]:
    """Judge random rules on random rows; return what differs, and how often each answer was given."""
    writer = RuleWriter(seed)
    found: list[str] = []
    answers: Counter = Counter()
    for start in range(0, rule_count, BATCH):
        days = OCCASIONS[start // BATCH % len(OCCASIONS)]
        rows = random_rows(seed * 1_000 + start, row_count)
        rules = [readable(writer, days, answers) for _ in range(min(BATCH, rule_count - start))]
        expected = by_oracle(rules, days, rows)
        answers.update(reply.answer for replies in expected for reply in replies)
        for executor in executors:
            for rule, theirs, ours in zip(rules, expected, executor(rules, days, rows), strict=True):
                wrong = [(row, a, b) for row, a, b in zip(rows, theirs, ours, strict=True) if a != b]
                if wrong:
                    found.append(f"{executor.__name__} on {days}: {rule}\n  {wrong[0]}")
    return found, answers


def readable(writer: RuleWriter, days: Days, answers: Counter) -> str:
    while True:
        rule = writer.rule()
        try:
            bound(rule, days)
        except RuleError as refused:
            (problem,) = refused.problems
            assert problem.code in TOO_LARGE, rule
            answers["refused"] += 1
            continue
        return rule


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_executors_agree_on_random_rules_and_rows(seed):
    found, answers = differences(seed, rule_count=2 * BATCH, row_count=60)
    assert found == []
    assert min(answers[answer] for answer in (True, False, None)) > 500


if __name__ == "__main__":
    differing, counted = differences(*map(int, sys.argv[1:4]))
    sys.stdout.write("\n".join([*differing, f"{len(differing)} differences", str(dict(counted))]) + "\n")
