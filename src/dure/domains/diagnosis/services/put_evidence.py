"""A file is put with an item of a sheet, or taken out again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.diagnosis.forms import forms_of
from dure.domains.diagnosis.locking import hold_sheet, refuse_handed_in, sheet_of
from dure.domains.diagnosis.models import DiagnosisEvidence, DiagnosisSheet
from dure.domains.diagnosis.policies import allow_filling
from dure.domains.events.act import act
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse


def put_evidence(
    *, actor: SignedActor, now: datetime, sheet_id: int, item: str, name: str, content: bytes | None
) -> None:
    """Keep a file (PDF, JPG or PNG up to 20 MB) with an item of evidence; no ``content``: take it out.

    Raises NotAllowed, and Refused for an item that takes no file, for a file that cannot be taken, and once
    the sheet is handed in.
    """
    allow_filling(actor, sheet_of(sheet_id))
    with act("diagnosis.put_evidence", actor=actor, now=now) as this:
        # Files come before applications in the order of locks, but a new one locks nothing.
        sheet = hold_sheet(sheet_id)
        refuse_handed_in(sheet)
        items = {one.id for one in forms_of(sheet.version)[sheet.form].items if one.kind == "evidence"}
        if item not in items:
            raise refuse("diagnosis.item", msg("this item takes no file"))
        standing = DiagnosisEvidence.objects.filter(sheet=sheet, item=item, taken_out_at__isnull=True)
        there = standing.update(taken_out_at=now)
        if content is None:
            if there:
                this.record("diagnosis_sheet", sheet.pk, taken_out=item)
            return
        kept = keep_file(this, purpose="diagnosis", name=name, content=content)
        DiagnosisEvidence.objects.create(sheet=sheet, item=item, file=kept, added_at=now)
        DiagnosisSheet.objects.filter(pk=sheet.pk).update(changed_at=now)
        this.record("diagnosis_sheet", sheet.pk, put=item)
