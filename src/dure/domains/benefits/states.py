"""The states of a grant, of a use of it, of a device, and of a certificate."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

GRANT_STATES = StateTable(
    "grant",
    first=("granted",),
    transitions=(
        Transition("begin", ("granted",), "in_use", ("executor_staff", "provider", "officer")),
        Transition("evidence", ("granted", "in_use"), "evidenced", ("officer", "merchant")),
        Transition("reopen", ("evidenced",), "in_use", ("officer",)),
        Transition("close", ("granted", "in_use", "evidenced"), "closed", ("officer",)),
        Transition("cancel", ("granted", "in_use", "evidenced"), "cancelled", ("officer",)),
        Transition("lose", ("granted", "in_use"), "cancelled", ("officer", "system")),
        Transition("expire", ("granted", "in_use"), "expired", ("system",)),
    ),
)
RUNNING = ("granted", "in_use", "evidenced")
"""States in which a grant counts and can be used, or was used and waits for its close."""
ENDED = ("closed", "cancelled", "expired")
COUNTED = (*RUNNING, "closed", "expired")
"""States in which somebody has, or had, the benefit: it is not granted again, and its amount counts."""

USE_STATES = StateTable(
    "grant_use",
    first=("planned", "reported"),
    transitions=(
        Transition("report", ("planned",), "reported", ("executor_staff", "provider", "officer")),
        Transition("confirm", ("reported", "disputed"), "confirmed", ("merchant", "officer")),
        Transition("dispute", ("reported",), "disputed", ("merchant",)),
        Transition("refuse", ("reported", "disputed"), "refused", ("officer",)),
        Transition("drop", ("planned",), "dropped", ("executor_staff", "provider", "officer")),
    ),
)

OPEN_USES = ("reported", "disputed")
"""States in which a use is told of and nobody has decided yet: until then its grant keeps what it costs."""

DEVICE_STATES = StateTable(
    "device",
    first=("installed",),
    transitions=(
        Transition("accept", ("installed",), "accepted", ("officer",)),
        Transition("refuse", ("installed",), "refused", ("officer",)),
        Transition("hand_in", ("refused",), "installed", ("executor_staff", "provider", "merchant")),
        Transition("remove", ("accepted",), "removed", ("officer",)),
    ),
)

CERTIFICATE_STATES = StateTable(
    "certificate",
    first=("in_force",),
    transitions=(
        Transition("renew", ("in_force",), "renewed", ("officer",)),
        Transition("revoke", ("in_force",), "revoked", ("officer",)),
        Transition("expire", ("in_force",), "expired", ("system",)),
    ),
)
