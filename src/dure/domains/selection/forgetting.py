"""What this subject keeps of persons, and how it goes when a programme's retention period is over.

Grounds of objections, answers to notices, the files of both, what was asked for again of documents, files of
measured points and the faulty cells in them; decisions, points, and what was answered to objections, stay:
they give the reasons of public acts.
"""

from __future__ import annotations

from uuid import UUID

from dure.domains.events.act import Act
from dure.domains.events.history import forget_history, tracked_models
from dure.domains.selection.models import Disqualification, DocumentRequest, Objection, PointsUpload


def files(programme: str) -> list[UUID]:
    """Return the ids of the files of objections, of answers to notices, and of measured points."""
    found = Objection.objects.filter(application__programme=programme, file__isnull=False)
    answers = Disqualification.objects.filter(place__programme=programme, answer_file__isnull=False)
    measured = PointsUpload.objects.filter(programme=programme)
    return sorted(
        {
            *found.values_list("file_id", flat=True),
            *answers.values_list("answer_file_id", flat=True),
            *measured.values_list("file_id", flat=True),
        }
    )


def count(programme: str) -> dict[str, int]:
    """Return how many objections, answers, faulty cells of points and requests still say something."""
    return {
        "objections": len(_saying(programme)),
        "statements": len(_stating(programme)),
        "points_uploads": len(_faulty(programme)),
        "document_requests": len(_asking(programme)),
    }


def forget(this: Act, programme: str) -> dict[str, int]:
    """Empty what objections, answers to notices, faulty cells and requests say, within the act."""
    ids = _saying(programme)
    Objection.objects.filter(pk__in=ids).update(grounds="", extended_reason="", refused_reason="")
    if Objection in tracked_models().values():
        forget_history(this, Objection, ids)
    stated = _stating(programme)
    Disqualification.objects.filter(pk__in=stated).update(answer="")
    if Disqualification in tracked_models().values():
        forget_history(this, Disqualification, stated)
    faulty = _faulty(programme)
    PointsUpload.objects.filter(pk__in=faulty).update(problems=[])
    asking = _asking(programme)
    DocumentRequest.objects.filter(pk__in=asking).update(note="")
    if DocumentRequest in tracked_models().values():
        forget_history(this, DocumentRequest, asking)
    emptied = {"objections": len(ids), "statements": len(stated), "points_uploads": len(faulty)}
    return emptied | {"document_requests": len(asking)}


def _asking(programme: str) -> list[int]:
    found = DocumentRequest.objects.filter(application__programme=programme).exclude(note="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def _stating(programme: str) -> list[int]:
    """Return the ids of the disqualifications whose answer still says something."""
    found = Disqualification.objects.filter(place__programme=programme).exclude(answer="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def _faulty(programme: str) -> list[int]:
    found = PointsUpload.objects.filter(programme=programme).exclude(problems=[])
    return list(found.order_by("pk").values_list("pk", flat=True))


def _saying(programme: str) -> list[int]:
    """Return the ids of the objections that still say something."""
    found = Objection.objects.filter(application__programme=programme).order_by("pk")
    return [one.pk for one in found if one.grounds or one.extended_reason or one.refused_reason]
