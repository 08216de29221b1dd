"""The worker as a process: does what is queued, stops when asked, and is started again when it dies."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.db import connection
from tests.domains.people import NOW
from tests.jobs.running import jobs

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.notices.models import Notice
from dure.domains.notices.services.notify import Recipient, notify
from dure.service import children
from dure.service.children import Child
from dure.service.working import WithoutData

PATIENCE = 60


def until(true: Callable[[], bool]) -> bool:
    """Wait until something is true; False where it does not become so."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_")
    url = os.environ["DURE_DATABASE_URL"].replace("dbname=dure", f"dbname={name}")
    assert name in url
    started = subprocess.Popen(
        [sys.executable, "-m", "dure.service.working"],
        env=os.environ
        | {
            "DURE_DATABASE_URL": url,
            "DURE_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "dure.settings.dev",
            "DURE_DATA_KEYS": settings.DURE_DATA_KEYS[0],
        },
        stderr=subprocess.PIPE,
    )  # fmt: skip
    yield started, tmp_path
    started.kill()
    started.communicate()


def test_the_worker_does_what_is_queued_and_stops_when_asked(worker):
    process, folder = worker
    with act("test.tell", actor=SYSTEM, now=NOW) as this:
        told = [Recipient(email="a@test.example", parameters={"count": 3})]
        notify(this, told, template="destruction_done", key="1")
    assert until(lambda: Notice.objects.get().state == "sent"), process.poll()
    assert until(lambda: [job.status for job in jobs() if job.task_name == "notices.send"] == ["succeeded"])
    (letter,) = (folder / "mails").iterdir()
    assert "a@test.example" in letter.read_text()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)


def test_the_words_of_faults_are_not_logged():
    try:
        raise ValueError("hong@test.example is not taken")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Job 7 failed", None, sys.exc_info())
    said = WithoutData("%(message)s").format(record)
    assert said.startswith("Job 7 failed\n")
    assert "ValueError" in said
    assert "hong@test.example" not in said.replace('raise ValueError("hong@test.example', "")


def test_who_dies_is_started_again_with_growing_waits(monkeypatch):
    monkeypatch.setattr(children, "FIRST_WAIT", 0.0)
    died: list[tuple[int, float]] = []
    child = Child(
        [sys.executable, "-c", "raise SystemExit(3)"],
        mortal=True,
        died=lambda code, wait: died.append((code, wait)),
    )
    child._wait = 0.01
    child.start()

    def three() -> bool:
        assert child.watch() is None
        return len(died) == 3

    assert until(three)
    child.stop()
    assert died == [(3, 0.01), (3, 0.02), (3, 0.04)]


def test_who_does_not_stop_is_stopped(monkeypatch):
    monkeypatch.setattr(children, "STOP_SECONDS", 0.2)
    child = Child(
        [
            sys.executable,
            "-c",
            "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
        ]
    )
    child.start()
    child.stop()
    assert child.process is not None
    assert child.process.poll() is not None
