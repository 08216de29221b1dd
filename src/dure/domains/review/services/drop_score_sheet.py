"""An executor's staff give up a spreadsheet that was checked and not taken over."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.review.models import ScoreUpload
from dure.domains.review.policies import may_score_for
from dure.domains.review.states import UPLOAD_STATES


def drop_score_sheet(*, actor: SignedActor, now: datetime, upload_id: int) -> None:
    """Give up an upload; one that was taken over stays so. Twice is once. Raises NotAllowed."""
    upload = ScoreUpload.objects.filter(pk=upload_id).first()
    if upload is None or not may_score_for(actor, upload.programme, upload.executor):
        raise NotAllowed
    with act("score_upload.drop", actor=actor, now=now) as this:
        move(this, UPLOAD_STATES, ScoreUpload, [upload_id], "drop")
