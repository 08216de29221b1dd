"""A citizen orders a voucher: the discount is held for it until it is paid (구매 신청)."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.vouchers.models import Issue, Order
from dure.domains.vouchers.ordering import bought_won, hold_sale
from dure.domains.vouchers.spending import as_told
from dure.engine.law.deadlines import day_of
from dure.engine.money.vouchers import room_won, sale_of
from dure.engine.problems import Refused, msg, refuse

PAID_WITHIN = timedelta(hours=24)
LEAST_WON = 1_000


def order_voucher(
    *, actor: SignedActor, now: datetime, issue_id: int, face_won: int, buyer: str, key: str
) -> int:
    """Order a voucher for a verified person (``buyer``), once under ``key``; return the order.

    Raises NotAllowed for who has not signed in, and Refused: not on sale, an amount that is not in whole
    thousands, more than a person buys in a month, more than is left to sell, and where a bearer of the
    discount has no money left.
    """
    if actor.user_id is None:
        raise NotAllowed
    issue = Issue.objects.get(pk=issue_id)
    if not buyer:
        raise refuse("vouchers.unverified", msg("your identity has to be verified first"))
    if face_won <= 0 or face_won % LEAST_WON:
        raise refuse("vouchers.thousands", msg("vouchers are sold in whole thousands of won"))
    month = day_of(now).replace(day=1)
    with act("vouchers.order", actor=actor, now=now, key=f"{actor.user_id}/{issue_id}/{key}") as this:
        if this.repeated:
            done = Order.objects.get(pk=this.result)
            as_told(this, (done.face_won, done.buyer), (face_won, buyer))
            return done.pk
        alone("voucher_buyer", issue.programme, issue.benefit, issue.issuer, buyer, month)
        if not Issue.objects.filter(pk=issue_id, state="on_sale").exists():
            raise refuse("vouchers.off_sale", msg("these vouchers are not on sale any more"))
        bought = bought_won(issue.programme, issue.benefit, issue.issuer, buyer, month)
        room = room_won(issue.monthly_won, bought)
        if room is not None and face_won > room:
            raise refuse("vouchers.month", msg("you can buy {won} won more this month"), won=f"{room:,}")
        sale = sale_of(face_won, issue.discount_bp, [(source, share) for source, share in issue.bearers])
        try:
            journal, legs = hold_sale(this, issue, sale)
        except Refused as refused:
            if [problem.code for problem in refused.problems] != ["ledger.short"]:
                raise
            raise refuse("vouchers.sold_out", msg("there are not as many vouchers left")) from None
        made = Order.objects.create(
            issue=issue, user_id=actor.user_id, buyer=buyer, month=month, face_won=face_won,
            paid_won=sale.paid_won, hold=journal, legs=legs, ordered_at=now, pay_until=now + PAID_WITHIN,
        )  # fmt: skip
        this.record("voucher_order", made.pk, won=face_won)
        this.result = made.pk
    return made.pk
