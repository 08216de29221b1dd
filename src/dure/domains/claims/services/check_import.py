"""A spreadsheet of lines is tried on a draft: nothing of it is taken over yet."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.importing import MOST_BYTES, MOST_FAULTS, read_for
from dure.domains.claims.models import Claim, ClaimImport
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.events.act import act
from dure.domains.uploads.services.keep import keep_file


def check_import(*, actor: SignedActor, now: datetime, claim_id: int, name: str, content: bytes) -> int:
    """Keep the file with what is wrong in it, and return it; the same file again is the same one.

    Raises NotAllowed, and Refused where the claim is no draft and where the file cannot be read at all.
    """
    allow_claiming(actor, Claim.objects.get(pk=claim_id))
    digest = hashlib.sha256(content).hexdigest()
    with act("claims.check_import", actor=actor, now=now) as this:
        claim = hold_draft(claim_id)
        before = ClaimImport.objects.filter(claim=claim, digest=digest).first()
        if before is not None:
            return int(before.pk)
        # Kept first: it is looked at for what does harm before it is read. What cannot be read goes again.
        kept = keep_file(this, purpose="claim_lines", name=name, content=content, most_bytes=MOST_BYTES)
        rows, faults = read_for(claim, content, name)
        made = ClaimImport.objects.create(
            claim=claim, file=kept, digest=digest, rows=len(rows),
            won=sum(row.supply_won + row.vat_won for row in rows),
            faults=[
                {
                    "row": one.row, "column": one.column, "code": one.problem.code,
                    "message": one.problem.message, "params": dict(one.problem.params),
                }
                for one in faults[:MOST_FAULTS]
            ],
            made_by_id=actor.user_id or 0, made_at=now,
        )  # fmt: skip
        this.record("claim", claim.pk, rows=len(rows), faults=len(faults))
        return made.pk
