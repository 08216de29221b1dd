"""The states of a simulation."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

SIMULATION_STATES = StateTable(
    "simulation",
    first=("waiting", "done"),
    transitions=(
        Transition("begin", ("waiting",), "running", ("system",)),
        Transition("finish", ("running",), "done", ("system",)),
        Transition("fail", ("waiting", "running"), "failed", ("system",)),
    ),
)
"""What is small enough is done at once; a synthetic population is a job."""
