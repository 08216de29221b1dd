"""Who may run a public vote."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed


def may_run_votes(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run_votes(actor, programme):
        raise NotAllowed
