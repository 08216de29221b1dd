"""The queue's own upkeep: jobs whose worker died are taken up again, finished ones are cleared away."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from dure.jobs.app import every

SECONDS_WITHOUT_HEARTBEAT = 30
MOST_STALLS = 5
"""A job that was under way in so many workers that died is not tried again: it may be what kills them."""
HOURS_KEPT = 3 * 24
HOURS_FAILED_KEPT = 90 * 24

_jobs = JobManager(DjangoConnector())
_log = logging.getLogger(__name__)


@every("* * * * *", "system.retry_stalled")
def retry_stalled() -> None:
    """Put jobs whose worker does not answer any more back into the queue."""

    async def sweep() -> None:
        stalled = await _jobs.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT)
        for job in stalled:
            if job.attempts + 1 < MOST_STALLS:
                await _jobs.retry_job(job)
                _log.warning("job %s (%s) had stalled and is tried again", job.id, job.task_name)
            else:
                await _jobs.finish_job(job, status=Status.FAILED, delete_job=False)
                _log.error("job %s (%s) has stalled too often: given up", job.id, job.task_name)

    async_to_sync(sweep)()


@every("30 18 * * *", "system.clear_finished")
def clear_finished() -> None:
    """Take away what was done days ago, at 03:30 in Korea: a queue of millions starts slowly."""

    async def clear() -> None:
        await _jobs.delete_old_jobs(nb_hours=HOURS_KEPT)
        await _jobs.delete_old_jobs(
            nb_hours=HOURS_FAILED_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async_to_sync(clear)()
