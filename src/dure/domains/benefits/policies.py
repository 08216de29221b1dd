"""Who may grant, carry out, confirm and end benefits."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import PROVIDER_ROLES
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.applications.staff_conflicts import in_conflict
from dure.domains.benefits.models import Grant
from dure.domains.funds.policies import allow_managing, may_manage
from dure.domains.selection.policies import is_own, refuse_own_business
from dure.engine.problems import msg, refuse


def may_grant(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme who act for none of its executors."""
    return may_manage(actor, programme)


def allow_granting(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else; Refused for who acts for an executor or a business in it."""
    allow_managing(actor, programme)
    refuse_own_business(actor, programme)


def is_own_grant(actor: SignedActor, grant: Grant) -> bool:
    """Say whether somebody acts for the merchant that was granted it."""
    return is_own(actor, grant.application_id)


def carries_out(actor: SignedActor, grant: Grant) -> bool:
    """Say whether somebody works for the executor or the provider that carries it out."""
    if grant.provider:
        return any((role, grant.provider, "") in actor.held for role in PROVIDER_ROLES)
    if not grant.executor or not actor.holds("executor_staff", grant.executor, grant.programme):
        return False
    return not Application.objects.filter(in_conflict(actor), pk=grant.application_id).exists()


def may_report(actor: SignedActor, grant: Grant) -> bool:
    """Whoever carries it out, and officers of the programme for what the agency gives itself."""
    return carries_out(actor, grant) or may_manage(actor, grant.programme)


def allow_reporting(actor: SignedActor, grant: Grant) -> None:
    """Raise NotAllowed for everybody else; Refused for an officer who stands near to a business in it."""
    if carries_out(actor, grant):
        return
    allow_granting(actor, grant.programme)


def allow_evidence(actor: SignedActor, grant: Grant) -> None:
    """Raise NotAllowed for who neither carries it out, nor acts for the merchant, nor runs the programme."""
    if not is_own_grant(actor, grant) and not may_report(actor, grant):
        raise NotAllowed


def refuse_carrying_out(actor: SignedActor, grant: Grant) -> None:
    """Raise Refused for somebody who works for the executor or the provider that carries it out."""
    if carries_out(actor, grant):
        raise refuse(
            "benefits.own_side", msg("you work for who carries this out: somebody else has to confirm it")
        )


def refuse_same_person(actor: SignedActor, *others: int | None) -> None:
    """Raise Refused for somebody who told what is to be confirmed."""
    if actor.user_id in others:
        raise refuse(
            "benefits.same_person", msg("you reported this yourself: somebody else has to confirm it")
        )
