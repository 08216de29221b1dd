"""The states of a provider's profile, of a round of matching, and of a match."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

PROVIDER_STATES = StateTable(
    "provider",
    first=("applied",),
    transitions=(
        Transition("approve", ("applied", "refused"), "approved", ("officer",)),
        Transition("refuse", ("applied", "approved", "resting"), "refused", ("officer",)),
        Transition("rest", ("approved",), "resting", ("provider",)),
        Transition("return", ("resting",), "approved", ("provider",)),
        Transition("withdraw", ("applied", "approved", "resting", "refused"), "withdrawn", ("provider",)),
        Transition(
            "destroy",
            ("applied", "approved", "resting", "refused", "withdrawn"),
            "destroyed",
            ("system",),
        ),
    ),
)

ROUND_STATES = StateTable(
    "match_round",
    first=("planned",),
    transitions=(
        Transition("propose", ("planned",), "proposed", ("officer", "executor_staff")),
        Transition("drop", ("planned",), "dropped", ("officer", "executor_staff")),
        Transition("close", ("proposed",), "closed", ("officer", "executor_staff")),
    ),
)

MATCH_STATES = StateTable(
    "match",
    first=("planned",),
    transitions=(
        Transition("propose", ("planned",), "proposed", ("officer", "executor_staff")),
        Transition("drop", ("planned",), "dropped", ("officer", "executor_staff")),
        Transition("take_out", ("planned",), "dropped", ("officer", "executor_staff")),
        Transition(
            "accept",
            ("planned", "proposed"),
            "accepted",
            ("merchant", "provider", "officer", "executor_staff"),
        ),
        Transition("decline", ("proposed",), "declined", ("merchant", "provider")),
        Transition("lapse", ("proposed",), "lapsed", ("system",)),
        Transition("close", ("proposed",), "lapsed", ("officer", "executor_staff")),
        Transition(
            "end", ("proposed", "accepted"), "ended", ("merchant", "provider", "officer", "executor_staff")
        ),
        Transition("leave", ("proposed", "accepted"), "ended", ("system",)),
    ),
)

OVER = ("withdrawn", "destroyed")
"""States of a profile that has come to its end; whoever comes back registers anew."""

ALIVE = ("planned", "proposed", "accepted")
"""States of a match that stands, or may come to stand."""
TAKING = ("proposed", "accepted")
"""States in which a match takes up room on both sides."""
GONE = ("declined", "lapsed", "ended")
"""A pair that came to this is not proposed again, unless an officer fixes it."""
