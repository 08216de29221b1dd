"""An officer cancels a grant, or closes one that was used: what is left goes back to its line."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.benefits.ending import end, hold_benefits
from dure.domains.benefits.following import settle_open
from dure.domains.benefits.models import Grant, GrantUse
from dure.domains.benefits.policies import allow_granting
from dure.domains.benefits.states import OPEN_USES
from dure.domains.benefits.telling import tell_cancelled
from dure.domains.events.act import act
from dure.domains.funds.entitling import entitlements, total_of
from dure.engine.problems import msg, refuse


def end_grant(*, actor: SignedActor, now: datetime, grant_id: int, cancelled: bool, reason: str) -> int:
    """End a grant and return the won that went back.

    ``cancelled``: taken away, and the merchant is told why; else closed because it was used: what is on its
    way to be paid is paid. Raises NotAllowed, and Refused without a reason, where something of what is to be
    cancelled is claimed or to be paid, where a use waits for its confirmation, and where it ended before.
    """
    grant = Grant.objects.get(pk=grant_id)
    allow_granting(actor, grant.programme)
    if not reason.strip():
        raise refuse("benefits.reason", msg("say why: it is kept with the grant"))
    name = "benefits.cancel" if cancelled else "benefits.close"
    with act(name, actor=actor, now=now, reason=reason.strip()) as this:
        hold_benefits(grant.programme, [grant])
        own = entitlements(grant.programme, grant.fund, [grant.application_id], grant.benefit)
        if cancelled and total_of(own.get(grant.application_id, {}).values()).held:
            raise refuse(
                "benefits.held", msg("something of it is claimed or waits to be paid: decide that first")
            )
        if GrantUse.objects.filter(grant=grant, state__in=OPEN_USES).exists():
            raise refuse("benefits.open_uses", msg("uses wait for their confirmation: decide them first"))
        why, note = ("officer", reason.strip()) if cancelled else ("closed", reason.strip())
        ended = end(
            this, grant.programme, [grant_id], "cancel" if cancelled else "close", why=why, note=note,
            key=f"grant/{grant_id}",
        )  # fmt: skip
        if not ended:
            raise refuse("benefits.ended", msg("this grant has ended already"))
        if cancelled:
            tell_cancelled(this, ended, {"ko": note, "en": note})
        settle_open(this, grant.programme)
        return int(Grant.objects.values_list("returned_won", flat=True).get(pk=grant_id))
