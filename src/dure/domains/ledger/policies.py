"""Who may close the months of a programme's ledger."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.policies import acts_for_executor
from dure.engine.problems import msg, refuse


def may_propose_closing(actor: SignedActor, programme: str) -> bool:
    """Officers and settlement accountants of the programme who act for none of its executors."""
    return actor.may_in(programme, "officer", "accountant") and not acts_for_executor(actor, programme)


def may_decide_closing(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme who act for none of its executors."""
    return actor.may_in(programme, "officer") and not acts_for_executor(actor, programme)


def allow_proposing(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else, Refused for those who act for one of its executors."""
    if not actor.may_in(programme, "officer", "accountant"):
        raise NotAllowed
    _refuse_executors(actor, programme)


def allow_deciding(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else, Refused for those who act for one of its executors."""
    if not actor.may_in(programme, "officer"):
        raise NotAllowed
    _refuse_executors(actor, programme)


def refuse_same(actor: SignedActor, other: int | None) -> None:
    """Raise Refused for whoever asked for what is to be decided."""
    if actor.user_id == other:
        raise refuse("ledger.same_person", msg("you asked for this yourself: somebody else has to decide it"))


def _refuse_executors(actor: SignedActor, programme: str) -> None:
    if acts_for_executor(actor, programme):
        raise refuse("ledger.own_executor", msg("you act for an executor: somebody else has to do it"))
