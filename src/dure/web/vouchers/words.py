"""Words for what pages of vouchers show: states, kinds, who issued it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.vouchers.queries import VoucherCase, Wallet, case_of
from dure.web.templatetags.programme import told

WALLET = {
    "open": (lazy("Can be spent"), "success"),
    "refunded": (lazy("Paid back"), "gray"),
    "expired": (lazy("Expired"), "gray"),
    "cancelled": (lazy("Cancelled"), "danger"),
    "closed": (lazy("Closed"), "gray"),
}
SHOP = {
    "asked": (lazy("Waits for approval"), "warning"),
    "approved": (lazy("Registered shop"), "success"),
    "refused": (lazy("Not registered"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
    "ended": (lazy("Registration ended"), "gray"),
}
ORDER = {
    "ordered": (lazy("Waits for payment"), "warning"),
    "paid": (lazy("Paid"), "success"),
    "taken_back": (lazy("Taken back"), "gray"),
    "lapsed": (lazy("Not paid in time"), "gray"),
}
PAYMENT = {
    "waiting": lazy("Waits to be paid"),
    "in_batch": lazy("In a payment batch"),
    "sent": lazy("Sent to the bank"),
    "paid": lazy("Paid out"),
    "failed": lazy("The bank did not pay it"),
    "cancelled": lazy("Payment cancelled"),
}


def title_of(programme: str, benefit: str) -> str:
    """Return the title of a voucher by the published file, its id where the file has it no more."""
    case = case_of(programme, benefit)
    return benefit if case is None else told(case.benefit.title)


def issuer_title(case: VoucherCase | None, issuer: str) -> str:
    """Return who issued it."""
    found = None if case is None else case.issuer(issuer)
    return (issuer or _("All shops of this benefit")) if found is None else told(found.name)


def wallet_title(wallet: Wallet) -> str:
    """Return the title of a wallet, with its issuer where it has one."""
    title = title_of(wallet.programme, wallet.benefit)
    if not wallet.issuer:
        return title
    return f"{title} · {issuer_title(case_of(wallet.programme, wallet.benefit), wallet.issuer)}"


def cell(text: Any, *, num: bool = False) -> dict[str, Any]:
    """Return a cell of a list."""
    return {"text": text, "num": num}
