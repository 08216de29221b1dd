"""Processes of ours: each in its own group, watched, started again where they may die, stopped in order."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 20
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
STEADY_SECONDS = 60.0
"""Who ran so long has recovered: the next death waits the first wait again."""


@dataclass(slots=True)
class Child:
    """One process. ``mortal``: its death is told and it is started again, later each time."""

    command: Sequence[str]
    mortal: bool = False
    died: Callable[[int, float], None] = lambda code, wait: None
    process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _wait: float = FIRST_WAIT
    _again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it in its own group: an INT from the keyboard reaches us alone, and we stop it in order."""
        self.process = subprocess.Popen(  # noqa: S603
            list(self.command), env=dict(os.environ), start_new_session=True
        )
        self._started = time.monotonic()
        self._again_at = None

    def watch(self) -> int | None:
        """Look after it; returns its exit code where it ended for good, else None."""
        if self._again_at is not None:
            if time.monotonic() >= self._again_at:
                self.start()
            return None
        assert self.process is not None, "started before it is watched"
        code = self.process.poll()
        if code is None or not self.mortal:
            return code
        if time.monotonic() - self._started >= STEADY_SECONDS:
            self._wait = FIRST_WAIT
        self.died(code, self._wait)
        self._again_at = time.monotonic() + self._wait
        self._wait = min(LONGEST_WAIT, self._wait * 2)
        return None

    def stop(self) -> None:
        """Ask it to end, and make it end."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
