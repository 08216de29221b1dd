"""A reviewer of a panel scores one case: as a draft, or submitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.review.conflicts import barred_pairs
from dure.domains.review.gates import refuse_decided
from dure.domains.review.marks import criteria, read_marks
from dure.domains.review.models import Assignment
from dure.domains.review.panels import RUNNING, sits_as_officer
from dure.domains.review.rounds import is_free_to_change, round_review
from dure.domains.review.sheets import Saved, Whose, write_sheet
from dure.domains.review.states import ASSIGNMENT_STATES
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def save_review(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    round_id: str,
    application_id: int,
    marks: Mapping[str, str],
    comment: str,
    submit: bool,
    version: int | None,
    remarks: Mapping[str, str] | None = None,
) -> Saved:
    """Keep a reviewer's marks and remarks, and submit them.

    What is submitted changes only once an officer gave it back; or until it is due, in a round that shows
    reviewers nothing of what others gave.
    Raises NotAllowed, and Refused with the problem of each criterion, where the case is not assigned to the
    reviewer or in conflict, before the declaration of conflicts, where the stage is not scored, and of
    whoever runs or supervises the programme.
    """
    if actor.user_id is None or not actor.may_in(programme, "reviewer"):
        raise NotAllowed
    if actor.may_in(programme, *RUNNING):
        raise sits_as_officer()
    review = round_review(programme, round_id)
    if review is None or review.round is None or not review.by_panel:
        raise refuse("panel.round", msg("there is no such round of review by a panel"))
    read = read_marks(review, marks, whole=submit)
    with act("review.save", actor=actor, now=now) as this:
        hold_open(this, programme, review.stage.id)
        mine = Assignment.objects.filter(
            programme=programme, round=round_id, application_id=application_id, declared_at__isnull=False
        ).of(actor)
        held = mine.select_for_update().first()
        if held is None:
            raise refuse("review.case", msg("this case is not assigned to you"))
        refuse_decided(review, application_id)
        if barred_pairs(review, [actor.user_id], now, only=[application_id]) & {
            (application_id, actor.user_id)
        }:
            # Before the case is taken away, which is a moment later: no mark of theirs may come to count.
            raise refuse("review.conflict", msg("a conflict of interest with this case was found"))
        whose = Whose(
            programme, review.stage.id, application_id,
            reviewer_id=actor.user_id, round=review.sheet_round,
        )  # fmt: skip
        told = None if remarks is None else {name: remarks.get(name, "") for name in criteria(review)}
        assert review.round is not None, "a panel scores in a round"
        saved = write_sheet(
            this, whose, read, comment=comment, submit=submit, version=version, remarks=told,
            fast=not is_free_to_change(review.round, now),
        )  # fmt: skip
        if submit and held.state == "assigned":
            move(this, ASSIGNMENT_STATES, Assignment, [held.pk], "score")
        return saved
