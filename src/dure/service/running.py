"""The web server and the worker as child processes, looked after until we are asked to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from dure.service.children import Child

THREADS = 32
"""Of a web process. Most wait for the database, and what many do at once is done by one of them.

Each keeps a connection: the database must allow processes times this, and some for the worker.
"""
LOOKS_EVERY = 0.2


class Stopped(Exception):
    """We were asked to stop."""


def listen_for_stop() -> None:
    """Make INT and TERM raise Stopped, even where INT was ignored when we were started.

    Once: whoever asks again while we stop would cut short the stopping.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, signal.SIG_IGN)
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def serve(
    host: str,
    port: int,
    ready: Callable[[], None],
    *,
    processes: int,
    worker: bool,
    worker_died: Callable[[int, float], None],
) -> int:
    """Run the web server and a worker until the server ends or we are asked to stop.

    ``ready`` is called when the server answers; ``worker_died``, with exit code and seconds to wait, each
    time the worker ended and is started again.
    """
    server = Child(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(processes), "--blocking-threads", str(THREADS), "--no-ws"),
            # Its warnings are of so many threads, which are meant.
            *("--log-level", "error"),
            "dure.web.wsgi:application",
        ]
    )
    children = [server]
    if worker:
        children.append(Child([sys.executable, "-m", "dure.service.working"], mortal=True, died=worker_died))
    try:
        for child in children:
            child.start()
        assert server.process is not None
        _wait_until_it_answers(server.process, host, port)
        ready()
        while True:
            codes = [child.watch() for child in children]
            if codes[0] is not None:
                return codes[0]
            time.sleep(LOOKS_EVERY)
    except Stopped:
        return 0
    finally:
        # The server first: what it still accepts is queued, and done by the next worker.
        for child in children:
            child.stop()


def _wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    import urllib.request
    from urllib.error import URLError

    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
