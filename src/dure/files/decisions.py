"""Decisions in files: written as the contract has them, read as texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dure.engine.problems import Refused
from dure.engine.selection.plan import DECISION_COLUMNS, Decision, score_text
from dure.files.casting import cell_text
from dure.files.headers import missing_column
from dure.files.session import Session
from dure.files.staged import stage_rows
from dure.files.table import Table
from dure.files.writing import csv_line, write_query


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
        target.write(csv_line(columns))
        target.writelines(map(csv_line, rows))


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return what :func:`write_csv` writes."""
    return "".join([csv_line(columns), *map(csv_line, rows)]).encode("utf-8-sig")


def write_decisions(session: Session, decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions to a csv, xlsx or parquet file that the session may write."""
    rows = map(decision_cells, decisions)
    if path.suffix.lower() == ".csv":
        write_csv(path, DECISION_COLUMNS, rows)
        return
    types = dict.fromkeys(DECISION_COLUMNS, "VARCHAR")
    write_query(session, f"SELECT * FROM {stage_rows(session, types, rows)}", [*types.items()], path)


def read_decision_rows(session: Session, table: Table) -> list[dict[str, str]]:
    """Return the rows of a file of decisions as texts; raises Refused where a column is missing."""
    absent = [name for name in DECISION_COLUMNS if table.column(name) is None]
    if absent:
        raise Refused(missing_column(table.file, name) for name in absent)
    columns = [c for name in DECISION_COLUMNS if (c := table.column(name)) is not None]
    items = ", ".join(f"coalesce({cell_text(c)}, '')" for c in columns)
    rows = session.rows(f"SELECT {items} FROM {table.relation}")
    return [dict(zip(DECISION_COLUMNS, row, strict=True)) for row in rows]  # type: ignore[arg-type]
