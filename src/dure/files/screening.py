"""Screening a file of merchants into a file of verdicts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.rules.sql import quoted
from dure.engine.screening import Rulebook, screening_query
from dure.engine.screening.many import VERDICT_COLUMNS
from dure.files.bad_rows import write_bad_rows
from dure.files.carrying import carry_columns, groups_beside
from dure.files.columns_told import columns_told
from dure.files.formats import format_of
from dure.files.headers import beside_ours
from dure.files.merchants import bad_cells, read_profiles, too_many, unusual_codes
from dure.files.reading import open_table
from dure.files.session import Percent, Session, glob_path, open_session, sql_path
from dure.files.settled import settled_columns
from dure.files.side_by_side import copy_of, parts_of, write_side_by_side
from dure.files.table import Column, Table
from dure.files.writing import new_file, write_query

OUR_COLUMNS = ("business_no", *VERDICT_COLUMNS)
PLACE = "#row"
"""The column that numbers the rows which another engine judges; it hands it back beside the verdict."""

STEPS = ("reading", "surveying", "checking", "judging", "writing")
Judge: TypeAlias = Callable[[Rulebook, Path, Path], None]
"""Another engine: judges the rows of a parquet file, and writes verdicts as parquet into a new folder."""


@dataclass(frozen=True, slots=True)
class ScreeningSummary:
    """How a screening came out: rows by verdict, rows set apart, and what should be known."""

    rows: int
    eligible: int
    ineligible: int
    unknown: int
    bad_rows: int
    warnings: tuple[Problem, ...]


def screen_file(
    book: Rulebook,
    *,
    merchants: Path,
    out: Path,
    bad_rows: Path | None,
    problem_line: Callable[[Problem], str],
    elsewhere: Judge | None = None,
    shared: Path | None = None,
    on_step: Callable[[str, Percent], None] = lambda step, percent: None,
) -> ScreeningSummary:
    """Judge every row of a file by a rulebook and write one row of verdicts for each, in order.

    Columns beside the profile (``answer.X``, ``level.X``, ``supported_in.X``, ``total_support_won.N``) are
    read where the rules name them; one that the file lacks is not known for everybody.

    A bad cell refuses the whole file, unless ``bad_rows`` names a file that takes such rows
    (``problem_line`` words what is wrong with them). Nothing is written when Refused is raised.

    ``elsewhere`` judges in the place of DuckDB, which still reads and writes; rows and verdicts pass through
    a folder of their own in ``shared`` (by default a temporary one), which is removed.

    ``on_step`` is called as each step begins: one of STEPS, and whom to ask how much of it is done. A step
    is told again where somebody else knows.
    """
    with ExitStack() as stack:
        target = stack.enter_context(new_file(out, keep=[merchants]))
        apart = stack.enter_context(new_file(bad_rows, keep=[merchants, out])) if bad_rows else None
        given = stack.enter_context(_folder(shared)) if elsewhere else None
        files = [merchants, target, *([apart] if apart else [])]
        session = stack.enter_context(open_session(files, folders=[given] if given else []))
        on_step("reading", session.percent)
        table = open_table(session, merchants)
        surveyed = [0]
        on_step("surveying", lambda: surveyed[-1])
        fields = (*PROFILE_COLUMNS, *book.beside())
        settled = settled_columns(session, table, fields, book.compared(), surveyed.append)
        on_step("checking", session.percent)
        profiles = read_profiles(table, fields, settled=settled)
        problems, count = bad_cells(session, profiles)
        if problems and apart is None:
            raise Refused([*problems, *too_many(profiles.table.file, count)])
        if apart is not None:
            write_bad_rows(session, profiles, apart, problem_line)
        kept = _kept(table)
        warnings = unusual_codes(session, profiles, book.occasion.as_of)
        warnings += columns_told(session, profiles, book.columns())
        on_step("judging", session.percent)
        if elsewhere is None and count == 0 and "business_no" in settled:

            def verdicts(of: Table) -> str:
                rows = read_profiles(of, fields, settled=settled)
                return screening_query(book, rows.typed([], all_good=True), [])

            def told(percent: Percent) -> None:
                on_step("judging", percent)

            if _written_beside(session, verdicts, table, kept, merchants, target, told):
                return _summary(session, "", target, 0, warnings)
        items = [f"{quoted(column.sql)} AS {quoted(name)}" for name, column, _ in kept]
        names = ["business_no", *(quoted(name) for name, _, _ in kept)]
        rows = profiles.typed(items, all_good=count == 0)
        if elsewhere is None or given is None:
            judged = screening_query(book, rows, names)
        else:
            judged = _judged_elsewhere(session, book, rows, names, elsewhere, given)
        if format_of(target) != "parquet":
            # Judged once, then written and counted; a parquet file is counted as it was written.
            judged = session.stage(judged)
        query = f"SELECT {', '.join(['business_no', *VERDICT_COLUMNS, *names[1:]])} FROM ({judged})"
        columns = [(name, "VARCHAR") for name in OUR_COLUMNS]
        on_step("writing", session.percent)
        write_query(session, query, [*columns, *((header, c.type) for _, c, header in kept)], target)
        return _summary(session, judged, target, count, warnings)


def _written_beside(
    session: Session,
    verdicts: Callable[[Table], str],
    table: Table,
    kept: Sequence[tuple[str, Column, str]],
    merchants: Path,
    target: Path,
    on_begin: Callable[[Percent], None],
) -> bool:
    """Write the verdicts of a parquet file's rows alone and carry its columns over; False: it cannot be.

    ``verdicts`` is the query of a table's rows.
    """
    if {format_of(merchants), format_of(target)} != {"parquet"}:
        return False
    groups = groups_beside(merchants)
    number = table.column("business_no")
    if groups is None or number is None:
        return False
    parts = parts_of(groups.rows)
    if len(parts) == 1:
        session.rows(copy_of(verdicts(table), target, groups.size))
    else:
        queries = [verdicts(table.rows_between(*part)) for part in parts]
        if not write_side_by_side(queries, merchants, target, groups.size, on_begin):
            target.unlink()
            return False
    names = {number.header: "business_no"} | {column.header: header for _, column, header in kept}
    if carry_columns(merchants, target, names, [*OUR_COLUMNS, *(header for _, _, header in kept)]):
        return True
    target.unlink()
    return False


@contextmanager
def _folder(shared: Path | None) -> Iterator[Path]:
    """Give a new folder that is removed again, in one that other machines see."""
    if shared is not None and not shared.is_dir():
        raise refuse("file.shared", msg("{folder}: there is no such folder"), folder=str(shared))
    with tempfile.TemporaryDirectory(prefix="dure-shared-", dir=shared) as name:
        yield Path(name)


def _judged_elsewhere(
    session: Session, book: Rulebook, rows: str, names: Sequence[str], judge: Judge, folder: Path
) -> str:
    """Let another engine judge; return its verdicts beside the columns that come along, in order."""
    numbered = session.stage(f"SELECT row_number() OVER () AS {quoted(PLACE)}, * FROM {rows}")
    fields = book.columns()
    read = [quoted(f.name) for f in fields] + [quoted(f.companion) for f in fields if f.none_able]
    items = ", ".join([quoted(PLACE), *read])
    told, verdicts = folder / "merchants.parquet", folder / "verdicts"
    session.rows(f"COPY (SELECT {items} FROM {numbered}) TO {sql_path(told)} (FORMAT parquet)")
    judge(book, told, verdicts)
    found = f"read_parquet([{', '.join(map(glob_path, sorted(verdicts.glob('*.parquet'))))}])"
    columns = ", ".join([*(f"v.{name}" for name in VERDICT_COLUMNS), *(f"m.{name}" for name in names)])
    return (
        f"SELECT {columns} FROM {numbered} AS m JOIN {found} AS v USING ({quoted(PLACE)})"
        f" ORDER BY m.{quoted(PLACE)}"
    )


def _kept(table: Table) -> list[tuple[str, Column, str]]:
    """Return the other columns that come along: (name in SQL, column, header in the output)."""
    others = [column for column in table.columns if column.means != "business_no"]
    headers = beside_ours(OUR_COLUMNS, [column.header for column in others])
    return [
        (f"kept{place}", column, header)
        for place, (column, header) in enumerate(zip(others, headers, strict=True))
    ]


def _summary(
    session: Session, judged: str, target: Path, bad: int, warnings: list[Problem]
) -> ScreeningSummary:
    written = (
        f"read_parquet({glob_path(target)}, hive_partitioning = false)"
        if format_of(target) == "parquet"
        else f"({judged})"
    )
    found = session.rows(f"SELECT verdict, count(*) FROM {written} GROUP BY verdict")
    counts = {str(verdict): int(str(count)) for verdict, count in found}
    eligible, ineligible, unknown = (counts.get(v, 0) for v in ("eligible", "ineligible", "unknown"))
    rows = eligible + ineligible + unknown
    return ScreeningSummary(rows, eligible, ineligible, unknown, bad, tuple(warnings))
