"""While firms have proposals under way, the call that they answer stands as it was published."""

from __future__ import annotations

from dure.domains.agreements.calls import judged_call
from dure.domains.agreements.models import Proposal
from dure.domains.events.alone import alone_each
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.programme import Programme

UNDER_WAY = ("submitted", "supplementing", "checked", "scored")
"""Handed in, and not decided yet."""


def refuse_changed_call(file: Programme) -> None:
    """Raise Refused where a file that is to be published has another call than proposals under way answer.

    Holds proposals and the choice of the programme: none is handed in or proposed while it is published.
    """
    alone_each([("proposal", file.id), ("executor_choice", file.id)])
    if not Proposal.objects.filter(programme=file.id, state__in=UNDER_WAY).exists():
        return
    if judged_call(file.id).call != file.executor_call:
        raise refuse(
            "publish.executor_call",
            msg("firms have answered the call for executors: it stays as it is until executors are chosen"),
        )
