"""Who may do what with programmes."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed


def may_edit(actor: SignedActor) -> bool:
    """Officers of an agency, and the service itself when it loads the demo."""
    return actor is SYSTEM or actor.has("officer")


def allow_editing(actor: SignedActor) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_edit(actor):
        raise NotAllowed
