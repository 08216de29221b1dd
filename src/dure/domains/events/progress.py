"""How far long work is, told while it runs: rows of tables with ``phase``, ``done_rows`` and ``rows``."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper


class Told:
    """Tells progress on a connection of its own: what is written in the act's would be seen when it is over.

    It changes what is shown and nothing else, so no act is needed, and a failure to tell stops nothing.
    """

    def __init__(self, model: type[models.Model], run_id: int) -> None:
        self._table = f'"{model._meta.db_table}"'
        self._run_id = run_id
        self._own: BaseDatabaseWrapper = connection.copy()

    def __enter__(self) -> Told:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()

    def phase(self, name: str) -> Callable[[int, int], None]:
        """Begin a phase and return what tells its rows, and how many there are."""
        self._tell(name, 0, None)
        return lambda done, rows: self._tell(name, done, rows)

    def _tell(self, phase: str, done: int, rows: int | None) -> None:
        with self._own.cursor() as cursor:
            # Whoever holds the row is about to finish it: then there is nothing left to tell.
            cursor.execute(
                f"UPDATE {self._table} SET phase = %s, done_rows = %s, rows = coalesce(rows, %s)"
                f" WHERE id = (SELECT id FROM {self._table} WHERE id = %s FOR UPDATE SKIP LOCKED)",
                [phase, done, rows, self._run_id],
            )
