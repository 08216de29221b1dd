"""Work that is done after an act: a job is written in the act's own transaction, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from dure.domains.events.act import acting

QUEUES = ("default", "mail", "system")
"""``mail`` and ``system`` have a worker slot each, so that long imports hold up neither."""
LONGEST_TEXT = 120

# Always Django's own connection, which is the act's. The application's would do in a web process; in a worker
# it is a pool of its own, on which a job would stand before its act is committed, and if it is rolled back.
_jobs = JobManager(DjangoConnector())


def later(
    task: str,
    /,
    *,
    queue: str | None = None,
    lock: str | None = None,
    not_before: datetime | None = None,
    **arguments: Any,
) -> None:
    """Defer a task of :mod:`dure.jobs` by its name, in the act that is under way.

    Arguments are ids and codes, never rows and never personal data. With a ``lock`` two jobs of the same
    lock do not run at once. Raises LookupError where no task has the name, ValueError for other arguments.
    """
    _deferrer(task, [arguments], queue, lock, not_before).defer(**arguments)


def later_each(task: str, /, arguments: Sequence[dict[str, Any]], *, queue: str | None = None) -> None:
    """Defer a task once for each set of arguments, in one statement."""
    deferrer = _deferrer(task, arguments, queue, None, None)
    if arguments:
        deferrer.batch_defer(*arguments)


def _deferrer(
    task: str,
    arguments: Sequence[dict[str, Any]],
    queue: str | None,
    lock: str | None,
    not_before: datetime | None,
) -> JobDeferrer:
    assert acting() is not None, "a job belongs to the act that causes it"
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    if task not in app.tasks:
        raise LookupError(f"no task is called {task}")
    for one in arguments:
        for name, value in one.items():
            if not _is_plain(value):
                raise ValueError(f"{task}: {name} is neither an id nor a code, nor a list of them")
    found = app.tasks[task]
    return configure_task(
        name=found.name,
        job_manager=_jobs,
        queue=queue or found.queue,
        priority=found.priority,
        lock=lock,
        schedule_at=not_before,
    )


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) and not isinstance(item, list) for item in value)
    return value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)
