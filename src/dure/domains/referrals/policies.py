"""Who may ask for a referral, hand over, and tell what a body answered."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.benefits.policies import allow_granting
from dure.domains.benefits.policies import may_grant as may_grant
from dure.domains.selection.policies import is_own
from dure.engine.problems import msg, refuse


def is_own_referral(actor: SignedActor, application_id: int) -> bool:
    """Say whether somebody acts for the merchant who is referred."""
    return is_own(actor, application_id)


def allow_asking(actor: SignedActor, application_id: int) -> None:
    """Raise NotAllowed for everybody who does not act for the merchant."""
    if not is_own_referral(actor, application_id):
        raise NotAllowed


def allow_telling(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody but officers, Refused for who stands near to a business in it."""
    allow_granting(actor, programme)


def refuse_own_word(actor: SignedActor, asked_by: int) -> None:
    """Raise Refused where somebody would answer what they asked for themselves."""
    if actor.user_id == asked_by:
        raise refuse("referrals.same_person", msg("you asked for this yourself: somebody else has to do it"))
