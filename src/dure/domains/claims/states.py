"""The states of a claim, and of each of its lines."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

CLAIMANTS = ("executor_staff", "provider", "merchant")

CLAIM_STATES = StateTable(
    "claim",
    first=("draft",),
    transitions=(
        Transition("submit", ("draft",), "submitted", CLAIMANTS),
        Transition("discard", ("draft",), "discarded", CLAIMANTS),
        Transition("withdraw", ("submitted",), "withdrawn", CLAIMANTS),
        Transition("close", ("submitted",), "closed", ("officer",)),
    ),
)

LINE_STATES = StateTable(
    "claim_line",
    first=("draft",),
    transitions=(
        Transition("submit", ("draft",), "submitted", CLAIMANTS),
        Transition("ask", ("submitted",), "asked", ("officer",)),
        Transition("answer", ("asked",), "submitted", CLAIMANTS),
        Transition("accept", ("submitted",), "accepted", ("officer",)),
        Transition("check", ("submitted",), "checked", ("officer",)),
        Transition("confirm", ("checked",), "accepted", ("officer",)),
        Transition("send_back", ("checked",), "submitted", ("officer",)),
        Transition("refuse", ("submitted", "asked"), "refused", ("officer",)),
        Transition("withdraw", ("submitted", "asked", "checked"), "withdrawn", CLAIMANTS),
    ),
)

OPEN = ("submitted", "asked", "checked")
"""In these a line is held in the ledger and nobody has decided for good."""
COUNTED = (*OPEN, "accepted")
"""In these it counts against budgets and levels of approval."""
