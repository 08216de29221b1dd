"""An officer has letters sent again that could not be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.later import later_each
from dure.domains.events.transitions import move
from dure.domains.notices.models import MAIL_STATES, Notice
from dure.domains.notices.services.notify import BATCH
from dure.engine.problems import msg, refuse


def send_again(*, actor: SignedActor, now: datetime, notice_ids: Sequence[int]) -> int:
    """Queue the letters of failed notices once more, and return how many; others are left as they are.

    Raises NotAllowed to all but officers of all programmes, Refused where none is named.
    """
    if not actor.may_in("", "officer"):
        raise NotAllowed
    if not notice_ids:
        raise refuse("notice.none", msg("choose at least one letter that failed"))
    with act("notice.send_again", actor=actor, now=now) as this:
        changes = {"fault": "", "lasting": False, "claimed_until": None}
        queued = move(this, MAIL_STATES, Notice, notice_ids, "retry", changes=changes)
        batches = [queued[start : start + BATCH] for start in range(0, len(queued), BATCH)]
        later_each("notices.send", [{"notice_ids": ids} for ids in batches])
    return len(queued)
