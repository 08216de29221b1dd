"""A list of texts as a file that people open: csv line by line, or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dure.files.session import open_session
from dure.files.staged import stage_rows
from dure.files.writing import csv_line, write_query


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a list as csv: as its rows are read, however many there are.

    A text that a spreadsheet would take for a formula is guarded.

    >>> list(csv_lines(["상호"], [["=1+1"]]))
    ['\\ufeff상호\\n', "'=1+1\\n"]
    """
    yield "\ufeff" + csv_line(headers)
    for texts in rows:
        yield csv_line(texts)


def write_list(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list as csv or xlsx, as its name ends; without rows it has headers only.

    Raises Refused where it has more rows, or longer cells, than a workbook can hold.
    """
    types = {f"c{i}": "VARCHAR" for i in range(len(headers))}
    with open_session([path]) as session:
        relation = stage_rows(session, types, rows)
        write_query(session, f"SELECT * FROM {relation}", [(name, "VARCHAR") for name in headers], path)
