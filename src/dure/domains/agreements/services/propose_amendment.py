"""One side of an agreement proposes a new version to the other."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.holding import held_in_force
from dure.domains.agreements.models_agreement import Agreement, Amendment
from dure.domains.agreements.policies import side_of
from dure.domains.agreements.taken import refuse_taken
from dure.domains.agreements.telling import shortened, tell_side
from dure.domains.agreements.versions import (
    current_terms,
    refuse_above_money,
    refuse_above_quota,
    refuse_unfit_terms,
)
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.executors.terms import Terms, changes_between, plain_of
from dure.engine.problems import msg, refuse


def propose_amendment(
    *, actor: SignedActor, now: datetime, agreement_id: int, terms: Terms, reason: str
) -> int:
    """Propose terms with a reason and return the amendment's id; it counts once the other side approves.

    Raises NotAllowed, and Refused without a reason, for terms that cannot be or change nothing, for places
    that are taken or more than there are, and while another amendment is open.
    """
    agreement = Agreement.objects.select_related("organisation").get(pk=agreement_id)
    side = side_of(actor, agreement)
    if not reason.strip():
        raise refuse("amendment.reason", msg("say why: the reason is kept with the amendment"))
    refuse_unfit_terms(agreement.programme, terms)
    with act("agreement.propose_amendment", actor=actor, now=now, reason=reason.strip()) as this:
        alone("agreements", agreement.programme)
        held = held_in_force(agreement_id)
        changes = changes_between(current_terms(held), terms)
        if not changes:
            raise refuse("amendment.nothing", msg("nothing has changed"))
        refuse_taken(agreement.programme, {one.which for one in changes if one.part == "places"})
        refuse_above_quota(agreement.programme, [terms], [agreement_id])
        refuse_above_money(agreement.programme, [terms], [agreement_id])
        made = Amendment.objects.create(
            agreement=held,
            base=held.number,
            terms=plain_of(terms),
            side=side,
            reason=reason.strip(),
            proposed_by_id=actor.user_id or 0,
            proposed_at=now,
        )
        this.record("amendment", made.pk, agreement=agreement_id, parts=sorted({one.part for one in changes}))
        tell_side(
            this, agreement, msg("An amendment of the agreement is proposed."),
            to="officer" if side == "executor" else "executor", key=f"amendment/{made.pk}",
            more=shortened(reason),
        )  # fmt: skip
        return made.pk
