"""Every way of judging rows by rules, under one signature, so that all are held to the same answers.

A new executor (PostgreSQL, Spark, Polars) is one function more in ``EXECUTORS``: it judges every row by every
rule and returns, by rule and row, the answer and the missing fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import duckdb
from tests.engine.rules import oracle
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.rows import COLUMNS, COMPANIONS

from dure.engine.profile import PROFILE_FIELDS
from dure.engine.rules import parse_rule, tree
from dure.engine.rules.binding import Occasion, bind
from dure.engine.rules.evaluate import compile_test
from dure.engine.rules.missing import MissingFields
from dure.engine.rules.missing_sql import missing_sql
from dure.engine.rules.sql import Projections, SqlWriter, joined, quoted
from dure.engine.screening import MerchantScreener, open_rulebook, screening_query

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Executor: TypeAlias = Callable[[Sequence[str], Days, Rows], list[list[Reply]]]

ANSWER_OF = {"eligible": True, "ineligible": False, "unknown": None}


def bound(text: str, days: Days) -> tree.Test:
    return bind(parse_rule(text, fields=PROFILE_FIELDS), Occasion(*days))


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


def in_duckdb(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    projections = Projections()
    writer = SqlWriter(projections)
    items = []
    for rule in rules:
        test = bound(rule, days)
        answer = projections.hoist(writer.test(test))
        parts = [
            f"CASE WHEN {joined('OR', [sql]).text} THEN '{name}' END"
            for name, sql in missing_sql(test, writer).items()
        ]
        items += [answer.text, f"concat_ws(';', {', '.join(parts)})" if parts else "''"]
    found = _rows_of(f"SELECT {', '.join(items)} FROM {projections.wrap('merchants')} ORDER BY \"#row\"", rows)
    return [
        [Reply(row[2 * i], frozenset(filter(None, row[2 * i + 1].split(";")))) for row in found]
        for i in range(len(rules))
    ]


def screened_one_by_one(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    replies = []
    for rule in rules:
        screener = MerchantScreener(open_rulebook([("r", rule)], Occasion(*days)))
        screenings = [screener.screen(row) for row in rows]
        replies.append([Reply(ANSWER_OF[s.verdict], frozenset(s.missing)) for s in screenings])
    return replies


def screened_as_a_table(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
    replies = []
    for rule in rules:
        book = open_rulebook([("r", rule)], Occasion(*days))
        query = screening_query(book, "merchants", ['"#row"'])
        found = _rows_of(f'SELECT verdict, missing_fields FROM ({query}) ORDER BY "#row"', rows)
        replies.append([Reply(ANSWER_OF[v], frozenset((m or "").split(";")) - {""}) for v, m in found])
    return replies


EXECUTORS: dict[str, Executor] = {
    "oracle": by_oracle,
    "in process": in_process,
    "DuckDB": in_duckdb,
    "screening of one": screened_one_by_one,
    "screening of a table": screened_as_a_table,
}


# --- rows in DuckDB -------------------------------------------------------------------------------

_MOVES_COLUMNS = "common_subplan,join_order,column_lifetime,unused_columns,projection_pullup,late_materialization"
_tables: list[tuple[Rows, duckdb.DuckDBPyConnection]] = []


def _rows_of(query: str, rows: Rows) -> list[tuple[Any, ...]]:
    return connection(rows).execute(query).fetchall()


def connection(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Return a database with the rows in the table ``merchants``; that of the last rows is kept."""
    if not _tables or _tables[0][0] is not rows:
        database = duckdb.connect(config={"threads": "1"})
        # Plans of this size are short of rows, not of columns: what only moves columns about is left out.
        database.execute(f"SET disabled_optimizers = '{_MOVES_COLUMNS}'")
        types = {"#row": "BIGINT", **COLUMNS, **dict.fromkeys(COMPANIONS, "BOOLEAN")}
        names = ", ".join(f"{quoted(name)} {type_}" for name, type_ in types.items())
        database.execute(f"CREATE TABLE merchants ({names})")
        values = ", ".join(
            f"({number}, {', '.join(_literal(row[name]) for name in list(types)[1:])})"
            for number, row in enumerate(rows)
        )
        database.execute(f"INSERT INTO merchants VALUES {values}")
        _tables[:] = [(rows, database)]
    return _tables[0][1]


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | float():
            return f"CAST('{value!r}' AS DOUBLE)"
        case date():
            return f"DATE '{value}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            return f"CAST([{', '.join(map(_literal, value))}] AS VARCHAR[])"
