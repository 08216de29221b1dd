"""The queue's upkeep: stalled jobs are taken up again but not for ever, finished ones are cleared away."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.tasks import Task
from tests.domains.people import NOW
from tests.jobs.running import jobs, run_jobs, run_task

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.later import later
from dure.engine.problems import Problem, Refused
from dure.jobs.app import BRIEFLY, ONCE, PATIENTLY
from dure.jobs.system import MOST_STALLS

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch):
    """Register a task that raises what is in the list, or returns when it is empty."""
    errors: list[Exception] = []

    def fail() -> None:
        if errors:
            raise errors.pop(0)

    app.perform_import_paths()
    monkeypatch.setitem(
        app.tasks, "test.fail", Task(fail, blueprint=app, name="test.fail", queue="default", retry=BRIEFLY)
    )
    return errors


def defer() -> None:
    with act("test.defer", actor=SYSTEM, now=NOW):
        later("test.fail")


def execute(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def test_a_job_whose_worker_died_is_tried_again(failing):
    defer()
    execute("UPDATE procrastinate_jobs SET status = 'doing'")
    run_task("system.retry_stalled")
    (job,) = jobs()
    assert (job.status, job.attempts) == ("todo", 1)
    assert run_jobs(due=True) == ["test.fail"]


def test_a_job_of_a_living_worker_is_left_alone(failing):
    defer()
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '20 seconds')")
    execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = w.id FROM procrastinate_workers w")
    run_task("system.retry_stalled")
    assert [job.status for job in jobs()] == ["doing"]
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    run_task("system.retry_stalled")
    assert [job.status for job in jobs()] == ["todo"]


def test_a_job_that_stalls_again_and_again_is_given_up(failing):
    defer()
    for _ in range(MOST_STALLS):
        execute("UPDATE procrastinate_jobs SET status = 'doing'")
        run_task("system.retry_stalled")
    assert [job.status for job in jobs()] == ["failed"]


def test_a_fault_is_tried_again_with_growing_waits_and_then_failed(failing):
    defer()
    failing += [OSError()] * 9
    assert run_jobs(failing=True) == ["test.fail"]
    for _ in range(BRIEFLY.tries - 1):
        assert [job.status for job in jobs()] == ["todo"]
        execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        run_jobs(failing=True)
    assert [job.status for job in jobs()] == ["failed"]
    assert [BRIEFLY.wait(n) for n in (1, 2, 3, 4, 9)] == [2, 4, 8, 16, 60]


def test_a_refusal_is_not_tried_again(failing):
    defer()
    failing.append(Refused([Problem("x", "x")]))
    run_jobs(failing=True)
    assert [job.status for job in jobs()] == ["failed"]


def test_patience_is_half_a_day_for_what_others_must_answer():
    assert sum(PATIENTLY.wait(n) for n in range(1, PATIENTLY.tries)) == 43_425  # seconds
    assert ONCE.get_retry_decision(exception=OSError(), job=_job(0)) is None


def test_finished_jobs_are_cleared_away_after_days_failed_ones_after_months(failing):
    failing += [Refused([Problem("x", "x")])]
    defer()
    run_jobs(failing=True)
    defer()
    run_jobs()
    defer()
    execute("UPDATE procrastinate_events SET at = now() - interval '4 days'")
    run_task("system.clear_finished")
    assert [job.status for job in jobs()] == ["failed", "todo"]
    execute("UPDATE procrastinate_events SET at = now() - interval '91 days'")
    run_task("system.clear_finished")
    assert [job.status for job in jobs()] == ["todo"]


def _job(attempts: int):
    from procrastinate.jobs import Job

    return Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="test.fail", attempts=attempts)


def test_healthz_says_whether_a_worker_lives(client):
    def worker() -> str:
        answer = client.get("/healthz")
        assert answer.status_code == 200
        return str(answer.json()["worker"])

    assert worker() == "absent"
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '59 seconds')")
    assert worker() == "ok"
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'")
    assert worker() == "absent"
