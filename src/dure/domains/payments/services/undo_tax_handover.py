"""Another officer takes back that tax was handed over, by a counter-entry."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.funds.policies import refuse_same_person
from dure.domains.ledger.posting import move, post
from dure.domains.payments.accounts import open_payout
from dure.domains.payments.models import TaxHandover
from dure.domains.payments.policies import allow_managing
from dure.engine.problems import msg, refuse


def undo_tax_handover(*, actor: SignedActor, now: datetime, handover_id: int, reason: str) -> None:
    """Post it back with a reason; the row stays and says so.

    Raises NotAllowed, and Refused to whoever noted it, without a reason, and where it is taken back already.
    """
    one = TaxHandover.objects.get(pk=handover_id)
    allow_managing(actor, one.programme)
    refuse_same_person(actor, one.handed_by_id)
    if not reason.strip():
        raise refuse("payments.answer", msg("say why"))
    with act("payments.undo_tax_handover", actor=actor, now=now, reason=reason.strip()) as this:
        one = TaxHandover.objects.select_for_update().get(pk=handover_id)
        if one.undone_at is not None:
            raise refuse("payments.tax_undone", msg("this was taken back already"))
        TaxHandover.objects.filter(pk=handover_id).update(
            undone_by_id=actor.user_id, undone_at=now, undone_reason=reason.strip()
        )
        ids = open_payout(this, one.programme)
        legs = [move(ids["payout_tax_paid"], ids["payout_tax"], one.won)]
        post(this, key=f"payments/tax/{one.pk}/undo", what="payments.undo_tax_handover", legs=legs)
        this.record("tax_handover", one.pk, undone=True, won=one.won)
