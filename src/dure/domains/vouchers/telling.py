"""Whom vouchers tell: whoever owns a wallet, and who acts for the shop that took of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dure.domains.applications.telling import both, recipients
from dure.domains.events.act import Act
from dure.domains.merchants.models import MerchantMember
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.staff import of_users
from dure.domains.vouchers.file import VoucherCase, find_case
from dure.domains.vouchers.models import Shop, ShopDay, Wallet


def tell_owner(this: Act, wallet: Wallet, template: str, key: str, told: Mapping[str, Any]) -> None:
    """Tell whoever owns a wallet what became of it; one act tells each once under its ``key``."""
    case = find_case(wallet.programme, wallet.benefit)
    if case is not None:
        notify(this, owners_of(case, wallet, told), template=template, key=key)


def owners_of(case: VoucherCase, wallet: Wallet, told: Mapping[str, Any]) -> list[Recipient]:
    """Return who owns a wallet, with what each is told: the citizen, or all who act for the merchant."""
    link = f"/my/vouchers/{wallet.pk}/"
    more = {"benefit": both(case.benefit.title), **told}
    if wallet.application_id is not None:
        found = recipients([wallet.application_id], case.programme.title, lambda _pk: more)
        return [replace(one, link=link) for one in found]
    parameters = {"programme": both(case.programme.title), **more}
    owners = of_users([wallet.owner_user_id] if wallet.owner_user_id is not None else [])
    return [replace(one, parameters=parameters, link=link) for one in owners]


def tell_bought(this: Act, wallet: Wallet) -> None:
    """Tell a citizen that the voucher is there, and until when it is good."""
    until = "" if wallet.ends_on is None else (wallet.ends_on - timedelta(days=1)).isoformat()
    tell_owner(
        this, wallet, "voucher_bought", f"wallet/{wallet.pk}", {"won": f"{wallet.face_won:,}", "until": until}
    )


def tell_taken(this: Act, wallet: Wallet, spend_id: int, won: int, left_won: int) -> None:
    """Tell the owner that a shop took something, so that what they did not spend is seen at once."""
    told = {"won": f"{won:,}", "left": f"{left_won:,}"}
    tell_owner(this, wallet, "voucher_spent", f"spend/{spend_id}", told)


def tell_given_back(this: Act, wallet: Wallet, back_id: int, won: int, left_won: int) -> None:
    """Tell the owner that a shop gave something back."""
    told = {"won": f"{won:,}", "left": f"{left_won:,}"}
    tell_owner(this, wallet, "voucher_given_back", f"spend-back/{back_id}", told)


def tell_refunded(this: Act, wallet: Wallet, won: int) -> None:
    """Tell a citizen that the voucher has ended, and what is paid back for it."""
    tell_owner(this, wallet, "voucher_refunded", f"wallet/{wallet.pk}", {"won": f"{won:,}"})


def tell_expiring(this: Act, some: Sequence[tuple[Wallet, int, int]]) -> None:
    """Tell owners that what is left is soon good no more: (wallet, days before, won left) of each.

    Each is told once for each number of days and each end.
    """
    cases: dict[tuple[str, str], VoucherCase | None] = {}
    told: list[Recipient] = []
    for wallet, days, left_won in some:
        named = (wallet.programme, wallet.benefit)
        if named not in cases:
            cases[named] = find_case(*named)
        case = cases[named]
        if case is None or wallet.ends_on is None:
            continue
        until = (wallet.ends_on - timedelta(days=1)).isoformat()
        found = owners_of(case, wallet, {"left": f"{left_won:,}", "until": until})
        told += [replace(one, occasion=f"wallet/{wallet.pk}/{until}/{days}") for one in found]
    notify(this, told, template="voucher_expiring", key="vouchers")


def tell_redeemed(this: Act, shop: Shop, row: ShopDay) -> None:
    """Tell everybody who acts for a shop what it is paid for a day."""
    case = find_case(shop.programme, shop.benefit)
    if case is None:
        return
    members = MerchantMember.objects.filter(merchant_id=shop.merchant_id, until__isnull=True)
    parameters = {
        "programme": both(case.programme.title),
        "benefit": both(case.benefit.title),
        "day": row.day.isoformat(),
        "won": f"{row.won:,}",
        "fee": f"{row.fee_won:,}" if row.fee_won else "",
    }
    told = [
        replace(one, merchant_id=shop.merchant_id, parameters=parameters, link=f"/my/shops/{shop.pk}/")
        for one in of_users(list(members.values_list("user_id", flat=True)))
    ]
    notify(this, told, template="voucher_redeemed", key=f"shop-day/{row.pk}")
