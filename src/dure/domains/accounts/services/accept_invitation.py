"""Somebody who has an account takes the role that a letter offers."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.interests import look_at_conflicts
from dure.domains.accounts.invitations import forgotten, open_invitation
from dure.domains.accounts.models import INVITATION_STATES, Invitation, Membership, User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.end_membership import end_roles
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.domains.events.transitions import move
from dure.engine.problems import Refused, msg, refuse


def accept_invitation(*, actor: SignedActor, now: datetime, token: str) -> int:
    """Take the role and return the membership's id; twice is once.

    Raises NotAllowed where nobody has signed in, and Refused where the letter opens nothing (any more), was
    sent to another address, or the role is held already.
    """
    if actor.user_id is None:
        raise NotAllowed
    with act("invitation.accept", actor=actor, now=now) as this:
        alone("role", actor.user_id)
        user = User.objects.select_for_update().get(pk=actor.user_id)
        found = open_invitation(token, now)
        if found is None:
            raise no_longer()
        if found.email != user.email.lower():
            raise refuse("invitation.other", msg("this invitation was sent to another address"))
        return take_role(this, found, user)


def take_role(this: Act, invitation: Invitation, user: User) -> int:
    """Give a user the role of an open invitation, within the act; returns the membership's id.

    Who has the letter has the mailbox: the address counts as verified.
    """
    if not move(this, INVITATION_STATES, Invitation, [invitation.pk], "accept", changes=forgotten(this.now)):
        raise no_longer()
    if invitation.ends_at is not None and invitation.ends_at <= this.now:
        raise refuse("invitation.role_over", msg("the role that was offered has ended already"))
    place = {
        "user": user,
        "organisation": invitation.organisation,
        "role": invitation.role,
        "programme": invitation.programme,
    }
    same = Membership.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=this.now), **place)
    if same.filter(delegated_by__isnull=True).exists():
        raise refuse("invitation.held", msg("you hold this role already"))
    # What was passed on for a while gives way to what is held in one's own right.
    end_roles(this, same.values_list("pk", flat=True))
    made = Membership.objects.create(**place, starts_at=this.now, ends_at=invitation.ends_at)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    this.record(
        "membership", made.pk, invitation=invitation.pk, role=made.role, organisation=made.organisation.code
    )
    look_at_conflicts(this, [user.pk])
    return made.pk


def no_longer() -> Refused:
    """Return the refusal of a letter that opens nothing."""
    return refuse(
        "invitation.closed", msg("this invitation is no longer open: ask whoever sent it for a new one")
    )
