"""The states of orders that move money, of what executors deliver, and of their settlement."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

ORDER_STATES = StateTable(
    "fund_order",
    first=("proposed",),
    transitions=(
        Transition("approve", ("proposed",), "approved", ("officer",)),
        Transition("refuse", ("proposed",), "refused", ("officer",)),
        Transition("take_back", ("proposed",), "taken_back", ("officer",)),
    ),
)

DELIVERY_STATES = StateTable(
    "delivery",
    first=("reported",),
    transitions=(
        Transition("accept", ("reported",), "accepted", ("officer",)),
        Transition("refuse", ("reported",), "refused", ("officer",)),
        Transition("take_back", ("reported",), "taken_back", ("executor_staff",)),
    ),
)

SETTLEMENT_STATES = StateTable(
    "fund_settlement",
    first=("proposed",),
    transitions=(
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("send_back", ("proposed",), "sent_back", ("officer",)),
    ),
)
