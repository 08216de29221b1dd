"""An officer signs for the agency: the agreement is in force."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.leaving import open_desk
from dure.domains.agreements.following import tell_followers
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.policies import allow_running
from dure.domains.agreements.states import AGREEMENT_STATES, PROPOSAL_STATES
from dure.domains.agreements.taken import refuse_taken
from dure.domains.agreements.telling import tell_side
from dure.domains.agreements.versions import current_terms, refuse_above_money
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.domains.programmes.leaving import note_executor_left
from dure.engine.problems import msg, refuse


def put_agreement_in_force(*, actor: SignedActor, now: datetime, agreement_id: int) -> None:
    """Sign after the executor.

    Raises NotAllowed, and Refused where the executor has not signed, to whoever signed for it, and where
    places are taken meanwhile.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    allow_running(actor, agreement.programme)
    with act("agreement.put_in_force", actor=actor, now=now, key=str(agreement_id)) as this:
        if this.repeated:
            return
        alone("agreements", agreement.programme)
        agreement.refresh_from_db(fields=["signed_by_id", "number"])
        if agreement.signed_by_id is not None and agreement.signed_by_id == actor.user_id:
            raise refuse("agreement.same_person", msg("who signed for one side cannot sign for the other"))
        refuse_taken(agreement.programme, {stage for stage, n in current_terms(agreement).places if n})
        refuse_above_money(agreement.programme, (), ())
        changes = {"in_force_by_id": actor.user_id, "in_force_at": now}
        if not move(this, AGREEMENT_STATES, Agreement, [agreement_id], "put_in_force", changes=changes):
            raise refuse("agreement.not_signed", msg("the executor has not signed this agreement"))
        changed = {"changed_at": now}
        if not move(this, PROPOSAL_STATES, Proposal, [agreement.proposal_id], "agree", changes=changed):
            raise refuse("agreement.not_chosen", msg("only a firm that was chosen gets an agreement"))
        open_desk(this, organisation_id=agreement.organisation_id, programme=agreement.programme)
        note_executor_left(this, programme=agreement.programme, executor=agreement.executor, left_on=None)
        tell_followers(this, agreement.programme)
        tell_side(
            this, agreement, msg("The agreement is in force."), to="executor", key=f"in_force/{agreement_id}"
        )
