"""An executor's staff score one applicant on the rubric: as a draft, or submitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.review.bulk import IN_PROCESS
from dure.domains.review.marks import criteria, read_marks
from dure.domains.review.models import Entrant
from dure.domains.review.policies import allow_scoring_for
from dure.domains.review.rounds import stage_review
from dure.domains.review.sheets import Saved, Whose, write_sheet
from dure.domains.review.staff import refuse_unfit
from dure.domains.review.windows import hold_open
from dure.engine.problems import msg, refuse


def save_scores(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    stage: str,
    executor: str,
    application_id: int,
    marks: Mapping[str, str],
    comment: str,
    submit: bool,
    version: int | None,
    remarks: Mapping[str, str] | None = None,
) -> Saved:
    """Keep marks and remarks by criterion, and submit them; they may change until the stage closes.

    ``version`` is that of the sheet which the form was filled in from. Twice is once. Raises NotAllowed, and
    Refused with the problem of each criterion, where the applicant is not scored here, where who scores has a
    conflict of interest or has not declared yet, where the stage is not scored (any more), and where a
    colleague changed the sheet meanwhile.
    """
    allow_scoring_for(actor, programme, executor)
    review = stage_review(programme, stage)
    if review is None or not review.by_executors:
        raise refuse("score.stage", msg("executors do not score this stage"))
    read = read_marks(review, marks, whole=submit)
    with act("score_sheet.save", actor=actor, now=now) as this:
        hold_open(this, programme, stage)
        entrants = Entrant.objects.filter(
            programme=programme, stage=stage, executor=executor, application_id=application_id
        )
        held = entrants.filter(application__state__in=IN_PROCESS).select_for_update(of=("self",))
        if held.first() is None:
            raise refuse("score.entrant", msg("this applicant is not scored here at this stage"))
        refuse_unfit(actor, review, application_id)
        whose = Whose(programme, stage, application_id, executor)
        said = None if remarks is None else {name: remarks.get(name, "") for name in criteria(review)}
        return write_sheet(this, whose, read, comment=comment, submit=submit, version=version, remarks=said)
