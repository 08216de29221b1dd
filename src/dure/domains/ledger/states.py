"""The states of closing a month: one person proposes, another confirms; opening again takes two as well."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

CLOSING_STATES = StateTable(
    "ledger_closing",
    first=("proposed",),
    transitions=(
        Transition("confirm", ("proposed",), "closed", ("officer",)),
        Transition("refuse", ("proposed",), "refused", ("officer",)),
        Transition("take_back", ("proposed",), "taken_back", ("officer", "accountant")),
        Transition("ask_to_reopen", ("closed",), "to_reopen", ("officer", "accountant")),
        Transition("keep_closed", ("to_reopen",), "closed", ("officer",)),
        Transition("reopen", ("to_reopen",), "reopened", ("officer",)),
    ),
)

CLOSED = ("closed", "to_reopen")
"""In these a month takes no more entries."""
ALIVE = ("proposed", *CLOSED)
"""In these a month cannot be proposed again."""
