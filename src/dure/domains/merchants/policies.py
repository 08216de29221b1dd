"""Who may do what for a merchant."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.merchants.models import MerchantMember


def may_act_for(actor: SignedActor, merchant_id: int) -> bool:
    """Whoever is a member of it now; no role gives that right."""
    return MerchantMember.objects.visible_to(actor).filter(merchant_id=merchant_id).exists()


def allow_acting(actor: SignedActor, merchant_id: int) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_act_for(actor, merchant_id):
        raise NotAllowed


def allow_signed_in(actor: SignedActor) -> int:
    """Return the id of whoever has signed in; raise NotAllowed for nobody."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def may_decide_duplicates(actor: SignedActor) -> bool:
    """Officers do."""
    return actor.has("officer")


def allow_deciding_duplicates(actor: SignedActor) -> None:
    """Raise NotAllowed for everybody but officers."""
    if not may_decide_duplicates(actor):
        raise NotAllowed
