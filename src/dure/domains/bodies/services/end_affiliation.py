"""Either side ends a membership, or an association takes back what was not answered yet."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.bodies.models import Affiliation, Recommendation
from dure.domains.bodies.reach import own_associations
from dure.domains.bodies.states import AFFILIATION_STATES, RECOMMENDATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.policies import may_act_for


def end_affiliation(*, actor: SignedActor, now: datetime, affiliation_id: int) -> None:
    """End a membership: from now on the association sees nothing of the business any more. Twice is once.

    Recommendations of the association for it are taken back with it. Raises NotAllowed for whoever acts for
    neither side.
    """
    sought = Affiliation.objects.get(pk=affiliation_id)
    staff = sought.association in own_associations(actor)
    if not staff and not may_act_for(actor, sought.merchant_id):
        raise NotAllowed
    with act("affiliation.end", actor=actor, now=now) as this:
        changes = {"ended_at": now}
        moved = move(this, AFFILIATION_STATES, Affiliation, [affiliation_id], "end", changes=changes)
        if staff and not moved:
            moved = move(
                this, AFFILIATION_STATES, Affiliation, [affiliation_id], "take_back", changes=changes
            )
        if moved:
            ids = Recommendation.objects.filter(
                association=sought.association, merchant_id=sought.merchant_id, state="open"
            ).values_list("pk", flat=True)
            move(
                this, RECOMMENDATION_STATES, Recommendation, list(ids.order_by("pk")), "take_back",
                changes={"taken_back_at": now},
            )  # fmt: skip
