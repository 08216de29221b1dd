"""The states of a referral, and of a payout that an insurer is asked for."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

REFERRAL_STATES = StateTable(
    "referral",
    first=("asked",),
    transitions=(
        Transition("consent", ("asked",), "consented", ("merchant",)),
        Transition("send", ("consented",), "sent", ("officer",)),
        Transition("receive", ("sent",), "received", ("officer",)),
        Transition("approve", ("sent", "received"), "approved", ("officer",)),
        Transition("refuse", ("sent", "received"), "refused", ("officer",)),
        Transition("take_up", ("approved",), "taken_up", ("officer",)),
        Transition("lapse", ("approved",), "lapsed", ("officer",)),
        Transition("end", ("taken_up",), "ended", ("officer",)),
        Transition(
            "withdraw",
            ("asked", "consented", "sent", "received", "approved"),
            "withdrawn",
            ("merchant", "officer", "system"),
        ),
    ),
)
WITH_BODY = ("sent", "received", "approved", "taken_up")
"""In these the body that decides has the data; in the first three a ceiling is held."""
OPEN = ("asked", "consented", "sent", "received", "approved")
"""In these a referral can be withdrawn."""
ALIVE = (*OPEN, "taken_up")
"""In these a grant has no second referral beside it."""
BY_BODY = ("receive", "approve", "refuse", "take_up", "lapse", "end")
"""What the body that decides answers: told here, never decided here."""

SENDING_STATES = StateTable(
    "handover_sending",
    first=("waiting",),
    transitions=(
        Transition("take", ("waiting",), "taken", ("system",)),
        Transition("refuse", ("waiting",), "refused", ("system",)),
        Transition("send_again", ("refused",), "waiting", ("officer",)),
    ),
)
"""Of a file that goes to a body over the network: it waits to be taken, whatever it takes."""

PAYOUT_STATES = StateTable(
    "insurance_payout",
    first=("asked",),
    transitions=(
        Transition("pay", ("asked",), "paid", ("officer",)),
        Transition("refuse", ("asked",), "refused", ("officer",)),
    ),
)
