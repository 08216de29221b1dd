"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Evidence, what was typed and what experts wrote; answers, scores and levels stay, for ways of support rest on
them, under the receipt number.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dure.domains.diagnosis.models import DiagnosisEvidence, DiagnosisSheet
from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models


def files(programme: str) -> list[UUID]:
    """Return the ids of the files put with sheets."""
    found = DiagnosisEvidence.objects.filter(sheet__programme=programme)
    return list(found.order_by("file_id").values_list("file_id", flat=True).distinct())


def count(programme: str) -> dict[str, int]:
    """Return how many sheets bear notes, or something typed and not handed in."""
    return {"diagnoses": len(_telling(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty notes and what was typed, within the act."""
    ids = _telling(programme)
    DiagnosisSheet.objects.filter(pk__in=ids).update(note="", typed={}, changed_at=this.now)
    if DiagnosisSheet in tracked_models().values():
        forget_history(this, DiagnosisSheet, ids)
    return {"diagnoses": len(ids)}


def _telling(programme: str) -> list[int]:
    found = DiagnosisSheet.objects.filter(programme=programme).exclude(Q(note="") & Q(typed={}))
    return list(found.order_by("pk").values_list("pk", flat=True))
