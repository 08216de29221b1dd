"""Who may do what with proposals and agreements."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme."""
    return actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme):
        raise NotAllowed


def allow_firm(actor: SignedActor, proposal_id: int) -> None:
    """Raise NotAllowed for everybody who does not act for the firm of a proposal."""
    if not Proposal.objects.own(actor).filter(pk=proposal_id).exists():
        raise NotAllowed


def may_sign(actor: SignedActor, agreement: Agreement) -> bool:
    """The staff of the executor, for the programmes of their role."""
    return actor.holds("executor_staff", agreement.executor, agreement.programme)


def allow_signing(actor: SignedActor, agreement: Agreement) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_sign(actor, agreement):
        raise NotAllowed


def side_of(actor: SignedActor, agreement: Agreement) -> str:
    """Return on which side of an agreement somebody acts: officer or executor; raises NotAllowed."""
    if may_run(actor, agreement.programme):
        return "officer"
    allow_signing(actor, agreement)
    return "executor"
