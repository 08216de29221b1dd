"""Rows that Python made, handed to the session: through a csv file in its folder, every type told."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dure.files.session import Session, glob_path

MOST_IN_A_LINE = 2_000_000
_QUOTING = "delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false"


def stage_rows(session: Session, types: Mapping[str, str], rows: Iterable[Sequence[object]]) -> str:
    """Keep rows in the session's folder and return them as an SQL table expression.

    ``types`` are the columns' names and SQL types, in the order of the cells; None and empty text are NULL.
    """
    path = session.folder / f"{secrets.token_hex(4)}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    # Every cell in quotes and the line end told, or a carriage return in a cell would end a line.
    reader = csv_reader(path, types, "header = false, new_line = '\\n'")
    return session.stage(f"SELECT * FROM {reader}")


def csv_reader(path: Path, types: Mapping[str, str], *options: str) -> str:
    """Return the SQL that reads a csv file whose columns are known, with further options."""
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in types.items())
    return (
        f"read_csv({glob_path(path)}, auto_detect = false, columns = {{{columns}}}, {_QUOTING},"
        f" {', '.join(options)}, max_line_size = {MOST_IN_A_LINE}, hive_partitioning = false)"
    )
