"""A citizen has a voucher paid back: unused, or what is left once enough of it was spent (환불)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move as move_state
from dure.domains.ledger.posting import hold, move, post
from dure.domains.payments.owing import Owed, PayeeOf, owe, payee_for
from dure.domains.vouchers.accounts import Part, left_of, parts_of
from dure.domains.vouchers.models import Issue, Wallet
from dure.domains.vouchers.spending import hold_wallet
from dure.domains.vouchers.states import WALLET_STATES
from dure.domains.vouchers.telling import tell_refunded
from dure.engine.money.vouchers import may_refund
from dure.engine.problems import msg, refuse


def refund_wallet(*, actor: SignedActor, now: datetime, wallet_id: int) -> int:
    """End a voucher of one's own and have its rest paid back; return the won that the citizen is paid.

    The citizen gets what is left of what was paid for it; the discount goes back to who bore it. Raises
    NotAllowed to others, and Refused where too little of it was spent, nothing is left, or it ended before.
    """
    if (
        actor.user_id is None
        or not Wallet.objects.filter(pk=wallet_id, kind="voucher", owner_user_id=actor.user_id).exists()
    ):
        raise NotAllowed
    with act("vouchers.refund", actor=actor, now=now) as this:
        wallet = hold_wallet(wallet_id)
        assert wallet.order is not None
        issue = wallet.order.issue
        parts = [part for part in parts_of(wallet) if part.free_won]
        left = left_of(parts)
        if wallet.state != "open":
            raise refuse("vouchers.ended", msg("this voucher is not good any more"))
        if not may_refund(wallet.face_won, wallet.face_won - left, issue.refund_from_bp):
            raise refuse(
                "vouchers.refund_early",
                msg("what is left is paid back once {share} % of the voucher were spent"),
                share=issue.refund_from_bp // 100,
            )
        changes = {"ended_at": now, "returned_won": left}
        move_state(this, WALLET_STATES, Wallet, [wallet_id], "refund", changes=changes)
        _return(this, wallet, issue, [part for part in parts if not part.paid], left)
        own = [part for part in parts if part.paid]
        if own:
            _pay(this, wallet, own)
        tell_refunded(this, wallet, left_of(own))
    return left_of(own)


def _return(this: Act, wallet: Wallet, issue: Issue, borne: Sequence[Part], left: int) -> None:
    """Move the discount back to its bearers, and the face value back to what can be sold."""
    legs = [move(issue.sold_id, issue.room_id, left)]
    legs += [move(part.account, part.back, part.free_won) for part in borne]
    post(this, key=f"vouchers/refund/{wallet.pk}", what="vouchers.refund", legs=legs)


def _pay(this: Act, wallet: Wallet, own: Sequence[Part]) -> uuid.UUID:
    """Hold what the citizen paid and has left, and owe it."""
    legs = [[part.account, part.back, part.free_won] for part in own]
    held = post(
        this,
        key=f"vouchers/refund/{wallet.pk}/pay",
        what="vouchers.refund",
        legs=[hold(give, get, won) for give, get, won in legs],
    )
    assert wallet.owner_user_id is not None
    owner = User.objects.get(pk=wallet.owner_user_id)
    payee = payee_for(this, PayeeOf(wallet.programme, "person", owner.email, owner_id=owner.pk))
    owe(
        this,
        Owed(
            wallet.programme, wallet.fund, f"voucher-refund/{wallet.pk}", payee, left_of(own), held.id, legs,
            "상품권 환불", [owner.pk],
        ),
    )  # fmt: skip
    return held.id
