"""Decisions in files: written as the contract has them, read as texts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from dure.engine.problems import Problem, Refused, msg
from dure.engine.rules.sql import quoted
from dure.engine.selection.plan import DECISION_COLUMNS, Decision, score_text
from dure.files.casting import cell_text
from dure.files.formulas import guard, unguard_sql
from dure.files.session import Session, sql_path
from dure.files.table import ROW, Table
from dure.files.writing import write_query


def decision_cells(decision: Decision) -> tuple[str, ...]:
    """Return a decision as texts, in the order of the columns."""
    d = decision
    return (
        d.application_no,
        d.decision,
        d.executor,
        "" if d.rank is None else str(d.rank),
        score_text(d.score),
        d.seat,
        score_text(d.cutoff),
        "" if d.reserve_rank is None else str(d.reserve_rank),
        d.reason,
    )


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of texts as csv: UTF-8 with BOM, LF, formulas guarded, the same bytes for the same rows."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([guard(name) for name in columns])
        writer.writerows([guard(cell) for cell in row] for row in rows)


def write_decisions(session: Session, decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions to a csv, xlsx or parquet file that the session may write."""
    rows = map(decision_cells, decisions)
    if path.suffix.lower() == ".csv":
        write_csv(path, DECISION_COLUMNS, rows)
        return
    staged = session.folder / "decisions.csv"
    write_csv(staged, DECISION_COLUMNS, rows)
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in DECISION_COLUMNS)
    items = ", ".join(_unguarded(name) for name in DECISION_COLUMNS)
    query = (
        f"SELECT {items} FROM read_csv({sql_path(staged)}, auto_detect = false, columns = {{{types}}},"
        f" header = true, delim = ',', quote = '\"', escape = '\"', max_line_size = 2000000)"
    )
    write_query(session, query, [(name, "VARCHAR") for name in DECISION_COLUMNS], path)


def read_decision_rows(session: Session, table: Table) -> list[dict[str, str]]:
    """Return the rows of a file of decisions as texts; raises Refused where a column is missing."""
    absent = [name for name in DECISION_COLUMNS if table.column(name) is None]
    if absent:
        raise Refused(
            Problem(
                "file.missing_column",
                msg("{file}: the column {column} is missing"),
                {"file": table.file, "column": name},
            )
            for name in absent
        )
    columns = [c for name in DECISION_COLUMNS if (c := table.column(name)) is not None]
    items = ", ".join(cell_text(c) for c in columns)
    rows = session.rows(f'SELECT {items} FROM {table.relation} ORDER BY "{ROW}"')
    return [
        {name: "" if v is None else str(v) for name, v in zip(DECISION_COLUMNS, row, strict=True)}
        for row in rows
    ]


def _unguarded(name: str) -> str:
    return f"{unguard_sql(quoted(name))} AS {quoted(name)}"
