"""An officer opens a stage: the seed's hash is published, and those who take part may be scored."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.selection.inputs import entrants
from dure.domains.selection.listing import listing_problems
from dure.domains.selection.models import Selection
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.services.commit_seed import commit_seed, seed_of
from dure.domains.selection.stages import stage_case
from dure.engine.problems import Refused, msg, refuse


def open_stage(*, actor: SignedActor, now: datetime, programme: str, stage: str) -> int:
    """Open a stage for scoring, or add those who have come since; return how many are new.

    At the first stage they are the accepted applications with each executor that they chose; later those who
    hold an accepted place at the stage before, where they hold it or at the executors that they have listed
    since. Raises NotAllowed, and Refused where
    nobody scores, the stage before is not published, executors can still be listed or nobody takes part.
    """
    allow_selecting(actor, programme)
    case = stage_case(programme, stage)
    if not case.stage.scored_by_people:
        raise refuse("selection.no_scoring", msg("nobody scores at this stage: there is nothing to open"))
    if case.before is None:
        commit_seed(actor=actor, now=now, programme=programme, stage=stage)
        return open_first_stage(actor=actor, now=now, programme=programme).added
    with act("selection.open_stage", actor=actor, now=now) as this:
        alone("selection", programme, case.before.id)
        seed_of(this, case)
        published = Selection.objects.filter(programme=programme, stage=case.before.id, state="published")
        if not published.exists():
            raise refuse("selection.before", msg("the selection of the stage before is not published yet"))
        waiting = [problem for problem in listing_problems(case, now) if problem.is_error]
        if waiting:
            raise Refused(waiting)
        pairs = [(one.application_id, choice) for one in entrants(case) for choice in one.choices]
        if not pairs:
            raise refuse("selection.nobody", msg("nobody takes part in this stage yet"))
        return open_scoring(this, programme=programme, stage=stage, entrants=pairs)
