"""Somebody closes their account: its contacts are emptied, what was done with it stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Membership, User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.engine.problems import Problem, Refused, msg

NOWHERE = "closed.invalid"
"""Host of the address that a closed account has: reserved, so that no letter ever arrives (RFC 2606)."""


def close_account(*, actor: SignedActor, now: datetime, merchants: QuerySet[Any]) -> None:
    """Close the actor's own account for good; twice is once.

    ``merchants`` are the ids of those that the actor acts for, as a subquery: merchants are a later
    subject, so whoever calls brings them. Raises NotAllowed where nobody has signed in, and Refused while a
    role is held or a merchant acted for.
    """
    if actor.user_id is None:
        raise NotAllowed
    with act("account.close", actor=actor, now=now) as this:
        alone("role", actor.user_id)
        user = User.objects.select_for_update().get(pk=actor.user_id)
        if user.closed_at is not None:
            return
        problems = []
        if Membership.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), user=user).exists():
            problems.append(Problem("close.roles", msg("you still hold a role: it has to end first")))
        if merchants.exists():
            problems.append(
                Problem("close.merchants", msg("you still act for a merchant: that has to end first"))
            )
        if problems:
            raise Refused(problems)
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            email=f"closed-{user.pk}@{NOWHERE}",
            name="",
            phone="",
            password=make_password(None),
            is_active=False,
            closed_at=now,
        )
        this.record("user", user.pk, closed=True)
