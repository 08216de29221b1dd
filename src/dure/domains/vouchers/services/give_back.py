"""A shop gives back what it took, whole or in part: each source has its share again (결제 취소)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.ledger.posting import move, post
from dure.domains.merchants.policies import allow_acting
from dure.domains.vouchers.accounts import left_of, parts_of
from dure.domains.vouchers.models import Spend, SpendBack
from dure.domains.vouchers.services.spend import Taken
from dure.domains.vouchers.spending import as_told, hold_wallet
from dure.domains.vouchers.telling import tell_given_back
from dure.engine.money.vouchers import given_back_of
from dure.engine.problems import Refused, msg, refuse


def give_back(*, actor: SignedActor, now: datetime, spend_id: int, won: int, key: str, reason: str) -> Taken:
    """Give back an amount of a spend, once under ``key``; return what is left of the wallet.

    Raises NotAllowed for who does not act for the shop, and Refused: without a reason, more than was taken
    and is not back yet, a wallet that ended, part of a coupon, and where the shop was paid for it and has
    not as much coming.
    """
    of = Spend.objects.select_related("shop").get(pk=spend_id)
    allow_acting(actor, of.shop.merchant_id)
    if not reason.strip():
        raise refuse("vouchers.reason", msg("say why: it is kept with what is done"))
    with act(
        "vouchers.give_back", actor=actor, now=now, reason=reason.strip(), key=f"{spend_id}/{key}"
    ) as this:
        if this.repeated:
            done = SpendBack.objects.get(pk=this.result)
            as_told(this, (done.won,), (won,))
            return Taken(spend_id, done.won, done.left_won)
        wallet = hold_wallet(of.wallet_id)
        if wallet.state != "open":
            raise refuse("vouchers.ended", msg("this voucher is not good any more"))
        one = Spend.objects.select_for_update(no_key=True).get(pk=spend_id)
        if not 0 < won <= one.won - one.back_won:
            raise refuse(
                "vouchers.back", msg("at most {won} won can be given back"), won=f"{one.won - one.back_won:,}"
            )
        if wallet.unit_won is not None and won % wallet.unit_won:
            raise refuse(
                "vouchers.coupon", msg("coupons of {won} won are spent whole"), won=f"{wallet.unit_won:,}"
            )
        legs = _legs(one, won)
        _post(this, spend_id, key, legs)
        made = SpendBack.objects.create(
            spend=one, shop_id=one.shop_id, key=key, won=won, left_won=left_of(parts_of(wallet)), legs=legs,
            reason=reason.strip(), given_at=now, given_by_id=actor.user_id or 0,
        )  # fmt: skip
        Spend.objects.filter(pk=spend_id).update(back_won=F("back_won") + won)
        this.record("voucher_spend", spend_id, back_won=won)
        tell_given_back(this, wallet, made.pk, won, made.left_won)
        this.result = made.pk
    return Taken(spend_id, won, made.left_won)


def _legs(one: Spend, won: int) -> list[list[int]]:
    """Return (from, to, won) of each source: in proportion to what was drawn and is not back yet."""
    back: dict[int, int] = {}
    for legs in SpendBack.objects.filter(spend=one).values_list("legs", flat=True):
        for _shop, account, part in legs:
            back[account] = back.get(account, 0) + part
    drawn = [leg[2] for leg in one.legs]
    parts = given_back_of(drawn, [back.get(leg[0], 0) for leg in one.legs], won)
    return [
        [shop, account, part] for (account, shop, _won), part in zip(one.legs, parts, strict=True) if part
    ]


def _post(this: Act, spend_id: int, key: str, legs: list[list[int]]) -> None:
    try:
        post(
            this,
            key=f"vouchers/give_back/{spend_id}/{key}",
            what="vouchers.give_back",
            legs=[move(*leg) for leg in legs],
        )
    except Refused as refused:
        if [problem.code for problem in refused.problems] != ["ledger.short"]:
            raise
        raise refuse(
            "vouchers.settled",
            msg("you were paid for this already and have not as much coming: please pay it back in money"),
        ) from None
