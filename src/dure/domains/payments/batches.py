"""What a batch is made of: who had a hand in what it pays, and its transfers as the bank gets them."""

from __future__ import annotations

from dure.adapters.payout import Transfer, Transfers
from dure.domains.payments.models import Batch, BatchRow, Payable


def key_of(batch: Batch) -> str:
    """Return the key under which the bank knows a batch for ever."""
    return f"B{batch.pk}"


def involved_in(batch_id: int) -> set[int]:
    """Return everybody who claimed or approved something that a batch pays."""
    found = Payable.objects.filter(transfers__batch_id=batch_id).values_list("involved", flat=True)
    return {one for some in found for one in some}


def transfers_of(batch: Batch) -> Transfers:
    """Return the transfers of a batch; the same batch gives the same, for nothing of it changes."""
    # What is set off whole goes to no bank.
    rows = BatchRow.objects.filter(batch=batch, net_won__gt=0).select_related("account").order_by("no")
    return Transfers(
        key_of(batch),
        batch.pay_on,
        batch.programme,
        tuple(
            Transfer(
                row.no, row.account.bank, row.account.account_no, row.account.holder, row.net_won,
                batch.programme,
            )
            for row in rows
        ),
    )  # fmt: skip


def under_way() -> list[int]:
    """Return the batches of which the payout service has still to answer something."""
    found = Batch.objects.filter(state="sent", way="payout").order_by("pk")
    return list(found.values_list("pk", flat=True))
