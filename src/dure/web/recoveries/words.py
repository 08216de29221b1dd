"""Words for what pages of recoveries show: states, grounds, scopes of bans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

CASE = {
    "opened": (lazy("Opened, the party is not told yet"), "gray"),
    "noticed": (lazy("The party may answer"), "information"),
    "answered": (lazy("Waits for a decision"), "warning"),
    "decided": (lazy("Decided, waits for payment"), "warning"),
    "settled": (lazy("Nothing is left"), "success"),
    "written_off": (lazy("Written off"), "danger"),
    "reversed": (lazy("Decision undone"), "gray"),
    "dropped": (lazy("Dropped, nothing is taken back"), "gray"),
}
GROUNDS = {
    "false_claim": lazy("Got by false statements or other wrong means"),
    "misuse": lazy("Used for something else"),
    "breach": lazy("Law, file or order not kept"),
    "not_qualified": lazy("Conditions not met"),
    "overpaid": lazy("Paid by mistake, or too much"),
    "other": lazy("Another ground"),
}
SCOPES = {"programme": lazy("This programme"), "all": lazy("Every programme")}
PLAN = {
    "asked": (lazy("Waits for an answer"), "warning"),
    "approved": (lazy("Approved"), "success"),
    "refused": (lazy("Not approved"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
    "revoked": (lazy("Ended, not kept"), "danger"),
}
OBJECTION = {
    "filed": (lazy("Waits for an answer"), "warning"),
    "granted": (lazy("Granted"), "success"),
    "dismissed": (lazy("Dismissed"), "danger"),
    "withdrawn": (lazy("Withdrawn"), "gray"),
}
BAN = {
    "running": (lazy("In force"), "danger"),
    "over": (lazy("Over"), "gray"),
    "lifted": (lazy("Lifted"), "success"),
}
ENTRIES = {
    "received": lazy("Came on the bank account"),
    "set_off": lazy("Set off against a payment"),
    "written_off": lazy("Written off"),
    "undone": lazy("Undone"),
}
