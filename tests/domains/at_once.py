"""The same thing done twice at the same time, each in a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def twice_at_once(*what: Callable[[], Any]) -> list[Any]:
    """Run callables at the same time (one of them twice, where there is one); an exception is a result."""
    barrier = Barrier(max(2, len(what)))

    def run(one: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return one()
        except Exception as error:  # noqa: BLE001  what came of it is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max(2, len(what))) as threads:
        return list(threads.map(run, what if len(what) > 1 else what * 2))
