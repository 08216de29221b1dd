"""The worker: takes jobs from the queue and does them, a few at a time, until it is asked to stop.

    python -m dure.service.working

Each queue has slots of its own, so that a long import does not hold up letters, nor either of them the
queue's upkeep.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import traceback
from types import TracebackType

SLOTS: dict[str, int] = {"default": 2, "mail": 1, "system": 1}
"""How many jobs of a queue are done at once; one thread and one database connection each."""
FINISH_SECONDS = 15.0
"""How long jobs under way may take to finish once we are to stop; the next worker takes up the rest."""


def work() -> None:
    """Do jobs until INT or TERM; Django must be set up."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app, connector_params

    _log_without_data()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=len(SLOTS) + 1)
    with app.replace_connector(connector):
        asyncio.run(_work_on_all())


async def _work_on_all() -> None:
    from procrastinate.contrib.django import app

    async with app.open_async():
        workers = [
            asyncio.create_task(
                app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=slots,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=FINISH_SECONDS,
                )
            )
            for queue, slots in SLOTS.items()
        ]
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for asked in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(asked, stop.set)
        stopping = asyncio.create_task(stop.wait())
        # A worker that ends by itself has lost its database: all end, and whoever watches us starts us again.
        await asyncio.wait([stopping, *workers], return_when=asyncio.FIRST_COMPLETED)
        for worker in workers:
            worker.cancel()
        ended = await asyncio.gather(*workers, return_exceptions=True)
        stopping.cancel()
        faults = [e for e in ended if isinstance(e, Exception)]
        if faults and not stop.is_set():
            raise faults[0]
        if not stop.is_set():
            raise RuntimeError("the worker lost its database")


class WithoutData(logging.Formatter):
    """Says where an error arose and of which kind, not its words: databases and mail servers put data in."""

    def formatException(  # noqa: N802  the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        if ei[0] is None:
            return ""
        places = "".join(traceback.format_tb(ei[2]))
        return f"{places}{ei[0].__name__} (its words are not logged: they may hold personal data)"


def _log_without_data() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutData("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def main() -> None:
    """Set up Django and work; the environment says which database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.settings.dev")
    import django

    django.setup()
    work()


if __name__ == "__main__":
    main()
