"""Runs what is queued, in this process and on the test's own connection: no worker is needed.

    hand_in(...)                             # an act that defers "notices.send"
    assert run_jobs() == ["notices.send"]    # runs it and whatever it defers in turn; returns the names

``run_jobs()`` raises what a job raises. ``run_jobs(failing=True)`` does as the worker does: the job is tried
again later (it is left in the queue with its time) or has failed; ``queued()`` and ``jobs()`` tell. Jobs with
a time of their own are run only with ``run_jobs(due=True)``, as if all their times had come. Tasks that are
due by the clock are never queued in tests: ``run_task("system.retry_stalled")`` runs one.

Works in tests with ``@pytest.mark.django_db``, with or without ``transaction=True``; what a transactional
test leaves in the queue is taken away after it (tests/conftest.py).
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

MOST = 10_000


def queued(task: str | None = None) -> list[dict[str, Any]]:
    """Return the arguments of the jobs that wait, the oldest first."""
    return [job.task_kwargs for job in jobs("todo") if task in (None, job.task_name)]


def jobs(*states: str) -> list[Job]:
    """Return the jobs in these states (all of them where none is named), the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, status::text, priority, lock, queueing_lock, task_name, args, scheduled_at,"
            " queue_name, attempts, abort_requested, worker_id FROM procrastinate_jobs ORDER BY id"
        )
        names = [column.name for column in cursor.description]
        found = [Job.from_row(_row(names, values)) for values in cursor.fetchall()]
    return [job for job in found if not states or job.status in states]


def run_jobs(*, failing: bool = False, due: bool = False, task: str | None = None) -> list[str]:
    """Run the jobs that wait (of one task, or all) until none is left; return the names of their tasks."""
    app.perform_import_paths()
    ran: list[str] = []
    while True:
        waiting = [
            job for job in jobs("todo") if (due or job.scheduled_at is None) and task in (None, job.task_name)
        ]
        if not waiting:
            return ran
        for job in sorted(waiting, key=lambda job: (-job.priority, job.id or 0)):
            ran.append(job.task_name)
            _run(job, failing)
        assert len(ran) < MOST, "jobs that defer themselves without end"


def run_task(name: str, **arguments: Any) -> None:
    """Run a task at once, as the worker would: also one that is due by the clock."""
    app.perform_import_paths()
    found = app.tasks[name]
    periodic = any(known == name for known, _ in app.periodic_registry.periodic_tasks)
    found.func(**({"timestamp": 0} if periodic else {}), **arguments)


def _run(job: Job, failing: bool) -> None:
    found = app.tasks[job.task_name]
    try:
        found.func(**job.task_kwargs)
    except Exception as error:
        if not failing:
            raise
        decision = found.retry_strategy and found.retry_strategy.get_retry_decision(exception=error, job=job)
        if decision:
            _execute(
                "UPDATE procrastinate_jobs SET attempts = attempts + 1, scheduled_at = %s WHERE id = %s",
                [decision.retry_at, job.id],
            )
        else:
            _end(job, "failed")
    else:
        _end(job, "succeeded")


def _end(job: Job, state: str) -> None:
    # Two steps, as the queue's own triggers ask: to do, doing, done.
    for status in ("doing", state):
        _execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, job.id],
        )


def _execute(query: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def _row(names: list[str], values: tuple[Any, ...]) -> dict[str, Any]:
    import json

    row = dict(zip(names, values, strict=True))
    if isinstance(row["args"], str):  # Django leaves JSON to its own fields
        row["args"] = json.loads(row["args"])
    return row
