"""The states of a pair of merchants that may be duplicates."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

DUPLICATE_STATES = StateTable(
    "duplicate_pair",
    first=("open",),
    transitions=(
        Transition("same_business", ("open",), "same_business", ("officer",)),
        Transition("same_owner", ("open",), "same_owner", ("officer",)),
        Transition("different", ("open",), "different", ("officer",)),
        Transition("reopen", ("same_business", "same_owner", "different"), "open", ("officer",)),
        Transition("lapse", ("open",), "lapsed", ("system",)),
        Transition("renew", ("lapsed",), "open", ("system",)),
    ),
)
VERDICTS = ("same_business", "same_owner", "different")
"""What an officer can decide."""
