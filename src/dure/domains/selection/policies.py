"""Who may make a selection, and who may act for an applicant."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.policies_officer import takes_part_near
from dure.domains.applications.queries import applications_of
from dure.engine.problems import msg, refuse


def may_select(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_selecting(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_select(actor, programme):
        raise NotAllowed


def refuse_own_business(actor: SignedActor, programme: str) -> None:
    """Raise Refused for an officer who stands near to a business that takes part in a programme.

    That is who acts or acted for it, or for another one of its owner.
    """
    if takes_part_near(actor, programme):
        raise refuse(
            "selection.own_business",
            msg(
                "you act or acted for a business that takes part in this programme, or for another of its"
                " owner: another officer has to do it"
            ),
        )


def is_own(actor: SignedActor, application_id: int) -> bool:
    """Say whether somebody acts for the merchant of an application."""
    return actor.user_id is not None and applications_of(actor).filter(pk=application_id).exists()


def allow_own(actor: SignedActor, application_id: int) -> None:
    """Raise NotAllowed for everybody who does not act for the merchant of an application."""
    if not is_own(actor, application_id):
        raise NotAllowed
