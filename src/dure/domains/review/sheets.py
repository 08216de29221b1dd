"""One score sheet is written: made where it is missing, refused where somebody else changed it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.review.marks import Marks
from dure.domains.review.models import ScoreSheet
from dure.domains.review.states import SHEET_STATES
from dure.engine.problems import msg, refuse

LONGEST_COMMENT = 4000
LONGEST_REMARK = 1000


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose sheet: of one application at one stage, an executor's or (``executor`` empty) a reviewer's."""

    programme: str
    stage: str
    application_id: int
    executor: str = ""
    reviewer_id: int | None = None
    round: str = ""
    """The round of the stage, for a reviewer in another than the first."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The sheet as it stands now."""

    total: int | None
    state: str
    version: int


def write_sheet(
    this: Act,
    whose: Whose,
    marks: Marks,
    *,
    comment: str,
    submit: bool,
    version: int | None,
    remarks: Mapping[str, str] | None = None,
    fast: bool = False,
) -> Saved:
    """Write a sheet and submit it, or keep it as a draft; what is submitted stays submitted.

    ``version`` is what the form was filled in from (None: there was no sheet). The same again changes
    nothing, whatever the version; without ``remarks`` those that stand stay. Raises Refused where somebody
    else changed it meanwhile, and where it is ``fast``: submitted, and to be given back before it changes.
    """
    comment = comment.strip()[:LONGEST_COMMENT]
    said = {name: text.strip()[:LONGEST_REMARK] for name, text in (remarks or {}).items() if text.strip()}
    sheet, new = ScoreSheet.objects.get_or_create(
        stage=whose.stage,
        application_id=whose.application_id,
        executor=whose.executor,
        reviewer_id=whose.reviewer_id,
        round=whose.round,
        defaults={
            "programme": whose.programme,
            "items": marks.items,
            "total": marks.total,
            "comment": comment,
            "remarks": said,
            "scored_by_id": this.actor.user_id,
            "changed_at": this.now,
        },
    )
    sheet = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    if remarks is None:
        said = sheet.remarks
    stood = (sheet.items, sheet.total, sheet.comment, sheet.remarks)
    if not new and stood != (marks.items, marks.total, comment, said):
        if sheet.version != (version or 0):
            raise refuse(
                "score.changed",
                msg(
                    "these scores were changed meanwhile, by a colleague or in another window: compare with"
                    " what stands now; saving again takes its place"
                ),
            )
        if sheet.state == "submitted" and fast:
            raise refuse(
                "review.submitted",
                msg("this review is submitted: ask the officer to give it back before you change it"),
            )
        if sheet.state == "submitted" and marks.total is None:
            raise refuse("score.submitted", msg("these scores are submitted: none of them can be taken away"))
        before = sheet.total
        sheet.items, sheet.total, sheet.comment = marks.items, marks.total, comment
        sheet.remarks = said
        sheet.scored_by_id = this.actor.user_id
        sheet.changed_at = this.now
        sheet.version += 1
        sheet.save(
            update_fields=["items", "total", "comment", "remarks", "scored_by_id", "changed_at", "version"]
        )
        this.record("score_sheet", sheet.pk, **_told(whose), total=marks.total, before=before)
    elif new:
        this.record("score_sheet", sheet.pk, **_told(whose), total=marks.total)
    if submit and sheet.state == "draft":
        move(
            this,
            SHEET_STATES,
            ScoreSheet,
            [sheet.pk],
            "submit",
            changes={"submitted_at": this.now},
            details=_told(whose),
        )
        sheet.state = "submitted"
    return Saved(sheet.total, sheet.state, sheet.version)


def _told(whose: Whose) -> dict[str, object]:
    told: dict[str, object] = {"application": whose.application_id, "stage": whose.stage}
    told |= {"round": whose.round} if whose.round else {}
    return told | ({"executor": whose.executor} if whose.executor else {})
