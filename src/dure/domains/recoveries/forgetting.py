"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Facts, statements and objections in words, and the files that came with them. Amounts, days and states stay.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history
from dure.domains.recoveries.models import CaseFile, RecoveryCase, RecoveryObjection


def files(programme: str) -> list[UUID]:
    """Return the ids of the files of cases."""
    found = CaseFile.objects.filter(case__programme=programme).values_list("file_id", flat=True)
    return sorted(set(found))


def count(programme: str) -> dict[str, int]:
    """Return how many cases have words."""
    return {"recovery_cases": len(_told(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty what was said, and what was kept of changes, within the act."""
    ids = _told(programme)
    RecoveryCase.objects.filter(pk__in=ids).update(facts="", statement="")
    forget_history(this, RecoveryCase, ids)
    objections = list(RecoveryObjection.objects.filter(case_id__in=ids).values_list("pk", flat=True))
    RecoveryObjection.objects.filter(pk__in=objections).update(grounds="")
    forget_history(this, RecoveryObjection, objections)
    return {"recovery_cases": len(ids)}


def _told(programme: str) -> list[int]:
    found = RecoveryCase.objects.filter(programme=programme).order_by("pk").only("pk", "facts")
    return [one.pk for one in found if one.facts]
