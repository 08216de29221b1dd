"""Statements that every request, or an act that many do at once, needs: planned once a connection.

Django's ORM writes and the database plans a query anew each time, which costs more than the query where it is
a look at one row. Here the text is the caller's and constant, and the plan is kept. Everything else goes
through the ORM. It is the same connection: the same transaction, the same count of queries in tests.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone
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
        return rows(self.text, self.values(**values))

    @property
    def text(self) -> str:
        """Return the statement, to be a part of another."""
        if not self._text:
            self._write()
        return self._text

    def values(self, **values: Any) -> list[Any]:
        """Return the parameters of the statement for these values."""
        if not self._text:
            self._write()
        told = zip(self._names, self._constants, strict=True)
        return [values[name] if name else constant for name, constant in told]

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


@dataclass(frozen=True, slots=True)
class New:
    """A row to be added, by column, as :func:`new` made it: without the cost of a model."""

    model: type[models.Model]
    columns: dict[str, Any]


def new(model: type[models.Model], **columns: Any) -> New:
    """Return a row to be added, with defaults for what is not named; raises TypeError for unknown columns."""
    known = _columns(model)
    for name, (convert, default) in known.items():
        if name not in columns:
            columns[name] = default()
        if convert:
            columns[name] = convert(columns[name])
    if len(columns) > len(known):
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(columns.keys() - known.keys()))}")
    return New(model, columns)


@cache
def _columns(model: type[models.Model]) -> dict[str, tuple[Callable[[Any], Any] | None, Callable[[], Any]]]:
    """Return by column what its values go through, and what makes its default."""
    return {
        str(field.column): (kept_as(field), timezone.now if _is_automatic(field) else field.get_default)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }


def add(made: Sequence[models.Model | New]) -> None:
    """Insert new rows of one model, thousands a statement; their keys are not read back."""
    for start in range(0, len(made), ROWS):
        some = made[start : start + ROWS]
        told = [row.columns if isinstance(row, New) else _columns_of(row) for row in some]
        first = some[0]
        # One text: arrays would be escaped entry by entry.
        send(_adding(first.model if isinstance(first, New) else type(first)), [as_json(told)])


def _columns_of(row: models.Model) -> dict[str, Any]:
    return {column: read(row) for column, read in _readers(type(row))}


def as_json(told: Any) -> str:
    """Return values as the database reads them: instants, days, ids and decimals as texts, keys as texts."""
    return orjson.dumps(told, _plain, orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not kept by this statement")


@cache
def _adding(model: type[models.Model]) -> str:
    """Return the statement that writes any number of rows."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    kinds = ", ".join(f'"{field.column}" {kind_of(field)}' for field in fields)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {columns}'
        f" FROM jsonb_to_recordset(%s::jsonb) AS row ({kinds})"
    )


def kind_of(field: models.Field[Any, Any]) -> str:
    """Return a column's type without its length: a cast to varchar(40) would cut what is too long."""
    return re.sub(r"[(][^)]*[)]", "", str(field.db_type(connection)))


@cache
def _readers(model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return how the columns of a row are read."""
    return [
        (str(field.column), _reader(field)) for field in model._meta.concrete_fields if not field.primary_key
    ]


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if _is_automatic(field):
        return lambda row: timezone.now()
    if kept_as(field) is None:
        return attrgetter(field.attname)
    return lambda row: field.get_prep_value(getattr(row, field.attname))


def _is_automatic(field: models.Field[Any, Any]) -> bool:
    return bool(getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False))


def kept_as(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return what a value goes through before it is kept; None where it stands in JSON as it is."""
    return None if type(field) in _AS_THEY_ARE else field.get_prep_value


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
    text = f"SELECT {columns_of(model, without)} FROM {_where(model)}"
    made = (row_as(model, row, without) for row in rows(text, [list(keys)]))
    return {row.pk: row for row in made}


def row_as(model: type[AnyModel], row: Sequence[Any], without: tuple[str, ...] = ()) -> AnyModel:
    """Return the values of :func:`columns_of` as a row of the model."""
    names, readers = _reading(model, without)
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    made: AnyModel = model.from_db(connection.alias, names, values)
    return made


@cache
def columns_of(model: type[models.Model], without: tuple[str, ...] = ()) -> str:
    """Return what a statement selects to make a row of the model."""
    table = model._meta.db_table
    fields = (field for field in model._meta.concrete_fields if field.name not in without)
    return ", ".join(f'"{table}"."{field.column}"' for field in fields)


@cache
def _where(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return f'"{model._meta.db_table}" WHERE "{model._meta.pk.column}" = ANY(%s)'


@cache
def _reading(
    model: type[models.Model], without: tuple[str, ...]
) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """Return the columns of a row, and what their values go through."""
    fields = [field for field in model._meta.concrete_fields if field.name not in without]
    readers: list[tuple[int, Callable[[Any], Any]]] = []
    for place, field in enumerate(fields):
        for convert in field.get_db_converters(connection):
            readers.append((place, lambda value, convert=convert: convert(value, None, connection)))  # type: ignore[misc]
    return [field.attname for field in fields], readers
