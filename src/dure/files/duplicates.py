"""A file of merchants into a file of pairs that may be duplicates, with evidence for each field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dure.engine.duplicates.groups import groups
from dure.engine.duplicates.query import (
    BLOCKS,
    COLUMNS,
    MOST_IN_BLOCK,
    hopeful_query,
    judged_query,
    keys_query,
    levels_query,
    normal_query,
    pairs_query,
    shared_query,
)
from dure.engine.duplicates.scoring import FIELDS, Band
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.profile.fields import PROFILE_FIELDS, Field, Kind
from dure.engine.rules.sql import quoted
from dure.files.bad_rows import write_bad_rows
from dure.files.headers import CONTACTS, written_as
from dure.files.merchants import bad_cells, read_profiles, too_many
from dure.files.reading import open_table
from dure.files.session import Percent, Session, open_session
from dure.files.settled import settled_columns
from dure.files.staged import stage_rows
from dure.files.table import ROW, Table
from dure.files.writing import new_file, write_query

READ = tuple(PROFILE_FIELDS.get(column) or Field(column, Kind.TEXT) for column in COLUMNS)
HEADERS: Mapping[str, tuple[str, ...]] = CONTACTS
"""Columns beside the profile that are understood here, with their Korean headers."""
_SIDES = (("row", "BIGINT"), ("business_no", "VARCHAR"), ("name", "VARCHAR"))
OUR_COLUMNS: tuple[tuple[str, str], ...] = (
    ("group", "BIGINT"),
    ("band", "VARCHAR"),
    ("score", "BIGINT"),
    ("looks_like", "VARCHAR"),
    *((f"{name}_{side}", type_) for name, type_ in _SIDES for side in "ab"),
    *((f"evidence.{field}", "VARCHAR") for field in FIELDS),
    ("score.same_business", "BIGINT"),
    ("score.same_owner", "BIGINT"),
    ("found_by", "VARCHAR"),
)


@dataclass(frozen=True, slots=True)
class DuplicatesSummary:
    """How it came out: rows read, pairs by band, groups, rows set apart, and what should be known."""

    rows: int
    high: int
    review: int
    groups: int
    bad_rows: int
    warnings: tuple[Problem, ...]


STEPS = ("reading", "checking", "pairing", "comparing", "writing")


def find_duplicates(
    *,
    merchants: Path,
    out: Path,
    bad_rows: Path | None,
    problem_line: Callable[[Problem], str],
    on_step: Callable[[str, Percent], None] = lambda step, percent: None,
) -> DuplicatesSummary:
    """Write one row for each pair of rows that is worth a look, by group; nothing is merged.

    Columns that a file does not have are no evidence; without any that could bring two rows together it is
    refused. A bad cell refuses the whole file, unless ``bad_rows`` names a file that takes such rows.
    ``on_step`` is told each of :data:`STEPS` as it begins, and whom to ask how far it is.
    """
    with ExitStack() as stack:
        target = stack.enter_context(new_file(out, keep=[merchants]))
        apart = stack.enter_context(new_file(bad_rows, keep=[merchants, out])) if bad_rows else None
        session = stack.enter_context(open_session([merchants, target, *([apart] if apart else [])]))
        on_step("reading", session.percent)
        table = open_table(session, merchants)
        _name_contacts(table)
        _refuse_nothing_to_compare(table)
        on_step("checking", session.percent)
        settled = settled_columns(session, table, READ, frozenset(field.name for field in READ))
        profiles = read_profiles(table, READ, needed=(), settled=settled)
        problems, count = bad_cells(session, profiles)
        if problems and apart is None:
            raise Refused([*problems, *too_many(table.file, count)])
        if apart is not None:
            write_bad_rows(session, profiles, apart, problem_line)
        on_step("pairing", session.percent)
        read = session.stage(f"SELECT * FROM {profiles.typed([quoted(ROW)], all_good=count == 0)}")
        rows = session.stage(normal_query(read, quoted(ROW)), merchants)
        keys = session.stage(keys_query(rows))
        shared = session.stage(shared_query(keys))
        on_step("comparing", session.percent)
        hopeful = session.stage(judged_query(f"({hopeful_query(rows, f'({pairs_query(keys)})', shared)})"))
        judged = session.stage(judged_query(f"({levels_query(rows, hopeful)})"))
        grouped = _grouped(session, judged)
        on_step("writing", session.percent)
        write_query(session, _written(judged, grouped, read), list(OUR_COLUMNS), target)
        return _summary(session, read, judged, grouped, count, _shared_by_many(session, shared, table.file))


def _name_contacts(table: Table) -> None:
    """Let contact columns and addresses be found by name; of two of one meaning the first counts."""
    for column in table.columns:
        for name, words in HEADERS.items():
            if written_as(column.header) in {written_as(word) for word in (name, *words)}:
                table.meaning.setdefault(name, column)


def _refuse_nothing_to_compare(table: Table) -> None:
    if any(table.column(name) for name in ("business_no", "phone", "email", "address")):
        return
    pairs = (("owner_name", "owner_birth_year"), ("name", "region"))
    if any(all(table.column(name) for name in pair) for pair in pairs):
        return
    raise refuse(
        "duplicates.nothing",
        msg(
            "{file}: no column can bring two rows together: a business number, phone, e-mail or address is"
            " needed, or owner's name and year of birth, or name and region"
        ),
        file=table.file,
    )


def _grouped(session: Session, judged: str) -> str:
    """Keep who is in which group as a table: ``id``, ``top`` (the smallest row of the group)."""
    cursor = session.connection.cursor()
    cursor.execute(f"SELECT a, b FROM {judged}")
    found = cursor.fetchall()
    return stage_rows(session, {"id": "BIGINT", "top": "BIGINT"}, groups(found).items())


def _written(judged: str, grouped: str, read: str) -> str:
    """Return the rows of the result, in the order of groups and rows."""
    blocks = ", ".join(
        f"CASE WHEN blocks & {1 << place} > 0 THEN '{name}' END" for place, name in enumerate(BLOCKS)
    )
    levels = ", ".join(f"pairs.{field}" for field in FIELDS)
    return (
        "SELECT top, band, score, looks_like, a, b, one.business_no, other.business_no, one.name, other.name,"
        f" {levels}, business, owned, concat_ws(';', {blocks})"
        f" FROM {judged} AS pairs JOIN {grouped} AS grouped ON grouped.id = a"
        f" JOIN {read} AS one ON one.{quoted(ROW)} = a JOIN {read} AS other ON other.{quoted(ROW)} = b"
        " ORDER BY top, a, b"
    )


def _shared_by_many(session: Session, shared: str, file: str) -> tuple[Problem, ...]:
    found = session.rows(f"SELECT block, count(*), sum(many) FROM {shared} GROUP BY block ORDER BY block")
    return tuple(
        Problem(
            "duplicates.shared",
            msg(
                "{file}: {count} values of {block} stand in more than {most} rows each ({rows} in all) and"
                " are taken for no evidence"
            ),
            {"file": file, "count": count, "block": block, "most": MOST_IN_BLOCK, "rows": rows},
            severity="warning",
        )
        for block, count, rows in found
    )


def _summary(
    session: Session, read: str, judged: str, grouped: str, bad: int, warnings: tuple[Problem, ...]
) -> DuplicatesSummary:
    bands = {str(b): int(str(n)) for b, n in session.rows(f"SELECT band, count(*) FROM {judged} GROUP BY 1")}
    rows = int(str(session.rows(f"SELECT count(*) FROM {read}")[0][0]))
    tops = int(str(session.rows(f"SELECT count(DISTINCT top) FROM {grouped}")[0][0]))
    return DuplicatesSummary(rows, bands.get(Band.HIGH, 0), bands.get(Band.REVIEW, 0), tops, bad, warnings)
