"""Which sheet of a form counts for an application: one, of the newest round, the expert's first."""

from __future__ import annotations

from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.events.act import Act


def count_anew(this: Act, application_id: int, form: str) -> None:
    """Mark the sheet that counts, within an act that holds the application's row."""
    handed_in = DiagnosisSheet.objects.filter(application_id=application_id, form=form, state="handed_in")
    best = max(handed_in, key=lambda sheet: (sheet.round, sheet.filled_by == EXPERT), default=None)
    # Off first: no two may count at any instant.
    marked = DiagnosisSheet.objects.filter(application_id=application_id, form=form, counts=True)
    (marked.exclude(pk=best.pk) if best else marked).update(counts=False)
    if best is not None and not best.counts:
        DiagnosisSheet.objects.filter(pk=best.pk).update(counts=True)
        this.record("diagnosis_sheet", best.pk, counts=True)
