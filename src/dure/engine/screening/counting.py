"""How many a rulebook lets through, rule by rule: one query that gives one row, and no row of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.sql import Projections, Sql, SqlWriter
from dure.engine.screening.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule over a population: whom it lets through, fails, alone fails, and of whom it is not known."""

    id: str
    passes: int
    fails: int
    fails_alone: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Counting:
    """A population counted: all of it by verdict, and each rule by itself."""

    total: int
    eligible: int
    ineligible: int
    unknown: int
    rules: tuple[RuleCount, ...]


def counting_query(book: Rulebook, relation: str, dialect: Dialect = DUCKDB) -> str:
    """Return the SELECT that counts a relation with the book's columns; :func:`counting_of` reads its row."""
    projections = Projections(prefix="#", dialect=dialect)
    writer = SqlWriter(projections)
    answers = [projections.hoist(writer.test(bound.test)) for bound in book.rules]
    stage = max((a.stage for a in answers), default=0)
    no = [dialect.is_(a.text, "FALSE") for a in answers]
    open_ = [f"{a.text} IS NULL" for a in answers]
    failed = " + ".join(f"CASE WHEN {n} THEN 1 ELSE 0 END" for n in no) or "0"
    lacking = " OR ".join(open_) or "FALSE"
    # Columns beside each other, so that both are there when the counts are made.
    fails = projections.hoist(Sql(failed, stage)).text
    unknown = projections.hoist(Sql(f"({lacking})", stage)).text
    items = [
        "count(*)",
        f"count(*) FILTER (WHERE {fails} = 0 AND NOT {unknown})",
        f"count(*) FILTER (WHERE {fails} > 0)",
        f"count(*) FILTER (WHERE {fails} = 0 AND {unknown})",
    ]
    for answer, this in zip(answers, no, strict=True):
        items += [
            f"count(*) FILTER (WHERE {answer.text})",
            f"count(*) FILTER (WHERE {this})",
            f"count(*) FILTER (WHERE {this} AND {fails} = 1)",
        ]
    listed = ", ".join(f"{sql} AS n{n}" for n, sql in enumerate(items))
    return f"SELECT {listed} FROM {projections.wrap(relation)}"


def counting_of(book: Rulebook, row: Sequence[int]) -> Counting:
    """Return the counts that the query's one row holds."""
    total, eligible, ineligible, unknown, *rest = row
    rules = []
    for place, bound in enumerate(book.rules):
        passes, fails, alone = rest[3 * place : 3 * place + 3]
        rules.append(RuleCount(bound.id, passes, fails, alone, total - passes - fails))
    return Counting(total, eligible, ineligible, unknown, tuple(rules))
