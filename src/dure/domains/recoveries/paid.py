"""What was paid to whom and can be taken back: payments of the bank, and what advances were spent on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dure.domains.claims.models import ClaimLine
from dure.domains.funds.models import FundAccount
from dure.domains.payments.models import BatchRow, Payable
from dure.domains.payments.models_payee import Payee
from dure.domains.recoveries.models import CaseItem
from dure.engine.money.apportioning import apportion

MOST = 500


@dataclass(frozen=True, slots=True)
class Paid:
    """Something paid: what for, how much, on which accounts it was spent, and who had a hand in it."""

    cause: str
    what: str
    won: int
    fund: str
    legs: tuple[tuple[int, int], ...]
    involved: frozenset[int]


def paid_to(payee: Payee, causes: Collection[str] | None = None) -> list[Paid]:
    """Return what a payee was paid and no case takes back yet, the newest first; of some causes if told."""
    found = [*_by_bank(payee, causes), *_of_advances(payee, causes)]
    found = _spent_by_funds(found)
    taken = set(
        CaseItem.objects.filter(cause__in=[one.cause for one in found], alive=True).values_list(
            "cause", flat=True
        )
    )
    return [one for one in found if one.cause not in taken]


def _spent_by_funds(found: Sequence[Paid]) -> list[Paid]:
    """Return what was spent on accounts of funds: only that has a budget line to go back to.

    What was owed back after an objection, or to a citizen who gave a voucher back, is no support.
    """
    accounts = {account for one in found for account, _won in one.legs}
    spent = set(
        FundAccount.objects.filter(account_id__in=accounts, part="spent").values_list("account_id", flat=True)
    )
    return [one for one in found if all(account in spent for account, _won in one.legs)]


def _by_bank(payee: Payee, causes: Collection[str] | None) -> list[Paid]:
    payables = Payable.objects.filter(payee=payee, state="paid").order_by("-pk")
    payables = payables if causes is None else payables.filter(cause__in=list(causes))
    some = list(payables[:MOST])
    hands: dict[int, set[int]] = {one.pk: set(one.involved) for one in some}
    rows = BatchRow.objects.filter(payable__in=some, state="paid").select_related("batch")
    for row in rows.defer("batch__file"):
        batch = row.batch
        hands[row.payable_id] |= {
            one for one in (batch.drafted_by_id, batch.approved_by_id, batch.sent_by_id) if one
        }
    return [
        Paid(one.cause, one.what, one.won, one.fund, _drawn(one.legs, one.won), frozenset(hands[one.pk]))
        for one in some
    ]


def _of_advances(payee: Payee, causes: Collection[str] | None) -> list[Paid]:
    """Return what an executor spent of its advances, as it was accepted."""
    if payee.kind != "executor":
        return []
    lines = ClaimLine.objects.filter(
        claim__programme=payee.programme, claim__executor=payee.code, claim__way="advance", state="accepted"
    )
    if causes is not None:
        ids = [one.removeprefix("claim-line/") for one in causes]
        lines = lines.filter(pk__in=[int(one) for one in ids if one.isdigit()])
    return [
        Paid(
            one.cause, one.what, one.approved_won, one.claim.fund, _drawn(one.legs, one.approved_won),
            frozenset(
                who
                for who in (one.claim.made_by_id, one.claimed_by_id, one.checked_by_id, one.confirmed_by_id)
                if who
            ),
        )
        for one in lines.select_related("claim").order_by("-pk")[:MOST]
    ]  # fmt: skip


def _drawn(legs: Sequence[Sequence[int]], won: int) -> tuple[tuple[int, int], ...]:
    """Return the account on which each source was spent, and how much of it, as the ledger took it."""
    parts = apportion(won, [leg[2] for leg in legs])
    return tuple((leg[1], part) for leg, part in zip(legs, parts, strict=True) if part)
