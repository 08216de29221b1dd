"""Values that are encrypted under an older key are written anew under the newest one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection

from dure.domains.events.act import Actor, act
from dure.domains.events.by_itself import refuse_people
from dure.domains.privacy.encryption import EncryptedText, decrypt, encrypt, newest_prefix
from dure.domains.privacy.guards import without_guards

TOGETHER = 500
"""Rows written in one act: few enough that nobody waits long for a row that is held."""

WITHIN_JSON = (("mfa_authenticator", "data"), ("applications_application", "draft"))
"""JSON in which encrypted texts stand: keys of second factors, names of files in drafts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds encrypted values: a text, or JSON in which some texts are."""

    table: str
    key: str
    name: str
    json: bool = False

    def renewed(self, kept: Any) -> Any:
        """Return a value as it is under the newest key."""
        return _renewed_within(kept) if self.json else encrypt(decrypt(kept))


def columns() -> Iterator[Column]:
    """Return every column that holds encrypted values, wholly or somewhere within."""
    for model in apps.get_models():
        meta = model._meta
        if meta.pk is None or meta.pk.column is None or meta.proxy or not meta.managed:
            continue
        for field in meta.local_fields:
            if isinstance(field, EncryptedText) and field.column:
                yield Column(meta.db_table, meta.pk.column, field.column)
    for table, name in WITHIN_JSON:
        yield Column(table, "id", name, json=True)


def rewrap(*, actor: Actor, now: datetime) -> int:
    """Write what is under older keys anew, in batches, and return how many values there were.

    What somebody writes under an older key meanwhile is left to the next run. Raises KeyError where a key
    is no longer told: nothing of that batch is written.
    """
    refuse_people(actor)
    done = 0
    for column in columns():
        last = None
        while True:
            with act("privacy.rewrap", actor=actor, now=now) as this:
                rows = _older(column, last)
                written = _write(column, rows)
                if written:
                    this.record("encrypted", f"{column.table}.{column.name}", renewed=written)
            done += written
            if not rows:
                break
            last = rows[-1][0]
    return done


def waiting() -> int:
    """Return how many values stand under older keys: while there are any, those keys must be told."""
    return sum(_count(column) for column in columns())


def _older_than_newest(column: Column) -> tuple[str, list[str]]:
    value = f'"{column.name}"::text'
    if column.json:
        return f"{value} ~ %s", [f'"v1:(?!{newest_prefix().removeprefix("v1:")})']
    return f"{value} <> '' AND {value} NOT LIKE %s", [f"{newest_prefix()}%"]


def _older(column: Column, last: Any) -> list[tuple[Any, Any]]:
    """Return (key, value) of the next rows under older keys, locked in order of the key."""
    where, values = _older_than_newest(column)
    after = "" if last is None else f'AND "{column.key}" > %s'
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column.key}", "{column.name}"::text FROM "{column.table}" WHERE {where} {after}'
            f' ORDER BY "{column.key}" LIMIT {TOGETHER} FOR UPDATE',
            [*values, *([] if last is None else [last])],
        )
        return list(cursor.fetchall())


def _write(column: Column, rows: list[tuple[Any, Any]]) -> int:
    if not rows:
        return 0
    renew: Callable[[str], str] = (
        (lambda kept: json.dumps(column.renewed(json.loads(kept)))) if column.json else column.renewed
    )
    new = [(renew(kept), key) for key, kept in rows]
    # The same words under another key change nothing that a trigger guards, and make no history.
    with without_guards(column.table), connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{column.table}" SET "{column.name}" = %s WHERE "{column.key}" = %s', new)
    return len(new)


def _count(column: Column) -> int:
    where, values = _older_than_newest(column)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{column.table}" WHERE {where}', values)
        return int(cursor.fetchone()[0])


def _renewed_within(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renewed_within(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renewed_within(inner) for inner in value]
    return encrypt(decrypt(value)) if isinstance(value, str) and value.startswith("v1:") else value
