"""Which accounts of the ledger vouchers stand on, and how they are opened.

``voucher_wallet``: what is left of one that was bought, a source each (credit stands on the merchant's
entitlement). ``voucher_shop``: what a shop has coming. ``voucher_paid``: what citizens paid in and got back.
``voucher_fee``: what shops paid for redeeming. ``voucher_lapsed``: what citizens paid for vouchers that were
never spent. ``voucher_room`` and ``voucher_sold``: how much, at face value, an issue may still sell and has
sold, in a unit of its own that never meets money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from dure.domains.events.act import Act
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.vouchers.models import Shop, ShopAccount, Wallet, WalletAccount

FACE_UNIT = "KRW-FACE"
CITIZENS = "citizens"
"""The source of what citizens paid, where a programme's fund names none."""


def open_one(
    this: Act, programme: str, kind: str, name: object, *, unit: str = "KRW", guard: str = "credit"
) -> int:
    """Open an account that does not stand yet; return its id."""
    code = f"{kind}/{programme}/{name}"
    return open_accounts(this, [NewAccount(code, kind, programme, unit, guard)])[code]


@dataclass(frozen=True, slots=True)
class Part:
    """One source's part of a wallet: its account, what is free on it, where the rest goes back."""

    account: int
    back: int
    source: str
    paid: bool
    free_won: int


def parts_of(wallet: Wallet) -> list[Part]:
    """Return the parts of a wallet in a fixed order; the caller has locked the wallet where it matters."""
    found = (
        WalletAccount.objects.filter(wallet=wallet)
        .annotate(free=F("account__credits") - F("account__debits") - F("account__held_debits"))
        .order_by("pk")
        .values_list("account_id", "back_id", "source", "paid", "free")
    )
    return [Part(*row) for row in found]


def left_of(parts: Iterable[Part]) -> int:
    """Return what is left of a wallet."""
    return sum(part.free_won for part in parts)


def open_shop_accounts(this: Act, shop: Shop, wallet: Wallet, sources: Sequence[str]) -> dict[str, int]:
    """Open the accounts on which a shop is credited for a wallet; return their ids by source."""
    where = {"fund": wallet.fund, "line": wallet.line, "year": wallet.year}
    stands = dict(
        ShopAccount.objects.filter(shop=shop, source__in=sources, **where).values_list("source", "account_id")
    )
    missing = sorted(set(sources) - set(stands))
    if not missing:
        return stands
    names = {
        one: f"{shop.pk}/{wallet.fund}/{wallet.line or '-'}/{wallet.year or '-'}/{one}" for one in missing
    }
    codes = {source: f"voucher_shop/{shop.programme}/{name}" for source, name in names.items()}
    ids = open_accounts(this, [NewAccount(code, "voucher_shop", shop.programme) for code in codes.values()])
    ShopAccount.objects.bulk_create(
        [ShopAccount(shop=shop, account_id=ids[codes[source]], source=source, **where) for source in missing],
        ignore_conflicts=True,
    )
    return stands | {source: ids[codes[source]] for source in missing}
