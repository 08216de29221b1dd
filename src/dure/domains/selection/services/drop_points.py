"""An officer gives up a file of measured points that was checked and not taken over."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.selection.models import PointsUpload
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.states import POINTS_STATES


def drop_points(*, actor: SignedActor, now: datetime, upload_id: int) -> None:
    """Give up an upload; one that was taken over stays so. Twice is once. Raises NotAllowed."""
    upload = PointsUpload.objects.get(pk=upload_id)
    allow_selecting(actor, upload.programme)
    with act("points.drop", actor=actor, now=now) as this:
        move(this, POINTS_STATES, PointsUpload, [upload_id], "drop")
