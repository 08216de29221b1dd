"""A claimant takes a line out of a draft."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.events.act import act


def drop_line(*, actor: SignedActor, now: datetime, line_id: int) -> None:
    """Delete a line with its evidence; its files go with those that nothing belongs to.

    Again is once. Raises NotAllowed, and Refused where the claim is no draft.
    """
    line = ClaimLine.objects.select_related("claim").filter(pk=line_id).first()
    if line is None:
        return
    allow_claiming(actor, line.claim)
    with act("claims.drop_line", actor=actor, now=now) as this:
        hold_draft(line.claim_id)
        gone, _ = ClaimLine.objects.filter(pk=line_id).delete()
        if gone:
            this.record("claim_line", line_id, claim=line.claim_id)
