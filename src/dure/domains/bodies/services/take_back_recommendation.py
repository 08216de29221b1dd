"""An association takes a recommendation back."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.models import Recommendation
from dure.domains.bodies.policies import allow_association
from dure.domains.bodies.states import RECOMMENDATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def take_back_recommendation(*, actor: SignedActor, now: datetime, recommendation_id: int) -> None:
    """Take a recommendation back; twice is once. Raises NotAllowed."""
    sought = Recommendation.objects.get(pk=recommendation_id)
    allow_association(actor, sought.association)
    with act("recommendation.take_back", actor=actor, now=now) as this:
        changes = {"taken_back_at": now}
        move(this, RECOMMENDATION_STATES, Recommendation, [sought.pk], "take_back", changes=changes)
