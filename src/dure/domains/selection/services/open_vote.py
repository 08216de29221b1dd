"""An officer fixes the candidates of a stage's public vote: those who take part in the stage."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.selection.inputs import entrants
from dure.domains.selection.missing import entering_problems
from dure.domains.selection.policies import allow_selecting
from dure.domains.selection.services.commit_seed import seed_of
from dure.domains.selection.stages import stage_case
from dure.domains.voting.services.prepare_vote import prepare_vote
from dure.engine.problems import Refused, msg, refuse


def open_vote(*, actor: SignedActor, now: datetime, programme: str, stage: str) -> int:
    """Fix the candidates of a stage, or add those who have come since; return how many are new.

    The hash of the seed that decides between equal votes is public from then on. Raises NotAllowed, and
    Refused where the stage has no vote, where it is not known yet who takes part, and once it has begun.
    """
    allow_selecting(actor, programme)
    case = stage_case(programme, stage)
    if not case.stage.has_vote:
        raise refuse("vote.none", msg("this stage has no public vote"))
    with act("vote.open", actor=actor, now=now) as this:
        alone("selection", programme, stage if case.before is None else case.before.id)
        lacking = [problem for problem in entering_problems(case, now) if problem.is_error]
        if lacking:
            raise Refused(lacking)
        seed_of(this, case)
        ids = [one.application_id for one in entrants(case)]
        return prepare_vote(this, version=case.version, stage=stage, application_ids=ids)
