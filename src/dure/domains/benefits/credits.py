"""How credit of a file is used: at registered shops, reported use by use, or sold to citizens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dure.domains.benefits.file import BenefitCase
from dure.domains.benefits.models import Grant
from dure.domains.claims.prices import lists_in_force
from dure.domains.events.act import Act
from dure.domains.vouchers.file import is_spent_at_shops
from dure.domains.vouchers.opening import (
    Granted,
    NewCredit,
    NewShop,
    end_wallets,
    open_credits,
    register_granted,
)
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import VoucherCredit

ENDS = {"close": "close", "cancel": "cancel", "lose": "cancel", "expire": "expire"}
"""What becomes of a wallet when its grant ends so."""


def cause_of(grant_id: int) -> str:
    """Return for what a wallet was opened."""
    return f"grant/{grant_id}"


def is_metered(case: BenefitCase) -> bool:
    """Say whether credit is reported use by use by whoever gives it: a message, a click, what is in kind."""
    benefit = case.benefit
    return isinstance(benefit, VoucherCredit) and not is_spent_at_shops(case.programme, benefit)


def open_for(this: Act, case: BenefitCase, grants: Sequence[Grant]) -> None:
    """Open what granted credit is spent with, within the act that grants it.

    Where citizens buy it, those who are granted it are the shops that take it.
    """
    benefit = case.benefit
    if not isinstance(benefit, VoucherCredit) or is_metered(case) or not grants:
        return
    if benefit.sold_at_discount_bp:
        shops = [
            NewShop(
                one.application.merchant_id,
                one.application.name,
                one.application.merchant.region or "",
                one.application.merchant.ksic or "",
                one.executor,
            )
            for one in Grant.objects.filter(pk__in=[grant.pk for grant in grants])
            .select_related("application__merchant")
            .order_by("pk")
        ]
        register_granted(this, case.programme.id, benefit.id, shops)
        return
    first = grants[0]
    of = Granted(case.programme.id, benefit.id, benefit.fund or "", first.line, first.year, benefit.unit_won)
    some = [
        NewCredit(cause_of(one.pk), one.application_id, one.won, one.starts_on, one.ends_on) for one in grants
    ]
    open_credits(this, of, some)


def end_for(this: Act, grants: Sequence[Grant], name: str) -> None:
    """End the wallets of grants that end: nobody spends of them while their rest goes back."""
    causes = [cause_of(one.pk) for one in grants if one.kind == "voucher_credit"]
    if causes:
        end_wallets(this, causes, ENDS[name])


def metered_won(case: BenefitCase, grant: Grant, units: int, on: date) -> int | None:
    """Return what some units cost: at the price of the file, or of the executor's list in force on the day.

    The list names it by the id of the benefit. None where neither has a price.
    """
    benefit = case.benefit
    assert isinstance(benefit, VoucherCredit)
    if benefit.unit_won is not None:
        return benefit.unit_won * units
    if not grant.executor:
        return None
    (found,) = lists_in_force(grant.programme, grant.executor, [on]).values()
    item = None if found is None else found.items.filter(code=benefit.id).first()
    return None if item is None else int(item.unit_won) * units


def refuse_over(grant: Grant, taken_won: int, won: int) -> None:
    """Raise Refused where a use costs more than is left of the credit."""
    if taken_won + won > grant.won:
        raise refuse(
            "benefits.credit_short",
            msg("only {left} won are left of the credit"),
            left=f"{max(0, grant.won - taken_won):,}",
        )
