"""Who may run a public vote, and who may put a picture with a candidate."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.merchants.policies import may_act_for
from dure.domains.voting.models import Candidate


def may_run_votes(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run_votes(actor, programme):
        raise NotAllowed


def may_picture(actor: SignedActor, candidate: Candidate) -> bool:
    """Officers of the programme, and whoever acts for the merchant."""
    may = actor.may_in(candidate.vote.programme, "officer")
    return may or may_act_for(actor, candidate.application.merchant_id)


def allow_picturing(actor: SignedActor, candidate: Candidate) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_picture(actor, candidate):
        raise NotAllowed
