"""A file of measured points is checked against what stands: nothing of it is taken over yet."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.selection.measured import difference, layout, refuse_other_stage
from dure.domains.selection.measuring import refuse_fixed, taking_part
from dure.domains.selection.models import PointsUpload
from dure.domains.selection.policies import allow_selecting, refuse_own_business
from dure.domains.selection.stages import stage_case
from dure.domains.uploads.services.keep import keep_file
from dure.files.score_sheets import read_score_sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_PROBLEMS = 500
"""So many are kept to be shown; the count is of all."""


def check_points(
    *, actor: SignedActor, now: datetime, programme: str, stage: str, name: str, content: bytes
) -> int:
    """Keep a file with what it would change and what is wrong in it; return the id of the upload.

    The file that was handed in last, handed in again, is the same upload unless it was faulty or dropped.
    Raises NotAllowed, and Refused where it cannot be read at all, where the stage takes no points, and where
    a selection rests on them already.
    """
    allow_selecting(actor, programme)
    refuse_own_business(actor, programme)
    case = stage_case(programme, stage)
    refuse_other_stage(case)
    sha256 = hashlib.sha256(content).hexdigest()
    with act("points.check", actor=actor, now=now) as this:
        alone("selection", programme, stage)
        refuse_fixed(case)
        of_stage = PointsUpload.objects.filter(programme=programme, stage=stage)
        last = of_stage.filter(state__in=("checked", "applied")).order_by("-pk").first()
        if last is not None and last.sha256 == sha256:
            return last.pk
        # Kept first: it is looked at for what does harm before it is read. What cannot be read goes again.
        kept = keep_file(this, purpose="points", name=name, content=content, most_bytes=MOST_BYTES)
        rows = read_score_sheet(content, name, layout())
        found = difference(case, taking_part(case), rows)
        upload = PointsUpload.objects.create(
            programme=programme,
            stage=stage,
            file=kept,
            sha256=sha256,
            state="faulty" if found.problems else "checked",
            counts={**found.counts(), "rows": len(rows)},
            problems=[
                {"code": p.code, "message": p.message, "params": dict(p.params)}
                for p in found.problems[:MOST_PROBLEMS]
            ],
            problem_count=len(found.problems),
            base=found.base,
            made_by_id=actor.user_id,
            made_at=now,
        )
        this.record("points_upload", upload.pk, stage=stage, sha256=sha256, **found.counts())
        return upload.pk
