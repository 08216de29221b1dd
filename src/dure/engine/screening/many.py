"""Screening of a whole table: one SQL query, the same meaning as for one merchant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.missing_sql import missing_sql
from dure.engine.rules.sql import Projections, Sql, SqlWriter, joined
from dure.engine.screening.rulebook import Rulebook

VERDICT_COLUMNS = ("verdict", "failed_rules", "unknown_rules", "missing_fields")


def screening_query(book: Rulebook, relation: str, kept: Sequence[str], dialect: Dialect = DUCKDB) -> str:
    """Return the SELECT that judges every row of a relation.

    ``relation`` is an SQL table expression with the book's columns, typed, and their companions;
    ``kept`` are SQL select items that come along. The verdict columns are text: ids and fields joined
    by ``;``, NULL where there is none.
    """
    projections = Projections(prefix="#", dialect=dialect)
    writer = SqlWriter(projections)
    answers = [(bound.id, projections.hoist(writer.test(bound.test))) for bound in book.rules]
    missing: dict[str, list[Sql]] = {}
    for bound in book.rules:
        for name, sql in missing_sql(bound.test, writer).items():
            missing.setdefault(name, []).append(sql)
    no = " OR ".join(dialect.is_(a.text, "FALSE") for _, a in answers) or "FALSE"
    open_ = " OR ".join(f"{a.text} IS NULL" for _, a in answers) or "FALSE"
    verdict = f"CASE WHEN {no} THEN 'ineligible' WHEN {open_} THEN 'unknown' ELSE 'eligible' END"
    failed = _listed(dialect, ((id_, Sql(dialect.is_(a.text, "FALSE"), a.stage)) for id_, a in answers))
    unknown = _listed(dialect, ((id_, Sql(f"{a.text} IS NULL", a.stage)) for id_, a in answers))
    wanted = [f.name for f in book.columns() if f.name in missing]
    lacking = _listed(dialect, ((name, joined("OR", missing[name])) for name in wanted))
    columns = (
        f"{verdict} AS verdict",
        f"{failed} AS failed_rules",
        f"{unknown} AS unknown_rules",
        f"CASE WHEN NOT ({no}) AND ({open_}) THEN {lacking} END AS missing_fields",
    )
    return f"SELECT {', '.join([*columns, *kept])} FROM {projections.wrap(relation)}"


def _listed(dialect: Dialect, items: Iterable[tuple[str, Sql]]) -> str:
    """Return the SQL of the names whose test holds, joined by ``;``, NULL for none."""
    parts = [f"CASE WHEN {sql.text} THEN {dialect.text(name)} END" for name, sql in items]
    if not parts:
        return f"CAST(NULL AS {dialect.text_type})"
    return f"NULLIF({dialect.joined_texts(parts)}, '')"
