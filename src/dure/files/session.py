"""A DuckDB connection that can touch only the files named, and nothing else."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb

from dure.engine.rules.sql import text_literal

MEMORY_LIMIT = "600MB"
BLOCKS = "300MB"
"""Of the memory, what blocks of rows are kept in: it is given back when the session ends only, so that the
system need not clear it anew for each group of rows."""
IN_MEMORY_BYTES = 128 * 1024 * 1024

Percent: TypeAlias = Callable[[], int | None]
"""Says how many percent of a step are done, None where nobody knows; any thread may ask."""


@dataclass(frozen=True, slots=True)
class Session:
    """An open connection and the folder for what must be staged on disk; both go when the session ends.

    ``others`` are sessions for other threads, whose queries run beside those of this one.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    others: tuple[Session, ...] = ()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return all rows of a query."""
        return list(self.connection.execute(query).fetchall())

    def percent(self) -> int | None:
        """Return how much of its file the query that runs now has read, None where nobody knows.

        Any thread may ask, at any time.
        """
        try:
            found = self.connection.query_progress()
        except duckdb.Error:  # the session has ended
            return None
        return None if found < 0 else min(100, int(found))

    def stage(self, query: str, source: Path | None = None) -> str:
        """Keep the rows of a query for the session and return them as an SQL table expression.

        Those of a small ``source`` stay in memory, which is quicker; all others go to the session's folder.
        """
        name = f"staged_{secrets.token_hex(4)}"
        if source is not None and source.stat().st_size <= IN_MEMORY_BYTES:
            self.rows(f"CREATE TABLE {name} AS {query}")
            return f"(SELECT * FROM {name})"
        path = self.folder / f"{name}.parquet"
        self.rows(f"COPY ({query}) TO {sql_path(path)} (FORMAT parquet)")
        return f"(SELECT * FROM read_parquet({glob_path(path)}))"


@contextmanager
def open_session(
    files: Iterable[Path], folders: Iterable[Path] = (), *, side_by_side: int = 0
) -> Iterator[Session]:
    """Open a locked-down connection that may read and write ``files`` and what lies in ``folders``.

    Beside them it has a scratch folder of its own.
    No extension is loaded or fetched, and no setting can be changed afterwards.

    ``side_by_side`` is how many queries run in threads of ours, each on rows of its own (a range of
    ``#row`` and no other filter): one thread calculates a query, and rows of others are not read. Each has
    one of the session's ``others``.
    """
    with tempfile.TemporaryDirectory(prefix="dure-") as name:
        folder = Path(name)
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY_LIMIT,
            "block_allocator_memory": BLOCKS,
        }
        if side_by_side:
            config["threads"] = 1
        connection = duckdb.connect(config=config)
        try:
            allowed = [form for p in files for form in (sql_path(p), glob_path(p))]
            connection.execute(f"SET temp_directory = {sql_path(folder / 'spill')}").fetchall()
            connection.execute("SET preserve_insertion_order = true").fetchall()
            # Our queries filter on what they calculate: pushing that down copies long expressions about.
            # A list in IN would become a join: slow, and rows would no longer come out in their order.
            optimizers = "in_clause" if side_by_side else "filter_pushdown,in_clause"
            connection.execute(f"SET disabled_optimizers = '{optimizers}'").fetchall()
            connection.execute(f"SET allowed_paths = [{', '.join(allowed)}]").fetchall()
            reached = [form for p in (folder, *folders) for form in (sql_path(p), glob_path(p))]
            connection.execute(f"SET allowed_directories = [{', '.join(reached)}]").fetchall()
            connection.execute("SET enable_external_access = false").fetchall()
            others = [connection.cursor() for _ in range(side_by_side)]
            for one in (connection, *others):
                # How far a query is, is counted and asked for; nothing is printed.
                one.execute("SET enable_progress_bar = true").fetchall()
                one.execute("SET enable_progress_bar_print = false").fetchall()
            connection.execute("SET lock_configuration = true").fetchall()
            yield Session(connection, folder, tuple(Session(other, folder) for other in others))
        finally:
            connection.close()


def sql_path(path: Path) -> str:
    """Return a path as an SQL literal."""
    return text_literal(str(path.absolute()))


def glob_path(path: Path) -> str:
    """Return a path as an SQL literal for a reader, which would take ``*``, ``?`` and ``[`` for patterns."""
    return text_literal(re.sub(r"[*?[]", r"[\g<0>]", str(path.absolute())))
