"""A list of applicants as a file: what the list shows, numbers whole, contacts where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from dure.domains.applications.models import Application
from dure.files.session import open_session
from dure.files.staged import stage_rows
from dure.files.writing import write_query

COLUMNS = (
    *("application_no", "business_no", "name", "ksic", "region", "choices"),
    *("state", "verdict", "entry", "submitted_at"),
)
CONTACTS = ("owner_name", "phone", "email")
_CHUNK = 2_000

Word = Callable[[str, Any], str]


def write_applicants(
    found: QuerySet[Application], path: Path, *, headers: Mapping[str, str], contacts: bool, word: Word
) -> int:
    """Write the applications of a list, in order of their numbers, as csv or xlsx; return how many.

    ``headers`` are the columns' names; ``word`` words the codes of a column. A text that a spreadsheet would
    take for a formula is guarded.
    """
    columns = (*COLUMNS, *(CONTACTS if contacts else ()))
    wanted = [*COLUMNS[:1], *(f"merchant__{name}" for name in (CONTACTS if contacts else ()))]
    rows = found.order_by("application_no", "pk").only(
        *(name for name in COLUMNS if name != "business_no"), "merchant__business_no", *wanted[1:]
    )
    counted = 0

    def texts() -> Iterator[Sequence[object]]:
        nonlocal counted
        for one in rows.iterator(chunk_size=_CHUNK):
            counted += 1
            yield [word(name, _value(one, name)) for name in columns]

    with open_session([path]) as session:
        relation = stage_rows(session, {f"c{i}": "VARCHAR" for i in range(len(columns))}, texts())
        write_query(
            session,
            f"SELECT * FROM {relation}",
            [(headers[name], "VARCHAR") for name in columns],
            path,
        )
    return counted


def _value(one: Application, name: str) -> Any:
    return getattr(one.merchant, name) if name in ("business_no", *CONTACTS) else getattr(one, name)


def write_empty_list(path: Path, headers: Sequence[str]) -> None:
    """Write a csv or xlsx that has headers and no row: a list to be filled in."""
    columns = [(header, "VARCHAR") for header in headers]
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS c{i}" for i in range(len(headers)))
    with open_session([path]) as session:
        write_query(session, f"SELECT {nothing} WHERE FALSE", columns, path)
