"""Who may make a selection, and who may act for an applicant."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.queries import applications_of


def may_select(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_selecting(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_select(actor, programme):
        raise NotAllowed


def is_own(actor: SignedActor, application_id: int) -> bool:
    """Say whether somebody acts for the merchant of an application."""
    return actor.user_id is not None and applications_of(actor).filter(pk=application_id).exists()


def allow_own(actor: SignedActor, application_id: int) -> None:
    """Raise NotAllowed for everybody who does not act for the merchant of an application."""
    if not is_own(actor, application_id):
        raise NotAllowed
