"""Deferring: a job is written with its act or not at all, and only for a task that there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from tests.domains.people import NOW
from tests.jobs.running import jobs, queued, run_jobs

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.events.later import later

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dure"


@pytest.fixture(autouse=True)
def tried(monkeypatch):
    """Register a task of the tests, and return what it was called with."""
    called: list[dict[str, object]] = []

    def note(**arguments: object) -> None:
        called.append(arguments)

    app.perform_import_paths()
    from procrastinate.tasks import Task

    from dure.jobs.app import BRIEFLY

    task = Task(note, blueprint=app, name="test.note", queue="mail", retry=BRIEFLY)
    monkeypatch.setitem(app.tasks, "test.note", task)
    return called


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_job(tried):
    with pytest.raises(RuntimeError), act("test.defer", actor=SYSTEM, now=NOW):
        later("test.note", thing=1)
        assert queued() == [{"thing": 1}]
        raise RuntimeError
    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_deferred_while_a_worker_works_belongs_to_the_act_too(tried):
    # A worker puts its own pool into the application: what is deferred by a job must not go there.
    with (
        app.replace_connector(app.connector.get_worker_connector()),
        pytest.raises(RuntimeError),
        act("test.defer", actor=SYSTEM, now=NOW),
    ):
        later("test.note", thing=1)
        raise RuntimeError
    assert jobs() == []


@pytest.mark.django_db
def test_a_job_goes_to_the_queue_of_its_task_and_is_run_once(tried):
    with act("test.defer", actor=SYSTEM, now=NOW):
        later("test.note", thing=1, things=[2, 3], lock="programme:tops-2025")
    (job,) = jobs()
    assert (job.queue, job.lock, job.task_name) == ("mail", "programme:tops-2025", "test.note")
    assert (run_jobs(), run_jobs()) == (["test.note"], [])
    assert tried == [{"thing": 1, "things": [2, 3]}]


@pytest.mark.django_db
def test_a_job_with_a_time_waits_for_it(tried):
    with act("test.defer", actor=SYSTEM, now=NOW):
        later("test.note", not_before=NOW)
    assert (run_jobs(), run_jobs(due=True)) == ([], ["test.note"])


@pytest.mark.django_db
def test_an_unknown_task_is_refused_at_once():
    with pytest.raises(LookupError), act("test.defer", actor=SYSTEM, now=NOW):
        later("test.nothing")
    assert jobs() == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", [{"name": "x"}, "x" * 121, [["nested"]], 1.5])
def test_only_ids_and_codes_are_arguments(tried, value):
    with (
        pytest.raises(ValueError, match="neither an id nor a code"),
        act("test.defer", actor=SYSTEM, now=NOW),
    ):
        later("test.note", thing=value)
    assert jobs() == []


@pytest.mark.django_db
def test_there_is_no_job_without_an_act():
    with pytest.raises(AssertionError):
        later("test.note")


def test_every_name_given_to_later_is_a_task():
    app.perform_import_paths()
    named = {
        (path.relative_to(SOURCE).as_posix(), _first(node))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "later"
    }
    assert {(path, name) for path, name in named if name not in app.tasks} == set()


def _first(call: ast.Call) -> str | None:
    value = call.args[0] if call.args else None
    return value.value if isinstance(value, ast.Constant) else None


def test_nobody_reaches_the_queue_past_later():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"^\s*(from|import) procrastinate", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    allowed = {"domains/events/later.py", "jobs/app.py", "jobs/system.py", "service/working.py"}
    assert found - allowed == set()


def test_tasks_bear_their_own_names():
    app.perform_import_paths()
    ours = {name for name, task in app.tasks.items() if task.func.__module__.startswith("dure.")}
    assert {name for name in ours if name.startswith("dure.") or name.count(".") != 1} == set()
    assert "system.retry_stalled" in ours
