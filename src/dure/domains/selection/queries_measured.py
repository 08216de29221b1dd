"""Measured points as officers read them: files with what they brought, and the points of one application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.selection.measured import NUMBER, POINTS, points_standing
from dure.domains.selection.measuring import are_fixed as are_fixed
from dure.domains.selection.measuring import taking_part
from dure.domains.selection.models import MeasuredPoints, PointsUpload
from dure.domains.selection.stages import StageCase
from dure.engine.selection.plan import score_text
from dure.files.decisions import csv_bytes

SHOWN = 20
"""So many of the newest files are listed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Points of an application at a stage, and the file that brought them."""

    stage: str
    points: int
    file: str
    sha256: str
    at: datetime | None
    reason: str


def uploads(actor: SignedActor, programme: str, stage: str) -> list[PointsUpload]:
    """Return the newest files of points of a stage, the newest first."""
    found = PointsUpload.objects.visible_to(actor).filter(programme=programme, stage=stage)
    return list(found.select_related("file").order_by("-pk")[:SHOWN])


def points_upload(actor: SignedActor, upload_id: int) -> PointsUpload | None:
    """Return one file of points that an actor may see, or None."""
    return PointsUpload.objects.visible_to(actor).filter(pk=upload_id).select_related("file").first()


def measured_of(actor: SignedActor, application_id: int) -> list[Measured]:
    """Return the points that an application was given, the newest first; those before stay to be seen."""
    rows = MeasuredPoints.objects.visible_to(actor).filter(application=application_id)
    return [
        Measured(
            one.stage,
            one.points,
            one.upload.file.name,
            one.upload.sha256,
            one.upload.applied_at,
            one.upload.reason,
        )
        for one in rows.select_related("upload__file").order_by("-pk")[:SHOWN]
    ]


def points_template(case: StageCase) -> bytes:
    """Return a csv of those who take part: receipt numbers, and the points that stand, to be filled in."""
    stands = points_standing(case.programme.id, case.stage.id)
    rows = ([number, score_text(stands.get(pk))] for number, pk in sorted(taking_part(case).items()))
    return csv_bytes([NUMBER, POINTS], rows)
