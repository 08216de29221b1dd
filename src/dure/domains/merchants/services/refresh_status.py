"""The tax service is asked anew where a business stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.adapters.business_status import BusinessStatus, Status
from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.policies import may_act_for
from dure.domains.merchants.services.register import status_columns
from dure.domains.merchants.tax_service import tax_service
from dure.engine.problems import msg, refuse

AT_MOST_EVERY = timedelta(minutes=1)


def refresh_status(*, actor: SignedActor, now: datetime, merchant_id: int) -> str:
    """Ask for the business status and keep it; returns it. Asked again within a minute: what is known.

    Members may, and officers. Raises NotAllowed, and Refused where the tax service does not answer or knows
    no such number; then everything stays as it is.
    """
    if not (may_act_for(actor, merchant_id) or actor.may_in("", "officer")):
        raise NotAllowed
    known = Merchant.objects.only("business_no", "business_status", "status_asked_at").get(pk=merchant_id)
    if known.status_asked_at and now - known.status_asked_at < AT_MOST_EVERY and known.business_status:
        return known.business_status
    with tax_service() as asked:
        answer = asked.status([known.business_no])[known.business_no]
    if answer.status is Status.UNREGISTERED:
        raise refuse("merchant.unregistered", msg("the tax service knows no business with this number"))
    return keep_status(actor=actor, now=now, merchant_id=merchant_id, answer=answer)


def keep_status(*, actor: SignedActor, now: datetime, merchant_id: int, answer: BusinessStatus) -> str:
    """Keep an answer of the tax service; a profile that it changes is a new version of it."""
    with act("merchant.refresh_status", actor=actor, now=now) as this:
        merchant = Merchant.objects.select_for_update().get(pk=merchant_id)
        columns, asked_at = status_columns(answer), merchant.status_asked_at
        changed = {name: value for name, value in columns.items() if getattr(merchant, name) != value}
        for name, value in changed.items():
            setattr(merchant, name, value)
        merchant.status_asked_at = now
        # Asked and answered the same is checked anew too.
        merchant.origins = with_origin(merchant.origins, columns, "tax_service", now)
        if changed:
            merchant.version += 1
            merchant.changed_at = now
        merchant.save(update_fields=[*changed, "origins", "status_asked_at", "version", "changed_at"])
        if changed or asked_at != now:  # the same answer of the same instant is told once
            this.record("merchant", merchant.pk, business_status=answer.status.value, changed=sorted(changed))
    return answer.status.value
