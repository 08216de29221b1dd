"""Who may do what with money that is taken back."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.payments.policies import acts_for
from dure.domains.recoveries.models import RecoveryCase
from dure.engine.problems import msg, refuse


def may_handle(actor: SignedActor, case: RecoveryCase) -> bool:
    """Officers of the programme who do not act for the party."""
    return actor.may_in(case.programme, "officer") and not acts_for(actor, case.payee_id)


def allow_handling(actor: SignedActor, programme: str, payee_id: int) -> None:
    """Raise NotAllowed for everybody but officers, Refused for those who act for the party."""
    if not actor.may_in(programme, "officer"):
        raise NotAllowed
    if acts_for(actor, payee_id):
        raise refuse("recoveries.own", msg("you act for this party: another officer has to do it"))


def allow_party(actor: SignedActor, case: RecoveryCase) -> None:
    """Raise NotAllowed for everybody but those who act for the party, once it was told."""
    if case.noticed_at is None or not acts_for(actor, case.payee_id):
        raise NotAllowed


def refuse_earlier(actor: SignedActor, *others: int | None) -> None:
    """Raise Refused for somebody who did an earlier step of the same case, or of what was paid."""
    if actor.user_id in others:
        raise refuse(
            "recoveries.same_person",
            msg("you did an earlier step of this: another officer has to do this one"),
        )
