"""Words for what the ledger shows: kinds of accounts and of transfers, the months one can choose."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.funds.queries import fund_cases
from dure.engine.law.deadlines import day_of
from dure.web.tables import crumbs
from dure.web.templatetags.programme import told

KINDS = {
    "origin": lazy("Where the money comes from"),
    "source": lazy("Money of a source"),
    "line": lazy("Money on a budget line"),
    "pool": lazy("Handed to an executor"),
    "spent": lazy("Spent by an executor"),
    "returned": lazy("Given back by an executor"),
    "accrued": lazy("Interest that came about"),
    "promisor": lazy("Not promised yet"),
    "promised": lazy("Promised and not delivered"),
    "delivered": lazy("Delivered and not evidenced"),
    "evidenced": lazy("Evidence accepted"),
    "entitlement": lazy("A merchant's entitlement"),
    "voucher_wallet": lazy("Left on vouchers that were bought"),
    "voucher_shop": lazy("Coming to a shop that takes vouchers"),
    "voucher_paid": lazy("What citizens paid for vouchers: the other side"),
    "voucher_fee": lazy("Fees of shops for redeeming"),
    "voucher_lapsed": lazy("Paid for vouchers and never spent"),
    "voucher_issue": lazy("Vouchers issued: the other side"),
    "voucher_room": lazy("Vouchers still to be sold"),
    "voucher_sold": lazy("Vouchers sold"),
    "room_before": lazy("Where a ceiling comes from"),
    "room": lazy("Room under a ceiling"),
    "room_open": lazy("Room without a ceiling"),
    "exposure": lazy("Lent or guaranteed by a body"),
    "body_room": lazy("Room of a body"),
    "body_exposure": lazy("Taken of a body's own room"),
    "payout_spent": lazy("Paid, before tax: the other side"),
    "payout_out": lazy("Transferred to payees"),
    "payout_tax": lazy("Withheld, owed to the tax office"),
    "payout_set_off": lazy("Set off against what payees owe"),
    "payout_tax_paid": lazy("Handed to the tax office"),
    "recovery_due": lazy("Asked back of what was spent"),
    "recovery_charged": lazy("Surcharges: the other side"),
    "recovery_charge_due": lazy("Surcharges asked for"),
    "recovery_charge_in": lazy("Surcharges that came"),
    "recovery_charge_back": lazy("Surcharges and interest given back"),
    "recovery_accrued": lazy("Late interest: the other side"),
    "recovery_interest_in": lazy("Late interest that came"),
    "recovery_lost": lazy("Written off"),
    "recovery_bank": lazy("Came on the bank account: the other side"),
    "recovery_in": lazy("Came on the bank account"),
}
TRANSFERS = {
    0: lazy("Transfer"),
    1: lazy("Hold"),
    2: lazy("Hold taken"),
    3: lazy("Hold released"),
}
UNITS = {
    "KRW": lazy("Won"),
    "KRW-KIND": lazy("Won, valued in kind"),
    "KRW-FACE": lazy("Won, at face value"),
    "KRW-LENT": lazy("Won, lent by another body"),
    "KRW-GUARANTEED": lazy("Won, guaranteed by another body"),
}
MONTHS = 24
"""So many months back can be chosen."""


def kind_of(kind: str) -> str:
    """Return what a kind of account is called; one that has no words goes by its code."""
    return str(KINDS.get(kind, kind))


def unit_of(unit: str) -> str:
    """Return what a unit is called."""
    return str(UNITS.get(unit, unit))


def amount(number: int) -> str:
    """Return an amount of any unit with separators; the unit stands in a column of its own."""
    return f"{number:,}"


def months(now: datetime) -> list[date]:
    """Return the first days of the months that can be chosen, the present one first."""
    found = [day_of(now).replace(day=1)]
    while len(found) < MONTHS:
        last = found[-1]
        found.append(date(last.year - (last.month == 1), last.month - 1 or 12, 1))
    return found


def month_of(text: str, now: datetime) -> date:
    """Return the month that an address names (``2025-03``), or the present one."""
    return next((one for one in months(now) if f"{one:%Y-%m}" == text), months(now)[0])


def title_of(programme: str) -> str:
    """Return what a programme is called; 404 where it has no funds."""
    title = next((told(case.programme.title) for case in fund_cases(programme)), None)
    if title is None:
        raise Http404
    return title


def ledger_crumbs(programme: str, title: str, *after: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs to a page of a programme's ledger."""
    own = reverse("ledger_accounts", args=[programme]) if after else ""
    return crumbs((_("Ledger"), reverse("ledger_programmes")), (title, own), *after)
