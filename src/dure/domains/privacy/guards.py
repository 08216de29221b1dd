"""Triggers of a table, passed over by what destroys personal data or writes it under another key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection


@contextmanager
def without_guards(table: str) -> Iterator[None]:
    """Pass over the triggers of a table, guards and history, within the act that is under way.

    The package's own ``ignore`` puts a statement of its own before each, which named parameters do not stand.
    """
    assert connection.in_atomic_block, "passed over until the act ends at most"
    found = [
        trigger.get_pgid(model) for model, trigger in pgtrigger.registered() if model._meta.db_table == table
    ]
    _set("{" + ",".join([*found, *(f"{table}:{one}" for one in found)]) + "}")
    yield
    # Not where the statement failed: the transaction is over then, and the setting with it.
    _set("{}")


def _set(ignored: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [ignored])
