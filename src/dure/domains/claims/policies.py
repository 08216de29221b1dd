"""Who may do what with claims: claimants, officers and accountants are different people."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.policies import acts_for_executor
from dure.domains.claims.models import Claim, ClaimLine
from dure.domains.funds.policies import may_manage
from dure.domains.matching.policies import acts_for_provider
from dure.domains.merchants.policies import may_act_for
from dure.engine.problems import msg, refuse


def may_claim(actor: SignedActor, claim: Claim) -> bool:
    """Whoever acts for the claimant: the executor's staff, the provider's, or a member of the merchant."""
    if claim.side == "executor":
        return actor.holds("executor_staff", claim.executor, claim.programme, left=True)
    if claim.side == "provider":
        return claim.provider is not None and acts_for_provider(actor, claim.provider)
    return claim.application is not None and may_act_for(actor, claim.application.merchant_id)


def allow_claiming(actor: SignedActor, claim: Claim) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_claim(actor, claim):
        raise NotAllowed


def may_decide(actor: SignedActor, claim: Claim) -> bool:
    """Officers of the programme who act for no executor of it, nor for the merchant or provider concerned."""
    if not may_manage(actor, claim.programme):
        return False
    merchant = claim.application is not None and may_act_for(actor, claim.application.merchant_id)
    provider = claim.provider is not None and acts_for_provider(actor, claim.provider)
    return not merchant and not provider


def allow_deciding(actor: SignedActor, claim: Claim) -> None:
    """Raise NotAllowed for everybody but officers, Refused for those who act for somebody concerned."""
    if not actor.may_in(claim.programme, "officer"):
        raise NotAllowed
    if not may_decide(actor, claim):
        raise refuse("claims.own_side", msg("you act for a side of this: another officer has to do it"))


def refuse_same_person(actor: SignedActor, *others: int | None) -> None:
    """Raise Refused for somebody who did an earlier step of the same line."""
    if actor.user_id in others:
        raise refuse(
            "claims.same_person", msg("you did an earlier step of this: somebody else has to do this one")
        )


def claimants(line: ClaimLine) -> tuple[int | None, ...]:
    """Return who began the claim and who handed it in: neither of them decides."""
    return (line.claim.made_by_id, line.claimed_by_id)


def may_compare(actor: SignedActor, programme: str) -> bool:
    """Settlement accountants of the programme who act for none of its executors."""
    return actor.may_in(programme, "accountant") and not acts_for_executor(actor, programme)


def allow_comparing(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody but accountants, Refused for those who act for one of its executors."""
    if not actor.may_in(programme, "accountant"):
        raise NotAllowed
    if acts_for_executor(actor, programme):
        raise refuse("claims.own_side", msg("you act for a side of this: another officer has to do it"))


def may_publish_prices(actor: SignedActor, programme: str, executor: str) -> bool:
    """The executor's own staff."""
    return actor.holds("executor_staff", executor, programme, left=True)
