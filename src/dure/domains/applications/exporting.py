"""A list of applicants as a file: what the list shows, numbers whole, contacts where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from dure.domains.applications.models import Application
from dure.files.session import open_session
from dure.files.staged import stage_rows
from dure.files.writing import csv_line, write_query

COLUMNS = (
    *("application_no", "business_no", "name", "ksic", "region", "choices"),
    *("state", "verdict", "entry", "submitted_at"),
)
CONTACTS = ("owner_name", "phone", "email")
_CHUNK = 2_000

Word = Callable[[str, Any], str]


def columns_of(*, contacts: bool) -> tuple[str, ...]:
    """Return the columns of a list, with or without contacts."""
    return (*COLUMNS, *(CONTACTS if contacts else ()))


def csv_lines(
    found: QuerySet[Application], *, headers: Mapping[str, str], contacts: bool, word: Word
) -> Iterator[str]:
    """Yield the lines of a list as csv, in order of its numbers: as they are read, however many there are.

    ``headers`` are the columns' names; ``word`` words the codes of a column. A text that a spreadsheet would
    take for a formula is guarded.
    """
    yield "\ufeff" + csv_line([headers[name] for name in columns_of(contacts=contacts)])
    for texts in _texts(found, contacts, word):
        yield csv_line(texts)


def write_workbook(
    found: QuerySet[Application], path: Path, *, headers: Mapping[str, str], contacts: bool, word: Word
) -> None:
    """Write the same rows as xlsx."""
    columns = columns_of(contacts=contacts)
    with open_session([path]) as session:
        types = {f"c{i}": "VARCHAR" for i in range(len(columns))}
        relation = stage_rows(session, types, _texts(found, contacts, word))
        shown = [(headers[name], "VARCHAR") for name in columns]
        write_query(session, f"SELECT * FROM {relation}", shown, path)


def _texts(found: QuerySet[Application], contacts: bool, word: Word) -> Iterator[list[str]]:
    columns = columns_of(contacts=contacts)
    own = [name for name in COLUMNS if name != "business_no"]
    of_merchant = [f"merchant__{name}" for name in columns if name not in own]
    rows = found.order_by("application_no", "pk").only(*own, *of_merchant)
    for one in rows.iterator(chunk_size=_CHUNK):
        yield [word(name, _value(one, name)) for name in columns]


def _value(one: Application, name: str) -> Any:
    return getattr(one.merchant, name) if name in ("business_no", *CONTACTS) else getattr(one, name)


def write_empty_list(path: Path, headers: Sequence[str]) -> None:
    """Write a csv or xlsx that has headers and no row: a list to be filled in."""
    columns = [(header, "VARCHAR") for header in headers]
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS c{i}" for i in range(len(headers)))
    with open_session([path]) as session:
        write_query(session, f"SELECT {nothing} WHERE FALSE", columns, path)
