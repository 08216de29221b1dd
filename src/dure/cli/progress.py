"""How far a long command is: what it does now, and for how long already, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from dure.cli.console import Console
from dure.engine.problems import msg

_FIRST_AFTER, _EVERY = 1.0, 5.0
"""Seconds: what is done sooner is not worth a line, and a log is not filled."""


class Progress:
    """Remembers the step that a command is in; ``step`` is called by whoever does the work."""

    def __init__(self, console: Console, words: Mapping[str, str]) -> None:
        self._console, self._words = console, words
        self._step = ""
        self._percent: Callable[[], int | None] = lambda: None
        self._began = self._last = time.monotonic()
        self._over = threading.Event()

    def step(self, name: str, percent: Callable[[], int | None] = lambda: None) -> None:
        """Say which step begins, and whom to ask how many percent of it are done (None: nobody knows)."""
        self._step, self._percent = name, percent

    def line(self) -> str:
        """Return what is shown now."""
        seconds = int(time.monotonic() - self._began)
        step = self._console.text(self._words[self._step]) if self._step else ""
        percent = self._percent()
        if percent is not None:
            return self._console.text(
                msg("{step}: {percent} % ({seconds} s)"), step=step, percent=percent, seconds=seconds
            )
        return self._console.text(msg("{step} ({seconds} s)"), step=step, seconds=seconds)

    def watch(self) -> None:
        """Show a line now and then until the command is over; run beside it, in a thread."""
        wait = _FIRST_AFTER
        while not self._over.wait(wait):
            if self._step:
                self._console.error(self.line())
            wait = _EVERY

    def end(self) -> None:
        """Let the watching end."""
        self._over.set()


@contextmanager
def progress(console: Console, words: Mapping[str, str], *, asked: bool) -> Iterator[Progress]:
    """Show how far a command is: where it was asked for, or where somebody sits at a terminal."""
    told = Progress(console, words)
    if not (asked or sys.stderr.isatty()):
        yield told
        return
    watcher = threading.Thread(target=told.watch, name="dure-progress", daemon=True)
    watcher.start()
    try:
        yield told
    finally:
        told.end()
        watcher.join()
