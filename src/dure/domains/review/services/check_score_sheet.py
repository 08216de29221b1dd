"""A spreadsheet of scores is checked against what stands: nothing of it is taken over yet."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.review.bulk import difference
from dure.domains.review.layouts import layout_of
from dure.domains.review.models import ScoreUpload
from dure.domains.review.policies import allow_scoring_for
from dure.domains.review.rounds import stage_review
from dure.domains.review.windows import hold_open
from dure.domains.uploads.services.keep import keep_file
from dure.engine.problems import msg, refuse
from dure.files.score_sheets import read_score_sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_PROBLEMS = 500
"""So many are kept to be shown; the count is of all."""


def check_score_sheet(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    stage: str,
    executor: str,
    name: str,
    content: bytes,
) -> int:
    """Keep a spreadsheet with what it would change and what is wrong in it; returns the id of the upload.

    Raises NotAllowed, and Refused where the file cannot be read at all, and where the stage is not scored
    (any more).
    """
    allow_scoring_for(actor, programme, executor)
    review = stage_review(programme, stage)
    if review is None or not review.by_executors:
        raise refuse("score.stage", msg("executors do not score this stage"))
    with act("score_upload.check", actor=actor, now=now) as this:
        hold_open(this, programme, stage)
        # Kept first: it is looked at for what does harm before it is read. What cannot be read goes again.
        kept = keep_file(this, purpose="scores", name=name, content=content, most_bytes=MOST_BYTES)
        rows = read_score_sheet(content, name, layout_of(review, "ko"))
        found = difference(review, executor, rows, actor=actor)
        upload = ScoreUpload.objects.create(
            programme=programme,
            stage=stage,
            executor=executor,
            file=kept,
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
        this.record("score_upload", upload.pk, stage=stage, executor=executor, **found.counts())
        return upload.pk
