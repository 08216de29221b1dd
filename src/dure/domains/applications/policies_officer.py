"""Who may check applications: screen, check documents, accept, refuse, bring in lists; and of whom not."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import IN_PROCESS, Application
from dure.domains.merchants.near import merchants_near
from dure.engine.problems import msg, refuse


def may_check(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_checking(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_check(actor, programme):
        raise NotAllowed


def refuse_own_business(actor: SignedActor, application_id: int) -> None:
    """Raise Refused for whoever stands near to the business of an application: it is not theirs to judge.

    That is who acts or acted for it, or for another one of its owner.
    """
    if actor.user_id is None:
        return
    near = merchants_near(actor.user_id)
    if near and Application.objects.filter(pk=application_id, merchant_id__in=near).exists():
        raise refuse(
            "check.own_business",
            msg(
                "you act or acted for this business or another of its owner: another officer has to decide"
                " on it"
            ),
        )


def takes_part_near(actor: SignedActor, programme: str) -> bool:
    """Say whether a business that somebody stands near to takes part in a programme; three queries."""
    near = merchants_near(actor.user_id) if actor.user_id is not None else frozenset()
    taking_part = Application.objects.filter(programme=programme, state__in=IN_PROCESS)
    return bool(near) and taking_part.filter(merchant_id__in=near).exists()
