"""What a simulation found, to show."""

from __future__ import annotations

from functools import cache
from typing import Any

from dure.engine.programme import load
from dure.engine.simulation import plain
from dure.files.simulating import Asked, simulate_synthetic
from dure.library import library_bytes


@cache
def simulated() -> dict[str, Any]:
    """Return the simulation of TOPS 2025 on a few synthetic merchants."""
    return plain(simulate_synthetic(Asked(load(library_bytes("tops-2025"))), 50, 1))
