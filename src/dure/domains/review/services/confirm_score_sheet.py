"""The scores of a checked spreadsheet are taken over, all in one act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.transitions import move
from dure.domains.review.bulk import Wanted, difference
from dure.domains.review.layouts import layout_of
from dure.domains.review.models import ScoreSheet, ScoreUpload
from dure.domains.review.policies import may_score_for
from dure.domains.review.rounds import stage_review
from dure.domains.review.sheets import LONGEST_COMMENT
from dure.domains.review.states import SHEET_STATES, UPLOAD_STATES
from dure.domains.review.windows import hold_open
from dure.domains.uploads.queries import read_file
from dure.engine.problems import msg, refuse
from dure.files.score_sheets import read_score_sheet


def confirm_score_sheet(*, actor: SignedActor, now: datetime, upload_id: int) -> int:
    """Submit the scores of an upload and return how many were new or changed. Twice is once.

    Raises NotAllowed, and Refused where the upload has faults, was dropped or waits for the scanner, where
    whoever confirms what a colleague uploaded conflicts with one of its applicants, where scores changed
    since it was checked, and where the stage is not scored any more.
    """
    upload = ScoreUpload.objects.select_related("file").filter(pk=upload_id).first()
    if upload is None or not may_score_for(actor, upload.programme, upload.executor):
        raise NotAllowed
    review = stage_review(upload.programme, upload.stage)
    assert review is not None, "the stage was there when the file was checked"
    rows = read_score_sheet(read_file(upload.file), upload.file.name, layout_of(review, "ko"))
    with act("score_upload.confirm", actor=actor, now=now, key=str(upload_id)) as this:
        if this.repeated:
            return int(this.result)
        hold_open(this, upload.programme, upload.stage)
        found = difference(review, upload.executor, rows, actor=actor, hold=True)
        if found.problems or upload.state == "faulty":
            raise refuse("scores.faulty", msg("the spreadsheet has errors: mend them and upload it again"))
        if found.base != upload.base:
            raise refuse(
                "scores.changed",
                msg("scores were changed since this spreadsheet was checked: upload it again to see how"),
            )
        _write(this, upload, [*found.new, *found.changed])
        if not move(this, UPLOAD_STATES, ScoreUpload, [upload_id], "apply", changes={"applied_at": now}):
            raise refuse("scores.dropped", msg("this spreadsheet was given up: upload it again"))
        this.result = len(found.new) + len(found.changed)
        return int(this.result)


def _write(this: Act, upload: ScoreUpload, wanted: Sequence[Wanted]) -> None:
    """Write sheets in one statement, an event for each, and submit those that are drafts."""
    wanted = sorted(wanted, key=lambda one: one.application_id)
    ids = [one.application_id for one in wanted]
    before = dict(
        ScoreSheet.objects.filter(
            stage=upload.stage, executor=upload.executor, application_id__in=ids
        ).values_list("application_id", "total")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO review_scoresheet (programme, stage, application_id, executor, reviewer_id, items,
                total, comment, remarks, state, scored_by_id, changed_at, version)
            SELECT %s, %s, t.application_id, %s, NULL, t.items, t.total, coalesce(t.comment, ''),
                coalesce(t.remarks, '{}'), 'draft', %s, %s, 1
            FROM unnest(%s::bigint[], %s::jsonb[], %s::int[], %s::text[], %s::jsonb[])
                AS t(application_id, items, total, comment, remarks)
            ORDER BY t.application_id
            ON CONFLICT (stage, application_id, executor, reviewer_id, round) DO UPDATE SET
                items = EXCLUDED.items, total = EXCLUDED.total,
                comment = CASE WHEN review_scoresheet.application_id = ANY(%s) THEN review_scoresheet.comment
                    ELSE EXCLUDED.comment END,
                remarks = CASE WHEN review_scoresheet.application_id = ANY(%s) THEN review_scoresheet.remarks
                    ELSE EXCLUDED.remarks END,
                scored_by_id = EXCLUDED.scored_by_id, changed_at = EXCLUDED.changed_at,
                version = review_scoresheet.version + 1
            RETURNING id, application_id, total, state
            """,
            [
                *(upload.programme, upload.stage, upload.executor, this.actor.user_id, this.now),
                ids,
                [json.dumps(one.marks.items) for one in wanted],
                [one.marks.total for one in wanted],
                [None if one.comment is None else one.comment[:LONGEST_COMMENT] for one in wanted],
                [None if one.remarks is None else json.dumps(one.remarks) for one in wanted],
                [one.application_id for one in wanted if one.comment is None],
                [one.application_id for one in wanted if one.remarks is None],
            ],
        )
        rows = sorted(cursor.fetchall())
    told = {"stage": upload.stage, "executor": upload.executor, "upload": upload.pk}
    for pk, application_id, total, _ in rows:
        this.record(
            "score_sheet",
            pk,
            application=application_id,
            total=total,
            before=before.get(application_id),
            **told,
        )
    drafts = [pk for pk, _, _, state in rows if state == "draft"]
    move(this, SHEET_STATES, ScoreSheet, drafts, "submit", details=told)
