"""Who may score, and who runs the scoring."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.policies_officer import takes_part_near
from dure.engine.problems import msg, refuse


def may_score_for(actor: SignedActor, programme: str, executor: str) -> bool:
    """The staff of the executor, for the programmes of their role."""
    return actor.holds("executor_staff", executor, programme)


def allow_scoring_for(actor: SignedActor, programme: str, executor: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_score_for(actor, programme, executor):
        raise NotAllowed


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself when it loads the demo."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme):
        raise NotAllowed


def refuse_own_business(actor: SignedActor, programme: str) -> None:
    """Raise Refused for an officer who stands near to a business that takes part in a programme.

    Who reviews its rivals, and what becomes of their reviews, is not theirs to say.
    """
    if takes_part_near(actor, programme):
        raise refuse(
            "panel.own_business",
            msg(
                "you act or acted for a business that takes part in this programme, or for another of its"
                " owner: another officer has to do it"
            ),
        )
