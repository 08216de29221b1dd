"""The register of mail-order businesses is asked for a business, and what it says is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.merchants.mail_order import registrations
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.policies import may_act_for
from dure.engine.problems import msg, refuse

AT_MOST_EVERY = timedelta(minutes=1)
FIELD = "mail_order_no"
ORIGIN: Final = "fair_trade"


def ask_mail_order(*, actor: SignedActor, now: datetime, merchant_id: int) -> str:
    """Ask for the report of a mail-order business in operation and keep its number; returns it.

    Members may, and officers. Asked again within a minute: what is known. Raises NotAllowed; Refused where
    the register does not answer or has none in operation: then what the merchant told stays as it is, and
    a document is asked for.
    """
    if not (may_act_for(actor, merchant_id) or actor.may_in("", "officer")):
        raise NotAllowed
    known = Merchant.objects.only("business_no", FIELD, "origins").get(pk=merchant_id)
    if known.mail_order_no and _asked_lately(known.origins, now):
        return known.mail_order_no
    alive = [one for one in registrations(known.business_no) if one.in_operation]
    if not alive:
        raise refuse(
            "mail_order.not_there",
            msg("the register of mail-order businesses has no report in operation of this business"),
        )
    with act("merchant.ask_mail_order", actor=actor, now=now) as this:
        merchant = Merchant.objects.select_for_update().get(pk=merchant_id)
        told = {FIELD: alive[0].number, f"has_{FIELD}": True}
        changed = {name: value for name, value in told.items() if getattr(merchant, name) != value}
        before = merchant.origins.get(FIELD)
        for name, value in changed.items():
            setattr(merchant, name, value)
        # Asked and answered the same is checked anew too.
        merchant.origins = with_origin(merchant.origins, told, ORIGIN, now)
        if changed:
            merchant.version += 1
            merchant.changed_at = now
        merchant.save(update_fields=[*changed, "origins", "version", "changed_at"])
        if changed or before != merchant.origins.get(FIELD):
            this.record("merchant", merchant.pk, register="mail_order", changed=sorted(changed))
    return alive[0].number


def _asked_lately(origins: dict[str, list[str]], now: datetime) -> bool:
    """Say whether the register answered within a minute."""
    origin, at, *_before = origins.get(FIELD) or ["", ""]
    return origin == ORIGIN and now - datetime.fromisoformat(at) < AT_MOST_EVERY
