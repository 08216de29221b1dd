"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Names of payees, their bank accounts, and the transfer files in which both stand. Amounts, days, states, taxes
and the hashes of files stay: the ledger and the tax statements rest on them.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.payments.models import Batch
from dure.domains.payments.models_payee import Payee, PayeeAccount


def files(programme: str) -> list[UUID]:  # noqa: ARG001  as the others are asked
    """Return no files: nothing is handed in here but what the bank gave back, and that is not kept."""
    return []


def count(programme: str) -> dict[str, int]:
    """Return how many payees are named, accounts told and transfer files kept."""
    return {
        "payees": len(_payees(programme)),
        "bank_accounts": len(_accounts(programme)),
        "transfer_files": len(_batches(programme)),
    }


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty names, accounts and files, and what was kept of their changes, within the act."""
    payees, accounts, batches = _payees(programme), _accounts(programme), _batches(programme)
    Payee.objects.filter(pk__in=payees).update(name="")
    forget_history(this, Payee, payees)
    PayeeAccount.objects.filter(pk__in=accounts).update(account_no="", holder="", digest="", answer="")
    forget_history(this, PayeeAccount, accounts)
    Batch.objects.filter(pk__in=batches).update(file="")
    return {"payees": len(payees), "bank_accounts": len(accounts), "transfer_files": len(batches)}


def _payees(programme: str) -> list[int]:
    found = Payee.objects.filter(programme=programme).order_by("pk").only("pk", "name")
    return [one.pk for one in found if one.name]


def _accounts(programme: str) -> list[int]:
    found = PayeeAccount.objects.filter(payee__programme=programme).exclude(digest="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def _batches(programme: str) -> list[int]:
    found = Batch.objects.filter(programme=programme).exclude(file_hash="").order_by("pk")
    return [one.pk for one in found.only("pk", "file") if one.file]
