"""Somebody makes an account, on their own or with a letter that invites them to a role."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import open_invitation
from dure.domains.accounts.models import User
from dure.domains.accounts.services.accept_invitation import no_longer, take_role
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.engine.problems import msg, refuse


def sign_up(*, now: datetime, email: str, password: str, language: str = "ko") -> User:
    """Make an account whose address is not verified yet; raises Refused where the address has one."""
    with act("account.sign_up", actor=SignedActor(), now=now) as this:
        return _make(this, email, password, language, verified=False)


def sign_up_invited(*, now: datetime, token: str, password: str, name: str, language: str = "ko") -> User:
    """Make the account of somebody who is invited and give them the role, in one act.

    Raises Refused where the letter opens nothing (any more) or its address has an account already.
    """
    with act("account.sign_up", actor=SignedActor(), now=now) as this:
        found = open_invitation(token, now)
        if found is None:
            raise no_longer()
        user = _make(this, found.email, password, language, verified=True, name=name.strip())
        take_role(this, found, user)
        return user


def _make(this: Act, email: str, password: str, language: str, *, verified: bool, name: str = "") -> User:
    email = email.strip().lower()
    alone("account", email)
    if User.objects.filter(email=email).exists():
        raise refuse("account.taken", msg("this address has an account already: sign in with it"))
    user: User = User.objects.create_user(email, password, language=language, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    # Whoever signs up is who acts, and is known only now.
    this.actor = SignedActor(user.pk)
    this.record("user", user.pk, verified=verified)
    return user
