"""Who may do what with proposals and agreements."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement
from dure.engine.problems import msg, refuse


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme who act for no firm of its call."""
    return actor.may_in(programme, "officer") and not acts_for_firm(actor, programme)


def acts_for_firm(actor: SignedActor, programme: str) -> bool:
    """Say whether somebody acts for a firm that handed a proposal in to the call of a programme."""
    mine = Proposal.objects.own(actor).filter(programme=programme, number__isnull=False)
    return mine.exclude(state="withdrawn").exists()


def acts_for_executor(actor: SignedActor, programme: str) -> bool:
    """Say whether somebody acts for an executor of a programme, or for a firm that wants to be one."""
    staff = any(role == "executor_staff" and of in ("", programme) for role, _code, of in actor.held)
    return staff or acts_for_firm(actor, programme)


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody but officers, and Refused for those who act for a firm of the call."""
    if not actor.may_in(programme, "officer"):
        raise NotAllowed
    if acts_for_firm(actor, programme):
        raise refuse("call.own_firm", msg("you act for a firm of this call: another officer has to do it"))


def allow_firm(actor: SignedActor, proposal_id: int) -> None:
    """Raise NotAllowed for everybody who does not act for the firm of a proposal."""
    if not Proposal.objects.own(actor).filter(pk=proposal_id).exists():
        raise NotAllowed


def may_sign(actor: SignedActor, agreement: Agreement) -> bool:
    """The staff of the executor, for the programmes of their role."""
    return actor.holds("executor_staff", agreement.executor, agreement.programme, left=True)


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
