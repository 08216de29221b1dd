"""Payments: officers and the ministry see a programme's, those who are paid their own, nobody else."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.rows import SIGNED_IN, only

STAFF = only("officer", "ministry")
_RUN = "/officer/payments/partners-2025"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "officer_payments": (f"{_RUN}/", STAFF),
    "officer_batches": (f"{_RUN}/batches/", STAFF),
    "officer_batch_draft": (f"{_RUN}/batches/draft/", only("officer")),
    "officer_payees": (f"{_RUN}/payees/", STAFF),
    "officer_withheld": (f"{_RUN}/withheld/", STAFF),
    "officer_payments_file": (f"{_RUN}/file/", STAFF),
    "officer_payable": ("/officer/payables/{payable}/", STAFF),
    "officer_payee": ("/officer/payees/{payee}/", STAFF),
    "officer_batch": ("/officer/payment-batches/{payment_batch}/", STAFF),
    "officer_batch_file": ("/officer/payment-batches/{payment_batch}/file/", only("officer")),
    "my_payments": ("/my-payments/", SIGNED_IN),
    "my_payee_account": ("/my-payments/{payee}/account/", only("executor_staff", others=404)),
}


def world(made: dict[str, Any]) -> None:
    """Add what acorn is owed: one sent to the bank in a batch."""
    from tests.domains.paying import account, owed, payee, sent

    from dure.domains.payments.models import Payable

    to = payee(code="acorn", name="도토리 마켓")
    account(to)
    owed(1_000_000, "matrix/1", to)
    made |= {"payee": to, "payment_batch": sent("matrix"), "payable": Payable.objects.latest("pk").pk}
