"""A business agrees to be an association's member whose applications it sees, or declines."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.models import Affiliation
from dure.domains.bodies.states import AFFILIATION_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.merchants.policies import allow_acting
from dure.engine.problems import msg, refuse


def answer_affiliation(*, actor: SignedActor, now: datetime, affiliation_id: int, yes: bool) -> None:
    """Agree or decline; the same answer again changes nothing.

    Raises NotAllowed for whoever does not act for the business, and Refused where it is open no more.
    """
    sought = Affiliation.objects.get(pk=affiliation_id)
    allow_acting(actor, sought.merchant_id)
    with act("affiliation.answer", actor=actor, now=now) as this:
        changes = {"answered_at": now, "answered_by_id": actor.user_id}
        name = "agree" if yes else "decline"
        if move(this, AFFILIATION_STATES, Affiliation, [affiliation_id], name, changes=changes):
            return
        state = Affiliation.objects.values_list("state", flat=True).get(pk=affiliation_id)
        if state != AFFILIATION_STATES.named(name).after:
            raise refuse("affiliation.answered", msg("this membership is open no more"))
