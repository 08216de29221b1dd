"""Every way of judging rows by rules, under one signature, so that all are held to the same answers.

A new executor is one function more in ``EXECUTORS``: it judges every row by every rule and returns, by rule
and row, the answer and the missing fields. PostgreSQL and Spark have theirs where their servers are started
(``tests/domains/test_rules_in_postgresql.py``, ``tests/spark/``), from the same query.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import duckdb
from tests.engine.rules import oracle
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.polars_sql import POLARS, polars_rows
from tests.engine.rules.rows import COLUMNS, COMPANIONS, FIELDS, NONE_ABLE

from dure.engine.rules import Rule, parse_rule, tree
from dure.engine.rules.binding import Occasion, bind
from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.evaluate import compile_test
from dure.engine.rules.missing import MissingFields
from dure.engine.rules.missing_sql import missing_sql
from dure.engine.rules.rails import rails_of
from dure.engine.rules.sql import Projections, SqlWriter, joined, quoted
from dure.engine.screening import MerchantScreener, open_rulebook, screening_query

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Executor: TypeAlias = Callable[[Sequence[str], Days, Rows], list[list[Reply]]]

ANSWER_OF = {"eligible": True, "ineligible": False, "unknown": None}


@cache
def _read(text: str) -> Rule:
    return parse_rule(text, fields=FIELDS)


def bound(text: str, days: Days) -> tree.Test:
    return bind(_read(text), Occasion(*days))


def by_oracle(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    parsed = [oracle.parse(rule) for rule in rules]
    return [[oracle.test(rule, row, days) for row in rows] for rule in parsed]


def in_process(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    replies = []
    for rule in rules:
        test = bound(rule, days)
        judge, missing = compile_test(test), MissingFields(test)
        replies.append([Reply(judge(row), frozenset(missing.of(row))) for row in rows])
    return replies


def replies_query(rules: Sequence[str], days: Days, relation: str, dialect: Dialect) -> str:
    """Return the query that gives, for each row in order, the answer and the missing fields of each rule."""
    projections = Projections(dialect=dialect)
    writer = SqlWriter(projections)
    items = []
    for rule in rules:
        test = bound(rule, days)
        answer = projections.hoist(writer.test(test))
        parts = [
            f"CASE WHEN {joined('OR', [sql]).text} THEN {dialect.text(name)} END"
            for name, sql in missing_sql(test, writer).items()
        ]
        items += [answer.text, dialect.joined_texts(parts) if parts else "''"]
    listed = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(items))
    row = dialect.quoted("#row")
    return f"SELECT {listed} FROM {projections.wrap(relation)} ORDER BY {row}"


def replies_of(found: Sequence[Sequence[Any]], count: int) -> list[list[Reply]]:
    """Return by rule and row what such a query found."""
    return [
        [Reply(row[2 * i], frozenset(filter(None, row[2 * i + 1].split(";")))) for row in found]
        for i in range(count)
    ]


def fields_read(rules: Sequence[str]) -> set[str]:
    return {name for rule in rules for name in _read(rule).fields}


def in_duckdb(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    query = replies_query(rules, days, _relation(fields_read(rules)), DUCKDB)
    return replies_of(_rows_of(query, rows), len(rules))


def on_rails(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    projections = Projections()
    writer = SqlWriter(projections)
    items = []
    for rule in rules:
        rails = rails_of(bound(rule, days), writer)
        met, failed = (projections.hoist(side).text for side in (rails.met, rails.failed))
        items += [
            f"CASE WHEN {met} = -1 AND {failed} = 0 THEN TRUE WHEN {failed} = -1 AND {met} = 0 THEN FALSE"
            f" WHEN {met} <> 0 OR {failed} <> 0 THEN error('neither rail') END"
        ]
    listed = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(items))
    query = f'SELECT {listed} FROM {projections.wrap(_relation(fields_read(rules)))} ORDER BY "#row"'
    found = _rows_of(query, rows)
    # Rails say nothing of what is missing: that is told as in process.
    told = in_process(rules, days, rows)
    return [
        [Reply(row[i], reply.missing) for row, reply in zip(found, replies, strict=True)]
        for i, replies in enumerate(told)
    ]


def in_polars(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    query = replies_query(rules, days, _relation(fields_read(rules)), POLARS)
    return replies_of(polars_rows(query, rows), len(rules))


def screened_one_by_one(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    replies = []
    for rule in rules:
        screener = MerchantScreener(open_rulebook([("r", rule)], Occasion(*days), FIELDS))
        screenings = [screener.screen(row) for row in rows]
        replies.append([Reply(ANSWER_OF[s.verdict], frozenset(s.missing)) for s in screenings])
    return replies


def screened_as_a_table(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    replies = []
    for rule in rules:
        book = open_rulebook([("r", rule)], Occasion(*days), FIELDS)
        query = screening_query(book, _relation(f.name for f in book.columns()), ['"#row"'])
        found = _rows_of(f'SELECT verdict, missing_fields FROM ({query}) ORDER BY "#row"', rows)
        replies.append([Reply(ANSWER_OF[v], frozenset((m or "").split(";")) - {""}) for v, m in found])
    return replies


EXECUTORS: dict[str, Executor] = {
    "oracle": by_oracle,
    "in process": in_process,
    "DuckDB": in_duckdb,
    "DuckDB on rails": on_rails,
    "Polars": in_polars,
    "screening of one": screened_one_by_one,
    "screening of a table": screened_as_a_table,
}

BY_TABLE = {"DuckDB", "DuckDB on rails", "Polars", "screening of a table"}
"""Executors that make one plan for many rows; the others are asked only what a test looks at."""


# --- rows in DuckDB -------------------------------------------------------------------------------

_MOVES_COLUMNS = (
    "common_subplan,join_order,column_lifetime,unused_columns,projection_pullup,late_materialization"
)
_TYPES = {"#row": "BIGINT", **COLUMNS, **dict.fromkeys(COMPANIONS, "BOOLEAN")}
_held: list[Rows] = []


@cache
def _database() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(config={"threads": "1"})
    # Plans of this size are short of rows, not of columns: what only moves columns about is left out.
    database.execute(f"SET disabled_optimizers = '{_MOVES_COLUMNS}'")
    atexit.register(_database.cache_clear)  # DuckDB complains of connections that outlive the interpreter
    return database


def _relation(fields: Iterable[str]) -> str:
    """Return the table of merchants with the columns of some fields only: plans are quicker made."""
    names = {"#row": None}
    for name in fields:
        if name in COLUMNS:
            names |= {name: None, f"has.{name}": None} if name in NONE_ABLE else {name: None}
    return f"(SELECT {', '.join(map(quoted, names))} FROM merchants)"


def _rows_of(query: str, rows: Rows) -> list[tuple[Any, ...]]:
    return connection(rows).execute(query).fetchall()


def connection(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Return the database with these rows, and no others, in the table ``merchants``."""
    if not _held or _held[0] is not rows:
        columns = [list(range(len(rows)))]
        columns += [[_plain(row[name]) for row in rows] for name in list(_TYPES)[1:]]
        items = ", ".join(
            f"unnest(CAST(${n} AS {type_}[])) AS {quoted(name)}"
            for n, (name, type_) in enumerate(_TYPES.items(), 1)
        )
        _database().execute(f"CREATE OR REPLACE TABLE merchants AS SELECT {items}", columns)
        _held[:] = [rows]
    return _database()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
