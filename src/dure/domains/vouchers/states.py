"""The states of a wallet, of a shop's registration, of what is issued and of an order to buy."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

WALLET_STATES = StateTable(
    "wallet",
    first=("open",),
    transitions=(
        Transition("refund", ("open",), "refunded", ("citizen",)),
        Transition("expire", ("open",), "expired", ("system",)),
        Transition("cancel", ("open",), "cancelled", ("officer", "system")),
        Transition("close", ("open",), "closed", ("officer",)),
    ),
)

SHOP_STATES = StateTable(
    "voucher_shop",
    first=("asked",),
    transitions=(
        Transition("approve", ("asked",), "approved", ("officer", "executor_staff")),
        Transition("refuse", ("asked",), "refused", ("officer", "executor_staff")),
        Transition("take_back", ("asked",), "taken_back", ("merchant",)),
        Transition("end", ("approved",), "ended", ("merchant", "officer", "executor_staff")),
    ),
)

ISSUE_STATES = StateTable(
    "voucher_issue",
    first=("on_sale",),
    transitions=(Transition("end", ("on_sale",), "ended", ("officer",)),),
)

ORDER_STATES = StateTable(
    "voucher_order",
    first=("ordered",),
    transitions=(
        Transition("pay", ("ordered",), "paid", ("officer", "executor_staff")),
        Transition("take_back", ("ordered",), "taken_back", ("citizen",)),
        Transition("lapse", ("ordered",), "lapsed", ("system",)),
    ),
)
