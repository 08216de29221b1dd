"""An invitation is revoked: its letter opens nothing any more."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import forgotten
from dure.domains.accounts.models import INVITATION_STATES, Invitation
from dure.domains.accounts.policies import may_staff
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def revoke_invitation(*, actor: SignedActor, now: datetime, invitation_id: int) -> None:
    """Revoke an open invitation; twice is once.

    Raises NotAllowed, and Refused where there is none or it was answered before.
    """
    found = Invitation.objects.filter(pk=invitation_id).select_related("organisation").first()
    if found is None:
        raise refuse("invitation.unknown", msg("there is no such invitation"))
    if not may_staff(actor, found.organisation, found.programme, found.role):
        raise NotAllowed
    with act("invitation.revoke", actor=actor, now=now) as this:
        if move(this, INVITATION_STATES, Invitation, [invitation_id], "revoke", changes=forgotten(now)):
            return
        if Invitation.objects.get(pk=invitation_id).state != "revoked":
            raise refuse("invitation.answered", msg("this invitation was answered already"))
