"""Letters that nobody answered in time open nothing, and their addresses are forgotten."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import forgotten
from dure.domains.accounts.models import INVITATION_STATES, Invitation
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def lapse_invitations(*, actor: SignedActor, now: datetime) -> int:
    """Let open invitations lapse whose time is over, and return how many; raises NotAllowed to people."""
    allow_service_alone(actor)
    with act("invitation.lapse", actor=actor, now=now) as this:
        over = Invitation.objects.filter(state="open", expires_at__lte=now)
        ids = list(over.order_by("pk").values_list("pk", flat=True))
        return len(move(this, INVITATION_STATES, Invitation, ids, "lapse", changes=forgotten(now)))
