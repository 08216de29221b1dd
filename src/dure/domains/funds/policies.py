"""Who may do what with the money of a programme."""

from __future__ import annotations

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.policies import acts_for_executor
from dure.engine.problems import msg, refuse


def may_manage(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme who act for none of its executors."""
    return actor.may_in(programme, "officer") and not acts_for_executor(actor, programme)


def allow_managing(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody but officers, Refused for those who act for one of its executors."""
    if not actor.may_in(programme, "officer"):
        raise NotAllowed
    if acts_for_executor(actor, programme):
        raise refuse("funds.own_executor", msg("you act for an executor: another officer has to do it"))


def may_report(actor: SignedActor, programme: str, executor: str) -> bool:
    """The staff of the executor, for the programmes of their role."""
    return actor.holds("executor_staff", executor, programme, left=True)


def allow_reporting(actor: SignedActor, programme: str, executor: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_report(actor, programme, executor):
        raise NotAllowed


def refuse_same_person(actor: SignedActor, *others: int | None) -> None:
    """Raise Refused for somebody who did an earlier step of the same money."""
    if actor.user_id in others:
        raise refuse(
            "funds.same_person",
            msg("you did an earlier step of this: somebody else has to do this one"),
        )
