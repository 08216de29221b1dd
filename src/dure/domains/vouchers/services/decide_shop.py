"""The issuer, or an officer, approves or refuses a registration; the tax service is asked once more."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.vouchers.models import Shop
from dure.domains.vouchers.policies import allow_running, refuse_same_person
from dure.domains.vouchers.registering import refuse_not_active
from dure.domains.vouchers.states import SHOP_STATES
from dure.engine.problems import msg, refuse


def decide_shop(*, actor: SignedActor, now: datetime, shop_id: int, approved: bool, answer: str = "") -> None:
    """Approve or refuse a registration.

    Raises NotAllowed, and Refused to whoever asked for it, without a reason where it is refused, for a
    business that is not active, and where it was decided before.
    """
    shop = Shop.objects.select_related("merchant").get(pk=shop_id)
    allow_running(actor, shop.programme, shop.issuer)
    refuse_same_person(actor, shop.asked_by_id)
    if not approved and not answer.strip():
        raise refuse("vouchers.reason", msg("say why: it is kept with what is done"))
    status = refuse_not_active(shop.merchant.business_no) if approved else ""
    with act("vouchers.decide_shop", actor=actor, now=now, reason=answer.strip()) as this:
        changes = {
            "decided_by_id": actor.user_id, "decided_at": now, "answer": answer.strip(),
            "business_status": status,
        }  # fmt: skip
        if not move(this, SHOP_STATES, Shop, [shop_id], "approve" if approved else "refuse", changes=changes):
            raise refuse("vouchers.decided", msg("this was decided, or taken back, already"))
