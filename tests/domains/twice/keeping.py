"""The rows of all tables: told apart to the byte, kept, and put back, so that one world serves many tests."""

from __future__ import annotations

from collections import Counter

from django.db import connection, transaction

_LEFT_OUT = ("django_migrations", "django_content_type")
_REFERS = ("ledger_transfer",)
"""Its references to account and unit are asked at once, not at the end: it goes first and comes last."""


def tables() -> list[str]:
    """Return every table that holds something of the service: subjects, history, events, jobs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall() if name not in _LEFT_OUT]


def contents() -> dict[str, tuple[int, str]]:
    """Return of each table how many rows it has and the hash of all that stands in them."""
    parts = (
        f"SELECT '{name}', count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
        f' FROM "{name}" t'
        for name in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: (count, written) for name, count, written in cursor.fetchall()}


def counts(before: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Return how many rows each table has more than before, where that is another number."""
    now = contents()
    return {name: now[name][0] - before[name][0] for name in now if now[name][0] != before[name][0]}


def events() -> Counter[tuple[str, str, str]]:
    """Return how often each act told each kind of thing of each subject."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, subject, coalesce(details ->> 'move', '') FROM events_event")
        return Counter(cursor.fetchall())


def keep(world: str) -> None:
    """Keep what stands in all tables under a name."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "kept_{world}" CASCADE; CREATE SCHEMA "kept_{world}"')
        for name, (count, _) in contents().items():
            if count:
                cursor.execute(f'CREATE TABLE "kept_{world}"."{name}" AS TABLE "{name}"')


def put_back(world: str, kept: dict[str, tuple[int, str]]) -> None:
    """Put back what was kept under a name into the tables that are another by now, past all triggers."""
    changed = [name for name, found in contents().items() if found != kept[name]]
    with transaction.atomic(), connection.cursor() as cursor:
        # No guard and no history looks while rows are put back: they are those that stood there before.
        steps = [f'ALTER TABLE "{name}" DISABLE TRIGGER USER' for name in changed]
        steps += [f'DELETE FROM "{name}"' for name in sorted(changed, key=lambda name: name not in _REFERS)]
        # Foreign keys are asked at the end, but for those of the queue: its jobs come first.
        for name in sorted(changed, key=lambda name: (name in _REFERS, name != "procrastinate_jobs")):
            if kept[name][0]:
                columns = ", ".join(f'"{column}"' for column in _columns(name))
                steps.append(
                    f'INSERT INTO "{name}" ({columns}) OVERRIDING SYSTEM VALUE'
                    f' SELECT {columns} FROM "kept_{world}"."{name}"'
                )
        steps.append("SET CONSTRAINTS ALL IMMEDIATE")
        steps += [f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in changed]
        cursor.execute("; ".join(steps))


def forget(world: str) -> None:
    """Drop what was kept under a name."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "kept_{world}" CASCADE')


def _columns(table: str) -> list[str]:
    """Return the columns that are written; what the database computes itself is not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [f'"{table}"'],
        )
        return [name for (name,) in cursor.fetchall()]
