"""Screening of a whole table: one SQL query, the same meaning as for one merchant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dure.engine.rules import tree
from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.missing_sql import missing_sql
from dure.engine.rules.rails import Rails, rails_of, rails_of_answer
from dure.engine.rules.sql import Projections, Sql, SqlWriter, joined
from dure.engine.screening.named import named_answers
from dure.engine.screening.rulebook import Rulebook

VERDICT_COLUMNS = ("verdict", "failed_rules", "unknown_rules", "missing_fields")
FEW_RULES = 16


def screening_query(book: Rulebook, relation: str, kept: Sequence[str], dialect: Dialect = DUCKDB) -> str:
    """Return the SELECT that judges every row of a relation.

    ``relation`` is an SQL table expression with the book's columns, typed, and their companions;
    ``kept`` are SQL select items that come along. The verdict columns are text: ids and fields joined
    by ``;``, NULL where there is none.
    """
    projections = Projections(prefix="#", dialect=dialect)
    writer = SqlWriter(projections)
    # Fields are asked for only where the verdict is not known; of many rules one fails nearly every merchant.
    many = len(book.rules) > FEW_RULES
    if dialect.looks_up_texts and book.rules:
        named = named_answers(
            [(bound.id, _rails(bound.test, writer, many=many)) for bound in book.rules], projections
        )
        failed, unknown = (_Told(told.some, told.text(projections)) for told in named)
    else:
        failed, unknown = _joined(_answers(book, writer), dialect)
    missing = _listed(dialect, _missing(book, SqlWriter(projections, lazy=many)))
    verdict = (
        f"CASE WHEN {failed.some} THEN 'ineligible' WHEN {unknown.some} THEN 'unknown' ELSE 'eligible' END"
    )
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


def _rails(test: tree.Test, writer: SqlWriter, *, many: bool) -> Rails:
    """Of few rules what is missing is often asked, from answers that are columns: they are read here too."""
    return rails_of(test, writer) if many else rails_of_answer(writer.hoisted(test), writer.projections)


def _joined(answers: Sequence[tuple[str, Sql]], dialect: Dialect) -> tuple[_Told, _Told]:
    """Return what is told of the rules that fail, and of those not known, each name put to the others."""
    no = [(id_, Sql(dialect.is_(a.text, "FALSE"), a.stage)) for id_, a in answers]
    open_ = [(id_, Sql(f"{a.text} IS NULL", a.stage)) for id_, a in answers]
    failed, unknown = (_Told(_some(tests), _listed(dialect, tests)) for tests in (no, open_))
    return failed, unknown


def _some(tests: Sequence[tuple[str, Sql]]) -> str:
    return " OR ".join(sql.text for _, sql in tests) or "FALSE"


def missing_query(books: Sequence[Rulebook], relation: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the query of which fields unknown verdicts lack, and for each book the names of its mask's bits.

    Its rows are (place of the book, mask, count). The same as counting ``missing_fields`` of
    :func:`screening_query` for each book, but in one pass, in which what several books ask is asked once, and
    without a text for each row.
    """
    projections = Projections(prefix="#", dialect=DUCKDB)
    writer = SqlWriter(projections)
    masks = []
    every = []
    for place, book in enumerate(books):
        failed, unknown = _joined(_answers(book, writer), DUCKDB)
        missing = _missing(book, writer)
        every.append(tuple(name for name, _ in missing))
        bits = [f"CASE WHEN {sql.text} THEN {1 << bit} ELSE 0 END" for bit, (_, sql) in enumerate(missing)]
        masks.append(
            f"CASE WHEN NOT ({failed.some}) AND ({unknown.some}) THEN {' + '.join(bits) or '0'} ELSE 0 END"
            f" AS mask{place}"
        )
    judged = f"SELECT {', '.join(masks)} FROM {projections.wrap(relation)}"
    names = ", ".join(f"mask{place}" for place in range(len(every)))
    counted = f"SELECT {names}, count(*) AS n FROM ({judged}) GROUP BY ALL"
    lists = f"unnest(range({len(every)})) AS book, unnest([{names}]) AS mask"
    query = f"SELECT book, mask, sum(n) FROM (SELECT {lists}, n FROM ({counted})) WHERE mask > 0 GROUP BY ALL"
    return query, tuple(every)


def _answers(book: Rulebook, writer: SqlWriter) -> list[tuple[str, Sql]]:
    return [(bound.id, writer.hoisted(bound.test)) for bound in book.rules]


def _missing(book: Rulebook, writer: SqlWriter) -> list[tuple[str, Sql]]:
    """Return for each field, in order, the SQL that is true where it is missing."""
    missing: dict[str, list[Sql]] = {}
    for bound in book.rules:
        for name, sql in missing_sql(bound.test, writer).items():
            missing.setdefault(name, []).append(sql)
    return [(f.name, joined("OR", missing[f.name])) for f in book.columns() if f.name in missing]


def _listed(dialect: Dialect, items: Sequence[tuple[str, Sql]]) -> str:
    """Return the SQL of the names whose test holds, joined by ``;``, NULL for none."""
    parts = [f"CASE WHEN {sql.text} THEN {dialect.text(name)} END" for name, sql in items]
    if not parts:
        return f"CAST(NULL AS {dialect.text_type})"
    return f"NULLIF({dialect.joined_texts(parts)}, '')"
