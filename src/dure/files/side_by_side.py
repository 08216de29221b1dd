"""A query over a parquet file's rows written as parquet in parts: each thread has rows of its own.

DuckDB's own threads write one file in order too, but each holds its rows until those before are written, and
within little memory that leaves one of them waiting. Two queries of one thread each need less memory and do
not wait. The parts begin where groups of rows begin, and are put together as they are encoded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from dure.files.joining import append_rows
from dure.files.session import Percent, Session, open_session, sql_path

AT_ONCE = 2
"""Each needs some 130 MB beside what the other needs, whatever the size of the file."""
FEWEST_GROUPS = 2
"""A part of fewer groups of rows is not worth planning a query of its own."""


def parts_of(group_rows: Sequence[int], processors: int | None = None) -> list[tuple[int, int]]:
    """Return the first and last row, counted from 1, of each part; one part where that is as quick.

    >>> parts_of([2048, 2048, 2048, 100], processors=2)
    [(1, 4096), (4097, 6244)]
    """
    count = max(1, min(AT_ONCE, processors or _processors(), len(group_rows) // FEWEST_GROUPS))
    edges = [len(group_rows) * part // count for part in range(count + 1)]
    ends = [sum(group_rows[:edge]) for edge in edges]
    return [(before + 1, end) for before, end in pairwise(ends)]


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_side_by_side(
    queries: Sequence[str],
    source: Path,
    target: Path,
    group_rows: int,
    on_begin: Callable[[Percent], None] = lambda percent: None,
) -> bool:
    """Write the rows of queries over parts of ``source`` one behind the other, in groups; False: declined.

    ``on_begin`` is told whom to ask how much is done.
    """
    with open_session([source, target], side_by_side=len(queries)) as session:
        others = [session.folder / f"part{place}.parquet" for place in range(1, len(queries))]
        copies = [
            copy_of(query, path, group_rows) for query, path in zip(queries, [target, *others], strict=True)
        ]
        sessions = session.others
        on_begin(_percent_of_last(sessions))
        with ThreadPoolExecutor(len(copies)) as pool:
            parts = [pool.submit(beside.rows, copy) for beside, copy in zip(sessions, copies, strict=True)]
            try:
                for part in parts:
                    part.result()
            except BaseException:
                # Whatever ends one, a key pressed too: the others are not waited for.
                for beside in sessions:
                    beside.connection.interrupt()
                raise
        return append_rows(target, others)


def _percent_of_last(sessions: Sequence[Session]) -> Percent:
    """Return how much is done of parts that are alike: as much as of the last one.

    It reads to the end of the file: of those before it nobody counts how far they have to go, and what
    stands before the last one counts as read.
    """
    before = 100 * (len(sessions) - 1) / len(sessions)

    def percent() -> int | None:
        found = sessions[-1].percent()
        return None if found is None else max(0, int((found - before) * len(sessions)))

    return percent


def copy_of(query: str, path: Path, group_rows: int) -> str:
    """Return the SQL that writes a query's rows as parquet in groups of so many."""
    return f"COPY ({query}) TO {sql_path(path)} (FORMAT parquet, ROW_GROUP_SIZE {group_rows})"
