"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Grounds of objections and their files, files of measured points and the faulty cells in them; decisions,
answers and the points stay, for they give the reasons of public acts.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models
from dure.domains.selection.models import Objection, PointsUpload


def files(programme: str) -> list[UUID]:
    """Return the ids of the files that objections brought, and of those with measured points."""
    found = Objection.objects.filter(application__programme=programme, file__isnull=False)
    measured = PointsUpload.objects.filter(programme=programme)
    return [
        *found.order_by("file_id").values_list("file_id", flat=True),
        *measured.order_by("file_id").values_list("file_id", flat=True),
    ]


def count(programme: str) -> dict[str, int]:
    """Return how many objections still say something, and how many files of points keep faulty cells."""
    return {"objections": len(_saying(programme)), "points_uploads": len(_faulty(programme))}


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty what objections and faulty cells say, within the act."""
    ids, faulty = _saying(programme), _faulty(programme)
    Objection.objects.filter(pk__in=ids).update(grounds="", extended_reason="", refused_reason="")
    if Objection in tracked_models().values():
        forget_history(this, Objection, ids)
    PointsUpload.objects.filter(pk__in=faulty).update(problems=[])
    return {"objections": len(ids), "points_uploads": len(faulty)}


def _faulty(programme: str) -> list[int]:
    found = PointsUpload.objects.filter(programme=programme).exclude(problems=[])
    return list(found.order_by("pk").values_list("pk", flat=True))


def _saying(programme: str) -> list[int]:
    """Return the ids of the objections that still say something."""
    found = Objection.objects.filter(application__programme=programme).order_by("pk")
    return [one.pk for one in found if one.grounds or one.extended_reason or one.refused_reason]
