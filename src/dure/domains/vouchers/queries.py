"""Vouchers as pages read them: wallets, shops, what is on sale, and what came of it all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.queries import merchants_of
from dure.domains.payments.owing import OwedState, owed_results
from dure.domains.programmes.queries import calls
from dure.domains.vouchers.file import VoucherCase as VoucherCase
from dure.domains.vouchers.file import cases_of, find_case
from dure.domains.vouchers.models import (
    Issue as Issue,
)
from dure.domains.vouchers.models import (
    Order as Order,
)
from dure.domains.vouchers.models import (
    Shop as Shop,
)
from dure.domains.vouchers.models import (
    ShopAccount,
    WalletAccount,
)
from dure.domains.vouchers.models import (
    ShopDay as ShopDay,
)
from dure.domains.vouchers.models import (
    Spend as Spend,
)
from dure.domains.vouchers.models import (
    TillKey as TillKey,
)
from dure.domains.vouchers.models import (
    Wallet as Wallet,
)
from dure.language.hangul import search_words

STAFF = ("officer", "ministry", "accountant")
_FREE = F("account__credits") - F("account__debits") - F("account__held_debits")


def case_of(programme: str, benefit: str) -> VoucherCase | None:
    """Return a benefit of the published file that is spent at shops, or None."""
    return find_case(programme, benefit)


def cases(actor: SignedActor) -> list[VoucherCase]:
    """Return everything published that is spent at shops."""
    return [case for version in calls(actor) for case in cases_of(version)]


def cases_run(actor: SignedActor) -> list[VoucherCase]:
    """Return what somebody runs, supervises, checks, or issues."""
    mine = calls(actor).filter(actor.scope("programme", *STAFF))
    own = {one.programme: one for one in mine}
    found = [case for version in own.values() for case in cases_of(version)]
    issued = [
        case
        for case in cases(actor)
        if case.programme.id not in own
        and any(actor.holds("executor_staff", one.id, case.programme.id) for one in case.issuers)
    ]
    return [*found, *issued]


# --- wallets ---------------------------------------------------------------------------------------------


def own_wallets(actor: SignedActor) -> QuerySet[Wallet]:
    """Return the wallets of oneself, and of the merchants that one acts for."""
    return Wallet.objects.visible_to(actor).filter(Wallet.own(actor)).select_related("application")


def own_wallet(actor: SignedActor, wallet_id: int) -> Wallet | None:
    """Return a wallet of one's own, or None: its code is shown to nobody else."""
    return own_wallets(actor).filter(pk=wallet_id).select_related("order__issue").first()


def left_by_wallet(actor: SignedActor, wallet_ids: Collection[int]) -> dict[int, int]:
    """Return what is left of wallets that an actor may see; one query."""
    rows = (
        WalletAccount.objects.visible_to(actor)
        .filter(wallet_id__in=list(wallet_ids), wallet__state="open")
        .order_by()
        .values_list("wallet_id")
        .annotate(left=Sum(_FREE))
    )
    return {pk: int(left) for pk, left in rows}


def spends_of(actor: SignedActor, wallet: Wallet) -> QuerySet[Spend]:
    """Return what shops took of a wallet."""
    return Spend.objects.visible_to(actor).filter(wallet=wallet).select_related("shop")


# --- shops -----------------------------------------------------------------------------------------------


def my_shops(actor: SignedActor) -> QuerySet[Shop]:
    """Return the registrations of the merchants that somebody acts for."""
    return Shop.objects.visible_to(actor).filter(merchant_id__in=merchants_of(actor))


def my_shop(actor: SignedActor, shop_id: int) -> Shop | None:
    """Return one registration of a merchant that somebody acts for, or None."""
    return my_shops(actor).filter(pk=shop_id).first()


def coming_by_shop(actor: SignedActor, shop_ids: Collection[int]) -> dict[int, int]:
    """Return what shops took and are not paid for yet; one query."""
    rows = (
        ShopAccount.objects.visible_to(actor)
        .filter(shop_id__in=list(shop_ids))
        .order_by()
        .values_list("shop_id")
        .annotate(won=Sum(_FREE))
    )
    return {pk: int(won) for pk, won in rows}


def taken_by(actor: SignedActor, shop: Shop) -> QuerySet[Spend]:
    """Return what a shop took."""
    return Spend.objects.visible_to(actor).filter(shop=shop)


def own_spend(actor: SignedActor, spend_id: int) -> Spend | None:
    """Return what a shop of one's own took, or None."""
    found = Spend.objects.visible_to(actor).filter(pk=spend_id, shop__merchant_id__in=merchants_of(actor))
    return found.select_related("shop", "wallet").first()


def days_of(actor: SignedActor, shop: Shop, most: int) -> list[tuple[ShopDay, OwedState | None]]:
    """Return the last settlements of a shop, each with what became of its payment; two queries."""
    rows = list(ShopDay.objects.visible_to(actor).filter(shop=shop).order_by("-day", "-pk")[:most])
    owed = owed_results([row.cause for row in rows])
    return [(row, owed.get(row.cause)) for row in rows]


def shops_of(
    actor: SignedActor, programme: str, benefit: str, state: str = "", words: str = ""
) -> QuerySet[Shop]:
    """Return the register of shops (가맹점) as those see it who run it, narrowed to a state or a name.

    Every word of ``words`` must stand in the name, also half typed or by first consonants.
    """
    found = Shop.objects.visible_to(actor).filter(
        actor.scope("programme", *STAFF) | actor.at_executors("issuer__in", "programme"),
        programme=programme, benefit=benefit,
    )  # fmt: skip
    found = found.filter(state=state) if state else found
    for part in (part for word in words.split() for part in search_words(word)):
        found = found.filter(search__contains=part)
    return found


def shop_run(actor: SignedActor, shop_id: int) -> Shop | None:
    """Return a registration that somebody runs, or None."""
    found = Shop.objects.visible_to(actor).filter(
        actor.scope("programme", *STAFF) | actor.at_executors("issuer__in", "programme"), pk=shop_id
    )
    return found.first()


def till_keys(actor: SignedActor, shop: Shop) -> list[TillKey]:
    """Return the keys of a shop's tills, those in force first."""
    found = TillKey.objects.visible_to(actor).filter(shop=shop)
    return sorted(found.order_by("-pk")[:100], key=lambda one: one.ended_at is not None)


def till_key(actor: SignedActor, shop: Shop, till_key_id: int) -> TillKey | None:
    """Return a key of a shop of one's own, or None."""
    return TillKey.objects.visible_to(actor).filter(shop=shop, pk=till_key_id).first()


# --- what is on sale -------------------------------------------------------------------------------------


def on_sale(actor: SignedActor) -> QuerySet[Issue]:
    """Return what citizens can buy now."""
    return Issue.objects.visible_to(actor).filter(state="on_sale")


def issue_on_sale(actor: SignedActor, issue_id: int) -> Issue | None:
    """Return one of what citizens can buy now, or None."""
    return on_sale(actor).filter(pk=issue_id).first()


def issues_of(actor: SignedActor, programme: str, benefit: str) -> list[Issue]:
    """Return every issue of a voucher, the newest first, with what can still be sold."""
    found = Issue.objects.visible_to(actor).filter(programme=programme, benefit=benefit)
    return list(found.select_related("room").order_by("-pk"))


def own_orders(actor: SignedActor) -> QuerySet[Order]:
    """Return what somebody ordered for themselves."""
    return (
        Order.objects.visible_to(actor).filter(user_id=actor.user_id or 0).select_related("issue", "wallet")
    )


def own_order(actor: SignedActor, order_id: int) -> Order | None:
    """Return an order of one's own, or None."""
    found: Order | None = own_orders(actor).filter(pk=order_id).first()
    return found


def orders_of(actor: SignedActor, programme: str, benefit: str) -> QuerySet[Order]:
    """Return the orders that wait for their payment, as those see them who run the vouchers."""
    return (
        Order.objects.visible_to(actor)
        .filter(
            actor.scope("issue__programme", *STAFF)
            | actor.at_executors("issue__issuer__in", "issue__programme"),
            issue__programme=programme, issue__benefit=benefit, state="ordered",
        )
        .select_related("issue")
    )  # fmt: skip


def order_run(actor: SignedActor, order_id: int) -> Order | None:
    """Return an order that somebody runs, or None."""
    found: Order | None = (
        Order.objects.visible_to(actor)
        .filter(
            actor.scope("issue__programme", *STAFF)
            | actor.at_executors("issue__issuer__in", "issue__programme"),
            pk=order_id,
        )
        .select_related("issue")
        .first()
    )
    return found


# --- figures ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Figures:
    """What became of the vouchers of an issuer, in won at face value."""

    issuer: str
    sold: int = 0
    """Sold or granted."""
    spent: int = 0
    """Taken by shops, less what they gave back."""
    refunded: int = 0
    expired: int = 0
    cancelled: int = 0
    redeemed: int = 0
    """Of what was spent: settled with the shops."""
    outstanding: int = 0
    """Still to be spent."""


_ENDED = {"refunded": "refunded", "expired": "expired", "cancelled": "cancelled", "closed": "cancelled"}


def figures(actor: SignedActor, programme: str, benefit: str) -> list[Figures]:
    """Return what became of a voucher by issuer, of what an actor may see; three queries."""
    found: dict[str, Figures] = {}

    def of(issuer: str) -> Figures:
        return found.setdefault(issuer, Figures(issuer))

    own = Q(programme=programme, benefit=benefit)
    wallets = Wallet.objects.visible_to(actor).filter(own).order_by()
    for issuer, state, won in wallets.values_list("issuer", "state").annotate(won=Sum("face_won")):
        of(issuer).sold += won
        _rest(of(issuer), state, won)
    spent = Spend.objects.visible_to(actor).filter(wallet_id__in=wallets.values("pk")).order_by()
    for issuer, state, won in spent.values_list("wallet__issuer", "wallet__state").annotate(
        won=Sum(F("won") - F("back_won"))
    ):
        of(issuer).spent += won
        _rest(of(issuer), state, -won)
    shops = Shop.objects.visible_to(actor).filter(own).values("pk")
    days = ShopDay.objects.visible_to(actor).filter(shop_id__in=shops).order_by()
    for issuer, won in days.values_list("shop__issuer").annotate(won=Sum(F("taken_won") - F("back_won"))):
        of(issuer).redeemed += won
    return [found[issuer] for issuer in sorted(found)]


def _rest(figures: Figures, state: str, won: int) -> None:
    """Add to where the rest of wallets in a state stands."""
    name = _ENDED.get(state, "outstanding")
    setattr(figures, name, getattr(figures, name) + won)


def shop_rows(found: QuerySet[Shop], at_once: int = 500) -> Iterator[Shop]:
    """Yield the rows of a register, in parts."""
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:at_once]):
        last = rows[-1].pk
        yield from rows
