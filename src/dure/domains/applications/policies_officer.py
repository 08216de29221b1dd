"""Who may check applications: screen, check documents, accept, refuse, bring in lists; and of whom not."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries import applications_of
from dure.engine.problems import msg, refuse


def may_check(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_checking(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_check(actor, programme):
        raise NotAllowed


def acts_for(actor: SignedActor, application_id: int) -> bool:
    """Say whether somebody acts for the business of an application."""
    return actor.user_id is not None and applications_of(actor).filter(pk=application_id).exists()


def refuse_own_business(actor: SignedActor, application_id: int) -> None:
    """Raise Refused for whoever acts for the business of an application: it is not theirs to judge."""
    if acts_for(actor, application_id):
        raise refuse(
            "check.own_business", msg("you act for this business: another officer has to decide on it")
        )
