"""Screening of a whole table: one SQL query, the same meaning as for one merchant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.missing_sql import missing_sql
from dure.engine.rules.sql import Projections, Sql, SqlWriter, joined
from dure.engine.screening.named import named_answers
from dure.engine.screening.rulebook import Rulebook

VERDICT_COLUMNS = ("verdict", "failed_rules", "unknown_rules", "missing_fields")
FEW_RULES = 16


@dataclass(frozen=True, slots=True)
class _Parts:
    """The SQL of a screening: each rule's answer, each field's being missing, the two tests of a verdict."""

    answers: tuple[tuple[str, Sql], ...]
    missing: tuple[tuple[str, Sql], ...]
    dialect: Dialect

    @property
    def no(self) -> str:
        return " OR ".join(self.dialect.is_(a.text, "FALSE") for _, a in self.answers) or "FALSE"

    @property
    def open(self) -> str:
        return " OR ".join(f"{a.text} IS NULL" for _, a in self.answers) or "FALSE"


def screening_query(book: Rulebook, relation: str, kept: Sequence[str], dialect: Dialect = DUCKDB) -> str:
    """Return the SELECT that judges every row of a relation.

    ``relation`` is an SQL table expression with the book's columns, typed, and their companions;
    ``kept`` are SQL select items that come along. The verdict columns are text: ids and fields joined
    by ``;``, NULL where there is none.
    """
    projections = Projections(prefix="#", dialect=dialect)
    parts = _parts(book, projections, SqlWriter(projections), lazy=True)
    failed, unknown = _told(parts, projections)
    verdict = (
        f"CASE WHEN {failed.some} THEN 'ineligible' WHEN {unknown.some} THEN 'unknown' ELSE 'eligible' END"
    )
    missing = _listed(dialect, parts.missing)
    columns = (
        f"{verdict} AS verdict",
        f"{failed.text} AS failed_rules",
        f"{unknown.text} AS unknown_rules",
        f"CASE WHEN NOT ({failed.some}) AND ({unknown.some}) THEN {missing} END AS missing_fields",
    )
    return f"SELECT {', '.join([*columns, *kept])} FROM {projections.wrap(relation)}"


class _Told(NamedTuple):
    """Whether any of some tests holds, and the names of those that hold, both as SQL."""

    some: str
    text: str


def _told(parts: _Parts, projections: Projections) -> tuple[_Told, _Told]:
    """Return what is told of the rules that fail, and of those that are not known."""
    dialect = projections.dialect
    counted = named_answers(parts.answers, projections) if dialect.looks_up_texts else None
    if counted is not None:
        failed, unknown = counted
        return _Told(failed.some, failed.text(projections)), _Told(unknown.some, unknown.text(projections))
    no = [(id_, Sql(dialect.is_(a.text, "FALSE"), a.stage)) for id_, a in parts.answers]
    open_ = [(id_, Sql(f"{a.text} IS NULL", a.stage)) for id_, a in parts.answers]
    return _Told(parts.no, _listed(dialect, no)), _Told(parts.open, _listed(dialect, open_))


def missing_query(books: Sequence[Rulebook], relation: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the query of which fields unknown verdicts lack, and for each book the names of its mask's bits.

    Its rows are (place of the book, mask, count). The same as counting ``missing_fields`` of
    :func:`screening_query` for each book, but in one pass, in which what several books ask is asked once, and
    without a text for each row.
    """
    projections = Projections(prefix="#", dialect=DUCKDB)
    writer = SqlWriter(projections)
    every = [_parts(book, projections, writer) for book in books]
    masks = []
    for place, parts in enumerate(every):
        bits = [
            f"CASE WHEN {sql.text} THEN {1 << bit} ELSE 0 END" for bit, (_, sql) in enumerate(parts.missing)
        ]
        masks.append(
            f"CASE WHEN NOT ({parts.no}) AND ({parts.open}) THEN {' + '.join(bits) or '0'} ELSE 0 END"
            f" AS mask{place}"
        )
    judged = f"SELECT {', '.join(masks)} FROM {projections.wrap(relation)}"
    names = ", ".join(f"mask{place}" for place in range(len(every)))
    counted = f"SELECT {names}, count(*) AS n FROM ({judged}) GROUP BY ALL"
    lists = f"unnest(range({len(every)})) AS book, unnest([{names}]) AS mask"
    query = f"SELECT book, mask, sum(n) FROM (SELECT {lists}, n FROM ({counted})) WHERE mask > 0 GROUP BY ALL"
    return query, tuple(tuple(name for name, _ in parts.missing) for parts in every)


def _parts(book: Rulebook, projections: Projections, writer: SqlWriter, *, lazy: bool = False) -> _Parts:
    answers = tuple((bound.id, projections.hoist(writer.test(bound.test))) for bound in book.rules)
    missing: dict[str, list[Sql]] = {}
    # Fields are asked for only where the verdict is not known; of many rules one fails nearly every merchant.
    later = SqlWriter(projections, lazy=lazy and len(book.rules) > FEW_RULES)
    for bound in book.rules:
        for name, sql in missing_sql(bound.test, later).items():
            missing.setdefault(name, []).append(sql)
    named = tuple((f.name, joined("OR", missing[f.name])) for f in book.columns() if f.name in missing)
    return _Parts(answers, named, projections.dialect)


def _listed(dialect: Dialect, items: Sequence[tuple[str, Sql]]) -> str:
    """Return the SQL of the names whose test holds, joined by ``;``, NULL for none."""
    parts = [f"CASE WHEN {sql.text} THEN {dialect.text(name)} END" for name, sql in items]
    if not parts:
        return f"CAST(NULL AS {dialect.text_type})"
    return f"NULLIF({dialect.joined_texts(parts)}, '')"
