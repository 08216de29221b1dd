"""The issuer notes that an order was paid: the voucher is there, all its sources in one journal (판매)."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move as move_state
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Held, move, post, take
from dure.domains.vouchers.accounts import CITIZENS, open_one
from dure.domains.vouchers.file import find_case
from dure.domains.vouchers.issuing import paid_source
from dure.domains.vouchers.models import Issue, Order, Wallet, WalletAccount
from dure.domains.vouchers.opening import coded, new_code
from dure.domains.vouchers.ordering import wallet_codes
from dure.domains.vouchers.policies import allow_running, refuse_same_person
from dure.domains.vouchers.states import ORDER_STATES
from dure.domains.vouchers.telling import tell_bought
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def pay_order(*, actor: SignedActor, now: datetime, order_id: int, receipt: str) -> int:
    """Note that an order was paid, under the bank's number (``receipt``), and return the wallet.

    Raises NotAllowed to all but the issuer's staff and officers, and Refused: to the buyer, without the
    number, with one that paid for another order, and where the order lapsed, was taken back or paid before.
    """
    order = Order.objects.select_related("issue").get(pk=order_id)
    issue = order.issue
    allow_running(actor, issue.programme, issue.issuer)
    refuse_same_person(actor, order.user_id)
    number = receipt.strip()
    if not number:
        raise refuse("vouchers.receipt", msg("say under which number the bank booked it"))
    with act("vouchers.pay_order", actor=actor, now=now) as this:
        done = Wallet.objects.filter(order=order).first()
        if done is not None and Order.objects.filter(pk=order_id, receipt=number).exists():
            return done.pk
        if Order.objects.filter(issue=issue, receipt=number).exists():
            raise refuse("vouchers.receipt_used", msg("this number paid for another order already"))
        changes = {"decided_by_id": actor.user_id, "decided_at": now, "receipt": number}
        if not move_state(this, ORDER_STATES, Order, [order_id], "pay", changes=changes):
            raise refuse("vouchers.not_ordered", msg("this order does not wait for a payment any more"))
        wallet = _wallet(this, order, issue)
        _post(this, order, issue, wallet)
        tell_bought(this, wallet)
    return wallet.pk


def _wallet(this: Act, order: Order, issue: Issue) -> Wallet:
    today = day_of(this.now)
    made = Wallet.objects.create(
        kind="voucher", programme=issue.programme, benefit=issue.benefit, issuer=issue.issuer,
        cause=f"order/{order.pk}", order=order, owner_user_id=order.user_id, fund=issue.fund, line=issue.line,
        year=issue.year, face_won=order.face_won, **coded(new_code()), starts_on=today,
        ends_on=today + timedelta(days=issue.good_days), opened_at=this.now,
    )  # fmt: skip
    this.record("wallet", made.pk, won=order.face_won, issue=issue.pk)
    return made


def _post(this: Act, order: Order, issue: Issue, wallet: Wallet) -> None:
    """Take what was held of room and discount, and add what the citizen paid."""
    case = find_case(issue.programme, issue.benefit)
    source = (paid_source(case) if case is not None else None) or CITIZENS
    paid = open_one(this, issue.programme, "voucher_paid", f"{issue.benefit}/{issue.issuer}", guard="none")
    code = wallet_codes(issue.programme, order.hold, [source])[source]
    own = open_accounts(this, [NewAccount(code, "voucher_wallet", issue.programme)])[code]
    legs = [take(Held(order.hold, n), *leg) for n, leg in enumerate(order.legs, start=1)]
    post(
        this,
        key=f"vouchers/pay_order/{order.pk}",
        what="vouchers.sell",
        legs=[*legs, move(paid, own, order.paid_won)],
    )
    sources = [name for name, _share in issue.bearers]
    by_account = dict(zip([leg[1] for leg in order.legs[1:]], _named(order, sources), strict=True))
    WalletAccount.objects.bulk_create(
        [
            WalletAccount(wallet=wallet, account_id=own, back_id=paid, source=source, paid=True),
            *(
                WalletAccount(wallet=wallet, account_id=account, back_id=line, source=by_account[account])
                for line, account, _won in order.legs[1:]
            ),
        ]
    )


def _named(order: Order, sources: list[str]) -> list[str]:
    """Return the source of each leg of the discount; a source whose part rounded to nothing has none."""
    from dure.engine.money.vouchers import sale_of

    sale = sale_of(order.face_won, order.issue.discount_bp, [(s, b) for s, b in order.issue.bearers])
    return [name for name in sources if sale.borne_won.get(name)]
