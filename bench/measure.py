"""Whole processes measured: wall and CPU seconds and the largest memory, the best of some runs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Figures(NamedTuple):
    """One run of a process: seconds of the clock, seconds of CPU, peak memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def run_process(command: Sequence[str]) -> Figures:
    """Run a command to its end; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    # Compiled modules are kept, as on any installed machine.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=said)
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def in_turn(*commands: Sequence[str], runs: int = 3) -> list[list[Figures]]:
    """Run commands in turn, so that a drift of the machine meets all of them; first round not counted."""
    figures: list[list[Figures]] = [[] for _ in commands]
    for turn in range(runs + 1):
        for place, command in enumerate(commands):
            found = run_process(command)
            if turn:
                figures[place].append(found)
    return figures


def median(figures: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""

    def middle(values: Sequence[float]) -> float:
        return sorted(values)[len(values) // 2]

    return Figures(*(middle(column) for column in zip(*figures, strict=True)))


def own_peak_mb() -> float:
    """Return this process's largest memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def verdict(name: str, value: float, limit: float, unit: str = "") -> str:
    """Return a line that says how a figure stands to its limit."""
    return f"{name}: {value:.2f}{unit}, limit {limit:g}{unit}: {'met' if value <= limit else 'NOT MET'}"
