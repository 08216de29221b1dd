"""Statements that every request, or an act that many do at once, needs: planned once a connection.

Django's ORM writes and the database plans a query anew each time, which costs more than the query where it is
a look at one row. Here the text is the caller's and constant, and the plan is kept. Everything else goes
through the ORM. It is the same connection: the same transaction, the same count of queries in tests.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import Cursor

ROWS = 5000
"""So many rows a statement adds."""
AnyModel = TypeVar("AnyModel", bound=models.Model)


def rows(text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a constant statement returns; nothing where it returns no rows."""
    cursor = send(text, values)
    came = cursor.pgresult
    # Not cursor.description: that makes an object of each column.
    return cursor.fetchall() if came is not None and came.nfields else []


def send(text: str, values: Sequence[Any] = ()) -> Cursor[tuple[Any, ...]]:
    """Send a constant statement; within :func:`together` its rows have come only when they are fetched."""
    # The connection itself: each attribute asked of Django's proxy looks it up anew.
    own = connections[DEFAULT_DB_ALIAS]
    own.close_if_health_check_failed()
    own.ensure_connection()
    begun = time.monotonic()
    cursor: Cursor[tuple[Any, ...]] = Cursor(own.connection)
    try:
        with own.wrap_database_errors:
            return cursor.execute(text, values, prepare=True)
    finally:
        if own.queries_logged:
            spent = f"{time.monotonic() - begun:.3f}"
            own.queries_log.append({"sql": text, "time": spent})


class Planned:
    """A query of the ORM as a constant statement: written once a process, with its values put in each time.

    ``make`` is given one example of each value and returns a query set of ``values_list``; the examples are
    found again among the parameters, so each must be unlike the others and unlike any constant of the query.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Any, Any]], **examples: Any) -> None:
        self._make = make
        self._examples = examples
        self._text = ""
        self._names: list[str] = []
        self._constants: list[Any] = []

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values, as the database gives them."""
        if not self._text:
            self._write()
        told = zip(self._names, self._constants, strict=True)
        return rows(self._text, [values[name] if name else constant for name, constant in told])

    def _write(self) -> None:
        text, found = self._make(**self._examples).query.sql_with_params()
        by_example = {example: name for name, example in self._examples.items()}
        self._names = [by_example.get(value, "") for value in found]
        self._constants = list(found)
        assert set(self._names) - {""} == set(self._examples), "a value does not stand in the query"
        self._text = text


@contextmanager
def together() -> Iterator[None]:
    """Send the statements of a block without waiting for each; faults are raised at its end at the latest."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def by_key(model: type[AnyModel], key: Any, *, without: tuple[str, ...] = ()) -> AnyModel | None:
    """Return the row with a primary key, or None; columns ``without`` are read only when asked for."""
    return next(iter(by_keys(model, [key], without=without).values()), None)


def add(made: Sequence[models.Model]) -> None:
    """Insert new rows of one model, thousands a statement; their keys are not read back."""
    for start in range(0, len(made), ROWS):
        some = made[start : start + ROWS]
        columns, text = _adding(type(made[0]))
        told = [{name: read(row) for name, read in columns} for row in some]
        # One text: arrays would be escaped entry by entry.
        send(text, [json.dumps(told, ensure_ascii=False, default=_plain)])


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # an instant too
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not kept by this statement")


@cache
def _adding(model: type[models.Model]) -> tuple[list[tuple[str, Callable[[Any], Any]]], str]:
    """Return how the columns of a row are read, and the statement that writes any number of rows."""
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    # Without its length: a cast to varchar(40) would cut, where a value that is too long is a fault.
    kinds = ", ".join(
        f'"{f.column}" {re.sub(r"[(][^)]*[)]", "", str(f.db_type(connection)))}' for f in fields
    )
    return [(str(field.column), _reader(field)) for field in fields], (
        f'INSERT INTO "{meta.db_table}" ({columns}) SELECT {columns}'
        f" FROM jsonb_to_recordset(%s::jsonb) AS row ({kinds})"
    )


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Return what reads the value of a field from a row, as it is kept."""
    if type(field) in _AS_THEY_ARE and not getattr(field, "auto_now_add", False):
        return attrgetter(field.attname)
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return lambda row: field.pre_save(row, True)
    return lambda row: field.get_prep_value(getattr(row, field.attname))


_AS_THEY_ARE = {
    *(models.CharField, models.TextField, models.BooleanField, models.DateField, models.DateTimeField),
    *(models.IntegerField, models.BigIntegerField, models.PositiveIntegerField, models.JSONField),
    *(models.UUIDField, models.ForeignKey, models.DecimalField, ArrayField),
}
"""Fields whose values stand in JSON as they stand in Python; whatever is not here is asked for its value."""


def by_keys(
    model: type[AnyModel], keys: Sequence[Any], *, without: tuple[str, ...] = ()
) -> dict[Any, AnyModel]:
    """Return the rows with some primary keys, by key."""
    text, names, readers = _reading(model, without)
    found = {}
    for row in rows(text, [list(keys)]):
        values = list(row)
        for place, read in readers:
            values[place] = read(values[place])
        made: AnyModel = model.from_db(connection.alias, names, values)
        found[made.pk] = made
    return found


@cache
def _reading(
    model: type[models.Model], without: tuple[str, ...]
) -> tuple[str, list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """Return the statement that reads rows by their keys, its columns, and what their values go through."""
    meta = model._meta
    fields = [field for field in meta.concrete_fields if field.name not in without]
    readers: list[tuple[int, Callable[[Any], Any]]] = []
    for place, field in enumerate(fields):
        for convert in field.get_db_converters(connection):
            readers.append((place, lambda value, convert=convert: convert(value, None, connection)))  # type: ignore[misc]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    assert meta.pk is not None
    text = f'SELECT {columns} FROM "{meta.db_table}" WHERE "{meta.pk.column}" = ANY(%s)'
    return text, [field.attname for field in fields], readers
