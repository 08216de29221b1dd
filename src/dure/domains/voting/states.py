"""The states of a public vote, and of a proposal to set ballots aside."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

VOTE_STATES = StateTable(
    "vote",
    first=("open",),
    transitions=(
        Transition("seal", ("open",), "sealed", ("officer", "system")),
        Transition("count", ("sealed",), "counted", ("officer",)),
    ),
)
"""Open: candidates are fixed, and ballots are taken while the file's window is open."""

SET_ASIDE_STATES = StateTable(
    "set_aside",
    first=("proposed", "confirmed"),
    transitions=(
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("refuse", ("proposed",), "refused", ("officer",)),
    ),
)
