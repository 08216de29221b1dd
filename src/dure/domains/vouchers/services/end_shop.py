"""A registration ends: the shop leaves, or is taken off; what it took until then is still paid."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.policies import may_act_for
from dure.domains.vouchers.models import Shop
from dure.domains.vouchers.policies import allow_running
from dure.domains.vouchers.states import SHOP_STATES
from dure.engine.problems import msg, refuse


def end_shop(*, actor: SignedActor, now: datetime, shop_id: int, reason: str) -> None:
    """End a registration, or take the request for one back.

    Raises NotAllowed for who neither acts for the shop nor runs the vouchers, and Refused without a reason
    and where it ended before.
    """
    shop = Shop.objects.get(pk=shop_id)
    own = may_act_for(actor, shop.merchant_id)
    if not own:
        allow_running(actor, shop.programme, shop.issuer)
    if not reason.strip():
        raise refuse("vouchers.reason", msg("say why: it is kept with what is done"))
    with act("vouchers.end_shop", actor=actor, now=now, reason=reason.strip()) as this:
        name = "take_back" if own and shop.state == "asked" else "end"
        changes = {"ended_at": now, "answer": reason.strip()}
        if not move(this, SHOP_STATES, Shop, [shop_id], name, changes=changes):
            raise refuse("vouchers.decided", msg("this was decided, or taken back, already"))
