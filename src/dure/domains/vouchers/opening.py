"""Wallets are opened and ended within the acts of others: grants of credit, payments of orders."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dure.domains.events.act import Act, acting
from dure.domains.events.many import record_many
from dure.domains.events.transitions import move
from dure.domains.funds.accounts import open_places
from dure.domains.funds.entitling import entitlements
from dure.domains.privacy.encryption import blind
from dure.domains.vouchers.models import Shop, Wallet, WalletAccount
from dure.domains.vouchers.states import WALLET_STATES
from dure.engine.money.voucher_codes import BODY, with_check

ROWS = 5000


@dataclass(frozen=True, slots=True)
class NewCredit:
    """A credit that one application was granted, whose amount stands on its entitlement."""

    cause: str
    application: int
    won: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Granted:
    """From which fund, line and year credit of a benefit is granted; ``unit_won``: coupon by coupon."""

    programme: str
    benefit: str
    fund: str
    line: str
    year: int
    unit_won: int | None = None


def new_code() -> str:
    """Return a code that nobody can guess."""
    return with_check("".join(secrets.choice("0123456789") for _n in range(BODY)))


def open_credits(this: Act, of: Granted, some: Sequence[NewCredit]) -> list[int]:
    """Open the wallets of credit that was granted within an act, in few statements; return their ids.

    The entitlements were posted before, in the same act. Who asks again for a cause finds what stands.
    """
    assert acting() is this, "wallets are opened in an act"
    stands = set(Wallet.objects.filter(cause__in=[one.cause for one in some]).values_list("cause", flat=True))
    wanted = [one for one in some if one.cause not in stands and one.won]
    made = Wallet.objects.bulk_create(
        (
            Wallet(
                kind="credit", programme=of.programme, benefit=of.benefit, cause=one.cause,
                application_id=one.application, fund=of.fund, line=of.line, year=of.year, face_won=one.won,
                unit_won=of.unit_won, **coded(new_code()), starts_on=one.starts_on, ends_on=one.ends_on,
                opened_at=this.now,
            )
            for one in wanted
        ),
        batch_size=ROWS,
    )  # fmt: skip
    _accounts(this, of, made)
    record_many(this, "wallet", [one.pk for one in made], benefit=of.benefit, programme=of.programme)
    return [one.pk for one in made]


def coded(code: str) -> dict[str, str]:
    """Return the columns of a code: encrypted, and hashed to find it by."""
    return {"code": code, "code_digest": blind(code)}


def _accounts(this: Act, of: Granted, made: Sequence[Wallet]) -> None:
    """Note which accounts a wallet is: one a source of the entitlement, whose rest goes back to its line."""
    by_application = {one.application_id: one for one in made}
    own = entitlements(of.programme, of.fund, [pk for pk in by_application if pk], of.benefit)
    lines = {
        place: replace(place, part="line", owner=0, benefit="")
        for accounts in own.values()
        for place in accounts
        if place.part == "entitlement" and (place.line, place.year) == (of.line, of.year)
    }
    ids = open_places(this, of.programme, set(lines.values()))
    WalletAccount.objects.bulk_create(
        (
            WalletAccount(
                wallet=by_application[application], account_id=standing.account, back_id=ids[lines[place]],
                source=place.source,
            )
            for application, accounts in own.items()
            for place, standing in accounts.items()
            if place in lines
        ),
        batch_size=ROWS,
    )  # fmt: skip


def end_wallets(this: Act, causes: Collection[str], name: str) -> list[int]:
    """End wallets by cause within an act: nobody spends of them from here on. Return those that ended.

    What is left of them is given back by the caller, after this.
    """
    found = Wallet.objects.filter(cause__in=list(causes)).order_by("pk").values_list("pk", flat=True)
    ended: list[int] = move(this, WALLET_STATES, Wallet, list(found), name, changes={"ended_at": this.now})
    return ended


@dataclass(frozen=True, slots=True)
class NewShop:
    """A merchant that is registered because it was granted so."""

    merchant: int
    name: str
    region: str
    ksic: str
    issuer: str


def register_granted(this: Act, programme: str, benefit: str, some: Sequence[NewShop]) -> int:
    """Register merchants that were granted it as shops, within an act; return how many were not yet."""
    assert acting() is this, "shops are registered in an act"
    live = Shop.objects.filter(programme=programme, benefit=benefit, state__in=("asked", "approved"))
    stands = set(live.values_list("merchant_id", "issuer"))
    made = Shop.objects.bulk_create(
        (
            Shop(
                programme=programme, benefit=benefit, issuer=one.issuer, merchant_id=one.merchant,
                name=one.name, region=one.region, ksic=one.ksic, state="approved", asked_by_id=0,
                asked_at=this.now, decided_by_id=this.actor.user_id, decided_at=this.now,
            )
            for one in some
            if (one.merchant, one.issuer) not in stands
        ),
        batch_size=ROWS,
    )  # fmt: skip
    record_many(this, "voucher_shop", [one.pk for one in made], benefit=benefit, programme=programme)
    return len(made)
