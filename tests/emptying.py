"""Emptying the database after a test that commits: rows are deleted from the tables that hold any.

Django's own truncates all of them, which makes some thousand files anew, and then writes content types and
permissions again, which every test finds alike: here they stay.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import psycopg
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from dure.embedded import cluster_in

# What `migrate` wrote, and no test changes.
_STAY = ("django_migrations", "django_content_type", "auth_permission")


_held: list[psycopg.Connection] = []


def _superuser() -> psycopg.Connection:
    """Return a connection that may pass over triggers: what is append-only for the service goes here too.

    A test may have killed the server it was open to: it is asked whether it lives.
    """
    if _held:
        try:
            _held[0].execute("SELECT 1")
        except psycopg.OperationalError:
            _held.pop().close()
    if not _held:
        cluster = cluster_in(Path(os.environ["DURE_DATA_DIR"]) / "postgres", os.environ)
        url = cluster.url(database=connection.settings_dict["NAME"])
        _held.append(psycopg.connect(url, autocommit=True))
    return _held[0]


@cache
def _tables() -> tuple[sql.Identifier, ...]:
    found = _superuser().execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> ALL (%s) ORDER BY relname",
        [list(_STAY)],
    )
    return tuple(sql.Identifier(name) for (name,) in found)


def empty() -> None:
    """Delete every row that a test left, the queue's too. Sequences go on, as with Django's own."""
    server = _superuser()
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(number, table)
        for number, table in enumerate(_tables())
    )
    with server.transaction():
        # References need no look: whatever refers to a row goes in the same transaction.
        server.execute("SET LOCAL session_replication_role = replica")
        for (number,) in server.execute(asked).fetchall():
            server.execute(sql.SQL("DELETE FROM {}").format(_tables()[number]))


def install() -> None:
    """Let every test that commits end with this instead of ``flush``."""
    TransactionTestCase._fixture_teardown = lambda _self: empty()  # type: ignore[method-assign]
