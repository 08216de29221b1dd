"""An officer takes vouchers off sale; those that were sold stay good."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.funds.policies import allow_managing
from dure.domains.vouchers.models import Issue
from dure.domains.vouchers.states import ISSUE_STATES
from dure.engine.problems import msg, refuse


def end_issue(*, actor: SignedActor, now: datetime, issue_id: int, reason: str) -> None:
    """End a sale; raises NotAllowed, and Refused without a reason and where it ended before."""
    issue = Issue.objects.get(pk=issue_id)
    allow_managing(actor, issue.programme)
    if not reason.strip():
        raise refuse("vouchers.reason", msg("say why: it is kept with what is done"))
    with act("vouchers.end_issue", actor=actor, now=now, reason=reason.strip()) as this:
        if not move(this, ISSUE_STATES, Issue, [issue_id], "end", changes={"ended_at": now}):
            raise refuse("vouchers.off_sale", msg("these vouchers are not on sale any more"))
