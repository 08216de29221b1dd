"""A claimant writes a line of a draft, or changes it: whatever was typed is kept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.drafting import MOST_LINES, LineSaid, set_said
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def save_line(
    *, actor: SignedActor, now: datetime, claim_id: int, said: LineSaid, key: str, line_id: int | None = None
) -> int:
    """Keep a line and return it; what is missing is told when the claim is handed in.

    Raises NotAllowed, and Refused where the claim is no draft, has no such line, or has too many.
    """
    allow_claiming(actor, Claim.objects.get(pk=claim_id))
    with act("claims.save_line", actor=actor, now=now, key=f"{claim_id}/{key}") as this:
        if this.repeated:
            return int(this.result)
        claim = hold_draft(claim_id)
        if line_id is None:
            last = ClaimLine.objects.filter(claim=claim).aggregate(last=Max("position"))["last"] or 0
            if last >= MOST_LINES:
                raise refuse(
                    "claims.many_lines", msg("a claim has {most} lines at most"), most=f"{MOST_LINES:,}"
                )
            line = ClaimLine(claim=claim, position=last + 1)
        else:
            found = ClaimLine.objects.filter(claim=claim, pk=line_id).first()
            if found is None:
                raise refuse("claims.gone", msg("this line is not there any more"))
            line = found
        set_said(line, said)
        line.save()
        this.record("claim_line", line.pk, claim=claim.pk)
        this.result = line.pk
        return line.pk
