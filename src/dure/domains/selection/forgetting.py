"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Grounds of objections and their files; decisions and answers stay, for they give the reasons of public acts.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models
from dure.domains.selection.models import Objection


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that objections brought."""
    found = Objection.objects.filter(application__programme=programme, file__isnull=False)
    return list(found.order_by("file_id").values_list("file_id", flat=True))


def count(programme: str) -> dict[str, int]:
    """Return how many objections still say something."""
    return {"objections": len(_saying(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty what objections say, within the act."""
    ids = _saying(programme)
    Objection.objects.filter(pk__in=ids).update(grounds="", extended_reason="", refused_reason="")
    if Objection in tracked_models().values():
        forget_history(this, Objection, ids)
    return {"objections": len(ids)}


def _saying(programme: str) -> list[int]:
    """Return the ids of the objections that still say something."""
    found = Objection.objects.filter(application__programme=programme).order_by("pk")
    return [one.pk for one in found if one.grounds or one.extended_reason or one.refused_reason]
