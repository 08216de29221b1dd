"""The states of what is owed, of batches of transfers and of the bank accounts money goes to."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

PAYABLE_STATES = StateTable(
    "payable",
    first=("waiting",),
    transitions=(
        Transition("batch", ("waiting",), "in_batch", ("officer",)),
        Transition("leave_batch", ("in_batch",), "waiting", ("officer",)),
        Transition("send", ("in_batch",), "sent", ("officer",)),
        Transition("pay", ("sent",), "paid", ("officer",)),
        Transition("fail", ("sent",), "failed", ("officer",)),
        Transition("come_back", ("paid",), "returned", ("officer",)),
        Transition("stand_in_the_way", ("waiting",), "failed", ("officer",)),
        Transition("queue_again", ("failed",), "waiting", ("officer",)),
        Transition("cancel", ("waiting", "failed"), "cancelled", ("officer",)),
    ),
)

BATCH_STATES = StateTable(
    "payment_batch",
    first=("drafted",),
    transitions=(
        Transition("approve", ("drafted",), "approved", ("officer",)),
        Transition("drop", ("drafted", "approved"), "dropped", ("officer",)),
        Transition("send", ("approved",), "sent", ("officer",)),
        Transition("close", ("sent",), "closed", ("officer",)),
    ),
)

TRANSFER_STATES = StateTable(
    "payment_transfer",
    first=("pending",),
    transitions=(
        Transition("pay", ("pending",), "paid", ("officer",)),
        Transition("fail", ("pending",), "failed", ("officer",)),
        Transition("drop", ("pending",), "dropped", ("officer",)),
        Transition("come_back", ("paid",), "returned", ("officer",)),
    ),
)

RETURN_STATES = StateTable(
    "transfer_return",
    first=("noted",),
    transitions=(
        Transition("confirm", ("noted",), "confirmed", ("officer",)),
        Transition("refuse", ("noted",), "refused", ("officer",)),
    ),
)

ACCOUNT_STATES = StateTable(
    "payee_account",
    first=("proposed",),
    transitions=(
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("refuse", ("proposed",), "refused", ("officer",)),
        Transition("take_back", ("proposed",), "taken_back", ("merchant", "executor_staff", "officer")),
        Transition("replace", ("confirmed",), "replaced", ("officer",)),
    ),
)
