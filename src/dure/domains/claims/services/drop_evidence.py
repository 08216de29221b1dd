"""A claimant takes a piece of evidence out of a draft."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import Evidence
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.events.act import act


def drop_evidence(*, actor: SignedActor, now: datetime, evidence_id: int) -> None:
    """Delete it. Again is once. Raises NotAllowed, and Refused where the claim is no draft."""
    one = Evidence.objects.select_related("line__claim").filter(pk=evidence_id).first()
    if one is None:
        return
    allow_claiming(actor, one.line.claim)
    with act("claims.drop_evidence", actor=actor, now=now) as this:
        hold_draft(one.line.claim_id)
        gone, _ = Evidence.objects.filter(pk=evidence_id).delete()
        if gone:
            this.record("claim_line", one.line_id, dropped=evidence_id)
