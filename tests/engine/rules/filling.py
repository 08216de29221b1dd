"""Rows before and after a fact is told, as two tables: what an executor answers of both must agree.

A property that every executor is held to: filling in a missing value never changes a definite answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.engine.rules.executors import Executor
from tests.engine.rules.oracle import Days
from tests.engine.rules.random_rules import RuleWriter
from tests.engine.rules.rows import filled, missing_names, random_rows
from tests.engine.rules.test_executors_agree import OCCASIONS, readable

SPELT_AS_CALLS = {
    "supported_in.tops-2024": "supported_in('tops-2024')",
    "supported_in.old-1": "SUPPORTED_IN( 'old-1' )",
    "total_support_won.36": "total_support_won(36)",
    "total_support_won.6": "total_support_won(6)",
}


def is_monotone(rule: str, name: str) -> bool:
    """Three things may be changed by a fact that comes later, and say so: an assumption, a closing day that
    the business status outranks, and a code whose revision turns out to be another than the rule's."""
    if name == "ksic_revision" and "ksic_in(" in rule:
        return False
    written = SPELT_AS_CALLS.get(name, name)
    return f"assume({written}," not in rule and not (name == "business_status" and "closed()" in rule)


@dataclass(frozen=True)
class Fillings:
    """Random rules, and two tables of which each row of the second has one fact more."""

    days: Days
    rules: list[str]
    names: list[str]
    """The fact that each row is told."""
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


def fillings(seed: int, *, rules: int = 30, rows: int = 250) -> Fillings:
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    days = OCCASIONS[seed % len(OCCASIONS)]
    writer = RuleWriter(seed)
    lacking = [(row, name) for row in random_rows(seed, 60) for name in missing_names(row)]
    chosen = chance.sample(lacking, min(rows, len(lacking)))
    return Fillings(
        days,
        [readable(writer, days, Counter()) for _ in range(rules)],
        [name for _, name in chosen],
        [row for row, _ in chosen],
        [filled(row, name, chance) for row, name in chosen],
    )


def changed_by_filling(executor: Executor, of: Fillings) -> tuple[list[tuple[str, str]], int]:
    """Return (rule, fact) wherever a definite answer changed, or a fact that was not listed as missing gave
    an answer; and how many pairs were looked at."""
    found, looked = [], 0
    before, after = (executor(of.rules, of.days, table) for table in (of.before, of.after))
    for rule, replies, later in zip(of.rules, before, after, strict=True):
        for name, was, now in zip(of.names, replies, later, strict=True):
            if not is_monotone(rule, name):
                continue
            looked += 1
            if was.answer is not None and now.answer is not was.answer:
                found.append((rule, name))
            if was.answer is None and name not in was.missing and now.answer is not None:
                found.append((rule, name))
    return found, looked
