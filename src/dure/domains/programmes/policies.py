"""Who may do what with programmes."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed


def may_edit(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself when it loads the demo."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_editing(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_edit(actor, programme):
        raise NotAllowed


def allow_editing_some(actor: SignedActor) -> None:
    """Raise NotAllowed for whoever may edit no programme at all."""
    if not (actor is SYSTEM or actor.has("officer")):
        raise NotAllowed
