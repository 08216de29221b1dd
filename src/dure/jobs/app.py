"""The tasks of the worker: each under a name of its own, with the patience that its failures ask for.

A task is a function of keyword arguments (ids only) that makes one domain call. It may run twice, for a
worker may die between the work and the note that it was done: what it calls must be safe to repeat. Services
defer tasks by name with :func:`dure.domains.events.later.later`, never through this application, whose own
connection in a worker is not that of the act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from dure.domains.events.later import QUEUES
from dure.engine.problems import Refused

__all__ = ["BRIEFLY", "ONCE", "PATIENTLY", "Patience", "app", "every", "task"]

P = ParamSpec("P")


@dataclass(frozen=True)
class Patience(BaseRetryStrategy):
    """How often a job that failed is tried again, and after how long: the wait doubles up to ``most``.

    A refusal is an answer and not a fault: the same job would be refused again, so it is not tried again.
    """

    tries: int
    first: int
    """Seconds to wait after the first failure."""
    most: int

    def wait(self, failures: int) -> int:
        """Return the seconds to wait after so many failures.

        >>> [BRIEFLY.wait(n) for n in (1, 2, 3)], PATIENTLY.wait(12)
        ([2, 4, 8], 3600)
        """
        return int(min(self.most, self.first * 2 ** (failures - 1)))

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say whether and when a job that failed is tried again."""
        failures = job.attempts + 1
        if isinstance(exception, Refused) or failures >= self.tries:
            return None
        return RetryDecision(retry_in={"seconds": self.wait(failures)})


ONCE = Patience(tries=1, first=0, most=0)
BRIEFLY = Patience(tries=5, first=2, most=60)
"""For work in our own database: a lost connection, a deadlock."""
PATIENTLY = Patience(tries=20, first=15, most=3600)
"""For what others must answer (mail, scanner, tax service): over half a day of trying."""


def task(
    name: str, *, queue: str = "default", patience: Patience = BRIEFLY
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Register a function as the task ``name``; it is returned as it was."""
    assert queue in QUEUES, f"no such queue: {queue}"

    def register(function: Callable[P, None]) -> Callable[P, None]:
        app.task(name=name, queue=queue, retry=patience)(function)
        return function

    return register


def every(
    cron: str, name: str, *, queue: str = "system", patience: Patience = BRIEFLY
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function without arguments as a task that is due by the clock (cron in UTC).

    One waits in the queue at most, so that a worker that was away does not find a heap of them. There is no
    lock: a job that stalled would hold it, and none would run any more.
    """
    assert queue in QUEUES, f"no such queue: {queue}"

    def register(function: Callable[[], None]) -> Callable[[], None]:
        @wraps(function)
        def run(timestamp: int) -> Any:  # noqa: ARG001  the queue gives it
            return function()

        registered = app.task(name=name, queue=queue, queueing_lock=name, retry=patience)(run)
        app.periodic(cron=cron)(registered)
        return function

    return register
