"""The rows of a spreadsheet that was tried become lines of the draft: all of them, once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.drafting import MOST_LINES
from dure.domains.claims.importing import read_for
from dure.domains.claims.models import ClaimImport, ClaimLine, Evidence
from dure.domains.claims.models_evidence import NUMBERED
from dure.domains.claims.policies import allow_claiming
from dure.domains.claims.reading import hold_draft
from dure.domains.events.act import act
from dure.domains.funds.evidence import number_of
from dure.domains.uploads.queries import read_file
from dure.engine.problems import msg, refuse


def take_import(*, actor: SignedActor, now: datetime, import_id: int) -> int:
    """Add a line for each row, with the number of its evidence; return how many. Again adds none.

    Raises NotAllowed, and Refused where the file has faults, the claim is no draft or would have too many.
    """
    tried = ClaimImport.objects.select_related("claim", "file").get(pk=import_id)
    allow_claiming(actor, tried.claim)
    if tried.faults:
        raise refuse("claims.faulty_import", msg("the spreadsheet has faults: mend them and try it again"))
    content = read_file(tried.file)
    with act("claims.take_import", actor=actor, now=now) as this:
        claim = hold_draft(tried.claim_id)
        # Changed first: whoever comes second finds it taken.
        taken = ClaimImport.objects.filter(pk=import_id, taken_at__isnull=True).update(taken_at=now)
        if not taken:
            return 0
        rows, _faults = read_for(claim, content, tried.file.name)
        last = ClaimLine.objects.filter(claim=claim).aggregate(last=Max("position"))["last"] or 0
        if last + len(rows) > MOST_LINES:
            raise refuse("claims.many_lines", msg("a claim has {most} lines at most"), most=f"{MOST_LINES:,}")
        lines = ClaimLine.objects.bulk_create(
            ClaimLine(
                claim=claim, position=last + n, line=row.line, cost_type=row.cost_type, what=row.what,
                payee=row.payee, spent_on=row.spent_on, supply_won=row.supply_won, vat_won=row.vat_won,
                row=row.row,
            )
            for n, row in enumerate(rows, start=1)
        )  # fmt: skip
        Evidence.objects.bulk_create(
            Evidence(
                line=line, kind=row.kind, number=number_of(row.number) if row.kind in NUMBERED else "",
                put_by_id=actor.user_id or 0, put_at=now,
            )
            for line, row in zip(lines, rows, strict=True)
            if row.kind
        )  # fmt: skip
        this.record("claim", claim.pk, lines=len(lines))
        return len(lines)
