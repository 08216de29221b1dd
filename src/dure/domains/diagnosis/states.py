"""The states of a diagnosis sheet."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

DIAGNOSIS_STATES = StateTable(
    "diagnosis_sheet",
    first=("draft",),
    transitions=(
        Transition(
            "hand_in", ("draft",), "handed_in", ("merchant", "reviewer", "executor_staff", "consultant")
        ),
        Transition("reopen", ("handed_in",), "draft", ("officer",)),
        Transition("drop", ("draft",), "dropped", ("officer", "system")),
    ),
)
