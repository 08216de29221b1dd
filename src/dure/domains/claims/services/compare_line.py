"""A settlement accountant compares what an executor sold itself with its published price list."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.models import ClaimLine
from dure.domains.claims.policies import allow_comparing, claimants, refuse_same_person
from dure.domains.claims.states import OPEN
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import msg, refuse


def compare_line(*, actor: SignedActor, now: datetime, line_id: int, fits: bool, remark: str) -> None:
    """Say whether the line fits the list, with a remark where it does not; again takes the place of before.

    On other lines a remark can be left. Raises NotAllowed, and Refused to the claimant, to whoever approved
    it, without a remark, and where nothing is to be decided any more.
    """
    line = ClaimLine.objects.select_related("claim").get(pk=line_id)
    allow_comparing(actor, line.claim.programme)
    refuse_same_person(actor, *claimants(line), line.checked_by_id)
    own_sale = line.item_id is not None
    if not remark.strip() and not (own_sale and fits):
        raise refuse("claims.remark", msg("say what was found: the officer reads it"))
    with act("claims.compare_line", actor=actor, now=now, reason=remark.strip()) as this:
        alone("claim", line.claim_id)
        changes: dict[str, object] = {"remark": remark.strip()}
        if own_sale:
            changes |= {"list_fits": fits, "list_checked_by_id": actor.user_id, "list_checked_at": now}
        if not ClaimLine.objects.filter(pk=line_id, state__in=OPEN).update(**changes):
            raise refuse("claims.not_open", msg("this line waits for no decision any more"))
        this.record("claim_line", line_id, fits=fits if own_sale else None)
