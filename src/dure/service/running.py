"""The web server as a child process, stopped when we are asked to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

THREADS = 4
STOP_SECONDS = 20


class Stopped(Exception):
    """We were asked to stop."""


def listen_for_stop() -> None:
    """Make INT and TERM raise Stopped, even where INT was ignored when we were started."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def serve(host: str, port: int, ready: Callable[[], None]) -> int:
    """Run the web server until it ends or we are asked to stop; ``ready`` is called when it answers."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        "dure.web.wsgi:application",
    ]
    # A group of its own: an INT from the keyboard reaches us alone, and we stop it in order.
    server = subprocess.Popen(command, env=dict(os.environ), start_new_session=True)  # noqa: S603
    try:
        _wait_until_it_answers(server, host, port)
        ready()
        return server.wait()
    except Stopped:
        return 0
    finally:
        _stop(server)


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


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
