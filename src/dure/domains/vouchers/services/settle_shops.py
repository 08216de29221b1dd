"""By night what each shop took on the day is summed and owed to it, once a shop and day (일일 정산)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import Act, act
from dure.domains.funds.accounts import Place, open_places
from dure.domains.ledger.posting import hold, move, post
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.domains.vouchers.accounts import open_one
from dure.domains.vouchers.file import find_case
from dure.domains.vouchers.models import Shop, ShopAccount, ShopDay, Spend, SpendBack
from dure.domains.vouchers.telling import tell_redeemed
from dure.engine.law.deadlines import SEOUL, day_of
from dure.engine.money.apportioning import apportion
from dure.engine.money.vouchers import fee_won
from dure.engine.programme.models.terms import Redemption


def settle_shops(*, actor: SignedActor, now: datetime) -> int:
    """Settle with every shop what it took before today in Korea; return how many were owed something.

    Run again on the same day it settles nothing twice. What is above the ceiling of a month waits for the
    next. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    today = day_of(now)
    until = datetime.combine(today, time(), SEOUL)
    return sum(
        _settle(actor, now, shop, fund, until, today - timedelta(days=1))
        for shop, fund in sorted(_waiting(until))
    )


def _waiting(until: datetime) -> set[tuple[int, str]]:
    """Return the shops and funds of which something is not settled."""
    open_spends = Spend.objects.filter(day__isnull=True, taken_at__lt=until).order_by()
    found = set(open_spends.values_list("shop_id", "wallet__fund").distinct())
    done = ShopDay.objects.filter(day=day_of(until) - timedelta(days=1)).values_list("shop_id", "fund")
    return found - set(done)


@dataclass(slots=True)
class _Sum:
    """What is to be settled: rows, and won by account."""

    spends: list[Spend] = field(default_factory=list)
    backs: list[SpendBack] = field(default_factory=list)
    by_account: dict[int, int] = field(default_factory=dict)

    def take(self, one: Spend) -> None:
        self.spends.append(one)
        for _wallet, account, won in one.legs:
            self.by_account[account] = self.by_account.get(account, 0) + won

    def put_back(self, one: SpendBack) -> None:
        self.backs.append(one)
        for account, _wallet, won in one.legs:
            self.by_account[account] = self.by_account.get(account, 0) - won

    @property
    def won(self) -> int:
        return sum(self.by_account.values())


def _settle(actor: SignedActor, now: datetime, shop_id: int, fund: str, until: datetime, day: date) -> int:
    with act("vouchers.settle", actor=actor, now=now, key=f"{shop_id}/{fund}/{day}") as this:
        if this.repeated:
            return 0
        shop = Shop.objects.select_for_update(no_key=True).get(pk=shop_id)
        terms = _terms(shop)
        summed = _sum(shop, fund, until, _room(shop, fund, day, terms))
        accounts = {one.account_id: one for one in ShopAccount.objects.filter(shop=shop, fund=fund)}
        nets = [(account, won) for account, won in sorted(summed.by_account.items()) if won]
        if not nets or any(won < 0 for _account, won in nets):
            # More was given back than taken: it is set off against what comes.
            this.result = 0
            return 0
        fee = fee_won(summed.won, terms.fee_bp)
        cause = f"voucher-day/{shop.pk}/{fund}/{day}"
        row = _row(shop, fund, day, summed, fee, cause, now)
        journal, legs = _post(this, shop, accounts, nets, fee, cause)
        row.save(force_insert=True)
        Spend.objects.filter(pk__in=[one.pk for one in summed.spends]).update(day=row)
        SpendBack.objects.filter(pk__in=[one.pk for one in summed.backs]).update(day=row)
        if row.won:
            payee = payee_for(this, PayeeOf(shop.programme, "shop", shop.name, owner_id=shop.merchant_id))
            involved = sorted({one.taken_by_id for one in summed.spends})
            what = f"{shop.name} {day}"
            owe(this, Owed(shop.programme, fund, cause, payee, row.won, journal, legs, what, involved))
        tell_redeemed(this, shop, row)
        this.record("voucher_shop_day", row.pk, won=row.won, shop=shop.pk)
        this.result = row.pk
    return 1


def _terms(shop: Shop) -> Redemption:
    case = find_case(shop.programme, shop.benefit)
    return (case.benefit.redemption if case is not None else None) or Redemption()


def _room(shop: Shop, fund: str, day: date, terms: Redemption) -> int | None:
    """Return what a shop may still be paid in the month of a day; None where there is no ceiling."""
    if terms.monthly_ceiling_won is None:
        return None
    month = ShopDay.objects.filter(shop=shop, fund=fund, day__gte=day.replace(day=1), day__lte=day)
    sums = month.aggregate(taken=Sum("taken_won", default=0), back=Sum("back_won", default=0))
    settled = int(sums["taken"]) - int(sums["back"])
    return max(0, terms.monthly_ceiling_won - settled)


def _sum(shop: Shop, fund: str, until: datetime, room: int | None) -> _Sum:
    """Return what is settled: in the order in which it was taken, as far as the ceiling goes."""
    summed = _Sum()
    open_spends: QuerySet[Spend] = Spend.objects.filter(
        shop=shop, wallet__fund=fund, day__isnull=True, taken_at__lt=until
    ).order_by("pk")
    open_backs = list(
        SpendBack.objects.filter(shop=shop, spend__wallet__fund=fund, day__isnull=True).order_by("pk")
    )
    mine: dict[int, list[SpendBack]] = {}
    for back in open_backs:
        mine.setdefault(back.spend_id, []).append(back)
    waiting = list(open_spends)
    own = {one.pk for one in waiting}
    # What was given back of spends that were settled before counts against what is taken now.
    for spend_id, some in mine.items():
        if spend_id not in own:
            _put_back(summed, some)
    for one in waiting:
        net = one.won - sum(back.won for back in mine.get(one.pk, ()))
        if room is not None and summed.won + net > room:
            break
        summed.take(one)
        _put_back(summed, mine.get(one.pk, ()))
    return summed


def _put_back(summed: _Sum, some: Iterable[SpendBack]) -> None:
    for one in some:
        summed.put_back(one)


def _row(shop: Shop, fund: str, day: date, summed: _Sum, fee: int, cause: str, now: datetime) -> ShopDay:
    taken = sum(one.won for one in summed.spends)
    back = sum(one.won for one in summed.backs)
    return ShopDay(
        shop=shop, fund=fund, day=day, taken_won=taken, back_won=back, fee_won=fee, won=taken - back - fee,
        cause=cause, made_at=now,
    )  # fmt: skip


def _post(
    this: Act,
    shop: Shop,
    accounts: dict[int, ShopAccount],
    nets: Sequence[tuple[int, int]],
    fee: int,
    cause: str,
) -> tuple[uuid.UUID, list[list[int]]]:
    """Move the fee, and hold the rest for the payment; return the hold and its legs."""
    places = {
        account: Place(of.fund, "spent", of.source, of.line, year=of.year) for account, of in accounts.items()
    }
    spent = open_places(this, shop.programme, [places[account] for account, _won in nets])
    fees = apportion(fee, [won for _account, won in nets])
    if fee:
        to = open_one(this, shop.programme, "voucher_fee", shop.benefit)
        moves = [move(account, to, part) for (account, _won), part in zip(nets, fees, strict=True) if part]
        post(this, key=f"vouchers/fee/{cause}", what="vouchers.fee", legs=moves)
    legs = [
        [account, spent[places[account]], won - part]
        for (account, won), part in zip(nets, fees, strict=True)
        if won > part
    ]
    holds = [hold(give, get, won) for give, get, won in legs]
    return post(this, key=f"vouchers/settle/{cause}", what="vouchers.settle", legs=holds).id, legs
