"""Vouchers that were bought and whose time is over end: their rest goes back to who bore it (소멸).

Credit ends with its grant. What the citizen paid and never spent is kept apart, on an account of the issuer.
"""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move as move_state
from dure.domains.ledger.posting import move, post
from dure.domains.vouchers.accounts import left_of, open_one, parts_of
from dure.domains.vouchers.models import Wallet
from dure.domains.vouchers.spending import hold_wallet
from dure.domains.vouchers.states import WALLET_STATES
from dure.engine.law.deadlines import day_of


def expire_wallets(*, actor: SignedActor, now: datetime) -> int:
    """End bought vouchers that are good no more; return how many. Raises NotAllowed to people."""
    allow_service_alone(actor)
    due = Wallet.objects.filter(kind="voucher", state="open", ends_on__lte=day_of(now)).order_by("pk")
    return sum(_expire(actor, now, pk) for pk in due.values_list("pk", flat=True))


def _expire(actor: SignedActor, now: datetime, wallet_id: int) -> int:
    with act("vouchers.expire", actor=actor, now=now) as this:
        wallet = hold_wallet(wallet_id)
        parts = [part for part in parts_of(wallet) if part.free_won]
        changes = {"ended_at": now, "returned_won": left_of(parts)}
        if not move_state(this, WALLET_STATES, Wallet, [wallet_id], "expire", changes=changes):
            return 0
        if parts:
            lapsed = _lapsed(this, wallet)
            legs = [move(part.account, lapsed if part.paid else part.back, part.free_won) for part in parts]
            post(this, key=f"vouchers/expire/{wallet_id}", what="vouchers.expire", legs=legs)
    return 1


def _lapsed(this: Act, wallet: Wallet) -> int:
    return open_one(this, wallet.programme, "voucher_lapsed", f"{wallet.benefit}/{wallet.issuer}")
