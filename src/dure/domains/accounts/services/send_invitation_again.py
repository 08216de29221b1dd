"""A letter that invites is sent again, with a new secret: the one before opens nothing any more."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import Letter, Tell, token_hash
from dure.domains.accounts.models import Invitation
from dure.domains.accounts.policies import may_staff
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.invite import DAYS_OPEN
from dure.domains.events.act import act
from dure.engine.problems import msg, refuse


def send_invitation_again(
    *, actor: SignedActor, now: datetime, tell: Tell, invitation_id: int, key: str
) -> None:
    """Send the letter of an open invitation again; it is open as long as a new one. Once under its key.

    Only hashes of secrets are kept, so that an old letter cannot be repeated. Raises NotAllowed, and Refused
    where there is no such invitation, or it was answered.
    """
    found = Invitation.objects.filter(pk=invitation_id).select_related("organisation").first()
    if found is None:
        raise refuse("invitation.unknown", msg("there is no such invitation"))
    if not may_staff(actor, found.organisation, found.programme, found.role):
        raise NotAllowed
    with act("invitation.send_again", actor=actor, now=now, key=f"{invitation_id}/{key}") as this:
        if this.repeated:
            return
        held = Invitation.objects.select_for_update().get(pk=invitation_id)
        if held.state != "open":
            raise refuse("invitation.answered", msg("this invitation was answered already"))
        token, expires_at = secrets.token_urlsafe(32), now + timedelta(days=DAYS_OPEN)
        Invitation.objects.filter(pk=held.pk).update(token_hash=token_hash(token), expires_at=expires_at)
        this.record("invitation", held.pk, sent_again=True)
        names = {"ko": found.organisation.name_ko, "en": found.organisation.name_en}
        tell(this, Letter(held.pk, held.email, token, names, held.role, expires_at))
