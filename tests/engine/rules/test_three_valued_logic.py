"""Properties of the three values: what is decided stays decided, and the laws of Kleene's logic hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from tests.engine.rules.executors import EXECUTORS, bound, in_process
from tests.engine.rules.filling import changed_by_filling, is_monotone
from tests.engine.rules.filling import fillings as filled_tables
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.random_rules import RuleWriter
from tests.engine.rules.rows import filled, missing_names, random_rows, row_of

from dure.engine.rules.evaluate import compile_test

DAYS = Days(date(2025, 3, 18), date(2025, 3, 18))
ROWS = random_rows(7, 40)
SEED = 5


def replies(rule: str) -> list[Reply]:
    return in_process([rule], DAYS, ROWS)[0]


def fillings() -> Iterator[tuple[str, str, Reply, bool | None]]:
    """Yield rules, a field that one row lacks, the reply without it, and the answer with it."""
    chance = Random(SEED)  # noqa: S311  repeatable on purpose
    writer = RuleWriter(SEED)
    for _ in range(150):
        rule = writer.rule()
        judge = compile_test(bound(rule, DAYS))
        for row, reply in zip(ROWS, replies(rule), strict=True):
            names = [name for name in missing_names(row) if is_monotone(rule, name)]
            if names:
                name = chance.choice(names)
                yield rule, name, reply, judge(filled(row, name, chance))


def test_a_fact_that_comes_later_never_changes_an_answer_that_was_given():
    checked = 0
    for rule, name, reply, later in fillings():
        if reply.answer is not None:
            assert later is reply.answer, (rule, name)
            checked += 1
    assert checked > 2_000


@pytest.mark.parametrize("executor", EXECUTORS)
def test_a_fact_that_comes_later_never_changes_an_answer_of_any_executor(executor):
    found, looked = changed_by_filling(EXECUTORS[executor], filled_tables(77))
    assert found == []
    assert looked > 5_000


def test_what_is_not_listed_as_missing_cannot_decide_the_answer():
    checked = 0
    for rule, name, reply, later in fillings():
        if reply.answer is None and name not in reply.missing:
            assert later is None, (rule, name)
            checked += 1
    assert checked > 300


def test_the_business_status_outranks_a_closing_day_that_is_none():
    judge = compile_test(bound("closed()", DAYS))
    assert judge(row_of({"closed_on": "none"})) is False
    assert judge(row_of({"closed_on": "none", "business_status": "closed"})) is True


def test_a_revision_told_later_never_turns_an_answer_into_its_opposite():
    judges = [compile_test(bound(rule, DAYS)) for rule in ("ksic_in('9124')", "NOT ksic_in('47', '10:9124')")]
    for code in ("91", "9124", "91249", "47911", "84"):
        for judge in judges:
            before = judge(row_of({"ksic": code}))
            for revision in ("10", "11"):
                assert judge(row_of({"ksic": code, "ksic_revision": revision})) in (before, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NOT NOT ({a})", "{a}"),
        ("({a}) AND ({b})", "({b}) AND ({a})"),
        ("({a}) OR ({b})", "({b}) OR ({a})"),
        ("({a}) AND (({b}) AND ({c}))", "({a}) AND ({b}) AND ({c})"),
        ("NOT (({a}) AND ({b}))", "NOT ({a}) OR NOT ({b})"),
        ("NOT (({a}) OR ({b}))", "NOT ({a}) AND NOT ({b})"),
        ("({a}) AND (({b}) OR ({c}))", "({a}) AND ({b}) OR ({a}) AND ({c})"),
        ("({a}) OR ({b}) AND ({c})", "(({a}) OR ({b})) AND (({a}) OR ({c}))"),
        ("({a}) AND ({a})", "{a}"),
        ("({a}) OR ({a}) AND ({b})", "{a}"),
        ("({a}) AND true", "{a}"),
        ("({a}) OR false", "{a}"),
        ("({a}) = true", "{a}"),
        ("({a}) <> true", "NOT ({a})"),
        ("CASE WHEN {a} THEN {b} ELSE {b} END", "{b}"),
        ("CASE WHEN {a} THEN true ELSE false END", "{a}"),
        ("CASE WHEN true THEN {a} ELSE {b} END", "{a}"),
        ("CASE WHEN {a} THEN {b} ELSE {c} END", "CASE WHEN NOT ({a}) THEN {c} ELSE {b} END"),
    ],
)
def test_kleenes_laws(one, other):
    writer = RuleWriter(sum(map(ord, one)))
    for _ in range(6):
        parts = {name: writer.rule(1) for name in "abc"}
        answers = [[reply.answer for reply in replies(law.format(**parts))] for law in (one, other)]
        assert answers[0] == answers[1], parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{x} BETWEEN {y} AND {z}", "{x} >= {y} AND {x} <= {z}"),
        ("{x} NOT BETWEEN {y} AND {z}", "NOT ({x} >= {y} AND {x} <= {z})"),
        ("{x} IN (5, 10)", "{x} = 5 OR {x} = 10"),
        ("{x} NOT IN (5, 10)", "NOT {x} IN (5, 10)"),
        ("{x} < {y}", "{y} > {x}"),
        ("{x} <= {y}", "NOT {x} > {y}"),
        ("{x} <> {y}", "NOT {x} = {y}"),
        ("- {x} < 3", "{x} > - 3"),
    ],
)
def test_laws_of_numbers_that_cannot_be_none(one, other):
    names = (
        "employees",
        "credit_score",
        "owner_birth_year",
        "years_since(opened_on)",
        "annual_sales / employees",
    )
    for x, y, z in zip(names, names[1:], names[2:], strict=False):
        assert replies(one.format(x=x, y=y, z=z)) == replies(other.format(x=x, y=y, z=z))
