"""Words for what pages of payments show: states, kinds, banks, the bank's reasons and how to mend them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.adapters.payout import codes
from dure.adapters.payout.codes import BANKS
from dure.domains.payments.queries import Payee
from dure.web.templatetags.masks import masked_name
from dure.web.words import page_language

PAYABLE = {
    "waiting": (lazy("Waits to be paid"), "warning"),
    "in_batch": (lazy("Stands in a batch"), "information"),
    "sent": (lazy("On its way to the bank"), "information"),
    "paid": (lazy("Transferred"), "success"),
    "failed": (lazy("Transfer failed"), "danger"),
    "cancelled": (lazy("Cancelled before payment"), "gray"),
    "returned": (lazy("Came back from the bank"), "warning"),
}
RETURN = {
    "noted": (lazy("Waits for a second officer"), "warning"),
    "confirmed": (lazy("Came back from the bank"), "danger"),
    "refused": (lazy("Did not come back"), "gray"),
}
BATCH = {
    "drafted": (lazy("Waits for a second officer"), "warning"),
    "approved": (lazy("Approved, not sent yet"), "information"),
    "sent": (lazy("Sent, answers are awaited"), "information"),
    "closed": (lazy("Every transfer is answered"), "success"),
    "dropped": (lazy("Dropped"), "gray"),
}
ROW = {
    "pending": (lazy("No answer yet"), "information"),
    "paid": (lazy("Transferred"), "success"),
    "failed": (lazy("Transfer failed"), "danger"),
    "dropped": (lazy("Dropped with its batch"), "gray"),
    "returned": (lazy("Came back from the bank"), "warning"),
}
ACCOUNT = {
    "proposed": (lazy("Waits to be confirmed"), "warning"),
    "confirmed": (lazy("Account in use"), "success"),
    "refused": (lazy("Account refused"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
    "replaced": (lazy("No longer used"), "gray"),
}
CHECKED = {
    "": lazy("Not asked yet"),
    "matched": lazy("The bank confirms the holder"),
    "differs": lazy("The bank names another holder"),
    "unknown": lazy("The bank knows no such account"),
}
KINDS = {
    "merchant": lazy("Merchant"),
    "executor": lazy("Executor"),
    "provider": lazy("Provider"),
    "person": lazy("Natural person"),
    "shop": lazy("Shop that takes vouchers"),
    "body": lazy("Insurer or other body"),
}
INCOMES = {"business": lazy("Business income"), "other": lazy("Other income")}
WAYS = {"file": lazy("Transfer file for the bank"), "payout": lazy("Payout service")}
REASONS = {
    "0101": lazy("The bank knows no such account."),
    "0102": lazy("The account is closed."),
    "0103": lazy("The account is of another holder."),
    "0104": lazy("The account takes no deposits."),
    "0201": lazy("The bank was being maintained."),
    "0202": lazy("The bank did not answer in time; nothing was booked."),
    "0301": lazy("There was not enough on the programme's account."),
    "0302": lazy("It was over the programme's limit for transfers."),
    "0999": lazy("The bank gives no reason that we know."),
}
MENDS = {
    "account": lazy("The payee tells another account; once it is confirmed it is paid again."),
    "again": lazy("Let it wait again: the next batch takes it along."),
    "ours": lazy("Provide for the money or the limit first, then let it wait again."),
    "ask": lazy("Ask the bank before you let it wait again."),
}
OWN_MENDS = {
    "account": lazy("Tell another account: once it is confirmed you are paid again."),
    "again": lazy("The agency pays again; you need do nothing."),
}
"""What the payee is told to do."""


def own_mend(code: str) -> str:
    """Return what a payee does about a transfer that failed: only an account is theirs to mend."""
    return str(OWN_MENDS["account" if codes.REASONS.get(code) == "account" else "again"])


def reason_words(code: str) -> str:
    """Return why a transfer failed, with the bank's own code."""
    return f"{REASONS.get(code, REASONS['0999'])} ({code})" if code else ""


def bank_name(code: str) -> str:
    """Return what a bank is called in the language of the page."""
    names = BANKS.get(code)
    return code if names is None else names[1 if page_language() == "en" else 0]


def payee_name(payee: Payee, *, whole: bool = False) -> str:
    """Return what a payee is called; a person's name is masked in lists."""
    if not payee.name:
        return _("Name destroyed")
    return payee.name if whole or payee.kind not in ("person", "provider") else masked_name(payee.name)
