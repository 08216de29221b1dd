"""Who had a part in the diagnosis of an application: its experts."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet


def experts_of_forms(application_id: int, forms: Collection[str]) -> frozenset[int]:
    """Return who was to diagnose an application by some forms as an expert, whatever came of it."""
    found = DiagnosisSheet.objects.filter(
        application_id=application_id, form__in=list(forms), filled_by=EXPERT, expert_id__isnull=False
    )
    return frozenset(pk for pk in found.values_list("expert_id", flat=True) if pk is not None)
