"""A list of applicants as a file: what the list shows, numbers whole, contacts where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from dure.domains.applications.models import Application

COLUMNS = (
    *("application_no", "business_no", "name", "ksic", "region", "choices"),
    *("state", "verdict", "entry", "submitted_at"),
)
CONTACTS = ("owner_name", "phone", "email")
"""An address is kept for duplicates only; no list hands it out."""
_CHUNK = 2_000

Word = Callable[[str, Any], str]


def columns_of(*, contacts: bool) -> tuple[str, ...]:
    """Return the columns of a list, with or without contacts."""
    return (*COLUMNS, *(CONTACTS if contacts else ()))


def texts_of(found: QuerySet[Application], *, contacts: bool, word: Word) -> Iterator[list[str]]:
    """Yield the rows of a list in order of its numbers, as they are read.

    ``word`` words the codes of a column.
    """
    columns = columns_of(contacts=contacts)
    own = [name for name in COLUMNS if name != "business_no"]
    of_merchant = [f"merchant__{name}" for name in columns if name not in own]
    rows = found.order_by("application_no", "pk").only(*own, *of_merchant)
    for one in rows.iterator(chunk_size=_CHUNK):
        yield [word(name, _value(one, name)) for name in columns]


def _value(one: Application, name: str) -> Any:
    return getattr(one.merchant, name) if name in ("business_no", *CONTACTS) else getattr(one, name)
