"""The points of a checked file are taken over, all in one act."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.selection.measured import difference, layout
from dure.domains.selection.measuring import refuse_fixed, taking_part
from dure.domains.selection.models import MeasuredPoints, PointsUpload
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import stage_case
from dure.domains.selection.states import POINTS_STATES
from dure.domains.uploads.queries import read_file
from dure.engine.problems import msg, refuse
from dure.files.score_sheets import read_score_sheet


def apply_points(*, actor: SignedActor, now: datetime, upload_id: int, reason: str = "") -> int:
    """Take the points of an upload over and return how many were new or changed. Twice is once.

    Points that stood stay kept beside the new ones; replacing them needs a ``reason``. Raises NotAllowed, and
    Refused where the upload has faults or was dropped, where points or who takes part changed since it was
    checked, and where a selection rests on the points already.
    """
    upload = PointsUpload.objects.select_related("file").get(pk=upload_id)
    allow_selecting(actor, upload.programme)
    refuse_own_business(actor, upload.programme)
    case = stage_case(upload.programme, upload.stage)
    rows = read_score_sheet(read_file(upload.file), upload.file.name, layout())
    with act("points.apply", actor=actor, now=now, reason=reason.strip(), key=str(upload_id)) as this:
        if this.repeated:
            return int(this.result)
        alone("selection", upload.programme, upload.stage)
        refuse_fixed(case)
        found = difference(case, taking_part(case), rows)
        if found.problems or upload.state == "faulty":
            raise refuse("points.faulty", msg("the file has errors: mend them and upload it again"))
        if found.base != upload.base:
            raise refuse(
                "points.changed",
                msg("points or applicants changed since this file was checked: upload it again to see how"),
            )
        if found.changed and not reason.strip():
            raise refuse("points.reason", msg("say why points that stand are replaced: it is kept with them"))
        changes = {"applied_at": now, "applied_by_id": actor.user_id, "reason": reason.strip()}
        told = {"stage": upload.stage, "new": len(found.new), "changed": len(found.changed)}
        if not move(this, POINTS_STATES, PointsUpload, [upload_id], "apply", changes=changes, details=told):
            raise refuse("points.dropped", msg("this file was given up: upload it again"))
        MeasuredPoints.objects.bulk_create(
            (
                MeasuredPoints(
                    upload=upload,
                    programme=upload.programme,
                    stage=upload.stage,
                    application_id=application_id,
                    points=points,
                )
                for application_id, points in sorted((found.new | found.changed).items())
            ),
            batch_size=5000,
        )
        this.result = len(found.new) + len(found.changed)
        return int(this.result)
