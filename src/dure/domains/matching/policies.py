"""Who may do what in matching."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.models import Role
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.matching.models import Match, PairRule, Provider, supported_by
from dure.domains.merchants.policies import may_act_for


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme):
        raise NotAllowed


def may_plan(actor: SignedActor, programme: str, executor: str) -> bool:
    """Officers where the agency runs the rounds (``executor`` is empty), else the executor's staff alone."""
    if not executor:
        return may_run(actor, programme)
    return actor is SYSTEM or actor.holds(Role.EXECUTOR_STAFF, executor, programme)


def allow_planning(actor: SignedActor, programme: str, executor: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_plan(actor, programme, executor):
        raise NotAllowed


def allow_touching(actor: SignedActor, programme: str, executor: str, application_id: int) -> None:
    """Raise NotAllowed to who does not plan rounds, and to staff about whom their executor does not support.

    Nor do staff touch the pairs of somebody with whom they have a conflict of interest.
    """
    allow_planning(actor, programme, executor)
    if not executor or actor is SYSTEM:
        return
    if not supported_by(actor).filter(application_id=application_id, executor=executor).exists():
        raise NotAllowed


def may_lift(actor: SignedActor, rule: PairRule) -> bool:
    """Officers lift every rule; an executor's staff its own, about those whom they may touch."""
    if may_run(actor, rule.programme):
        return True
    own = bool(rule.executor) and may_plan(actor, rule.programme, rule.executor)
    return own and supported_by(actor).filter(application_id=rule.application_id).exists()


def allow_lifting(actor: SignedActor, rule: PairRule) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_lift(actor, rule):
        raise NotAllowed


def may_close(actor: SignedActor, programme: str, executor: str) -> bool:
    """Whoever runs the rounds, and officers: they may drop, close and take apart what an executor runs."""
    return may_run(actor, programme) or may_plan(actor, programme, executor)


def allow_closing(actor: SignedActor, programme: str, executor: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_close(actor, programme, executor):
        raise NotAllowed


def may_take_apart(actor: SignedActor, match: Match) -> bool:
    """Say whether somebody may end a match for neither side.

    That are officers, and staff of the executor that runs its round as long as it supports the merchant.
    """
    if may_run(actor, match.programme):
        return True
    runs = bool(match.round.executor) and may_plan(actor, match.programme, match.round.executor)
    return runs and supported_by(actor).filter(application_id=match.application_id).exists()


def may_decide_providers(actor: SignedActor) -> bool:
    """Officers whose role is for all programmes: a provider belongs to none."""
    return actor is SYSTEM or actor.may_in("", "officer")


def allow_deciding(actor: SignedActor) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_decide_providers(actor):
        raise NotAllowed


def acts_for_provider(actor: SignedActor, provider: Provider) -> bool:
    """Say whether somebody holds the provider's role in its organisation, for all programmes."""
    return actor.holds(provider.kind, provider.organisation.code)


def allow_provider(actor: SignedActor, provider: Provider) -> None:
    """Raise NotAllowed for everybody else."""
    if not acts_for_provider(actor, provider):
        raise NotAllowed


def reads_as_staff(actor: SignedActor, match: Match) -> bool:
    """Say whether somebody reads a match for the agency, the ministry or the executor that supports it.

    That is the executor at which the merchant holds a place, and not whoever else it once chose.
    """
    if actor.may_in(match.programme, "officer", "ministry"):
        return True
    return supported_by(actor).filter(application_id=match.application_id).exists()


def side_of(actor: SignedActor, match: Match) -> str:
    """Return for which side of a match somebody speaks: merchant or provider; raises NotAllowed for none.

    Nobody is on both: such pairs are not made.
    """
    if acts_for_provider(actor, match.provider):
        return "provider"
    if may_act_for(actor, match.application.merchant_id):
        return "merchant"
    raise NotAllowed
