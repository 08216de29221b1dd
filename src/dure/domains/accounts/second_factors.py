"""Second factors: who has one, and who may take it off somebody who lost theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from dure.domains.accounts.models import COLLEAGUES, Membership, Role, User


def who_may_take_off_second_factor(user_id: int, now: datetime) -> QuerySet[User]:
    """Return who may take the second factor off an account: officers, and colleagues in the same role."""
    theirs = Membership.objects.in_force(now).filter(user_id=user_id)
    allowed = Q(role=Role.OFFICER, programme="")
    for kind, role in COLLEAGUES.items():
        own = theirs.filter(organisation__kind=kind, role=role).values("organisation_id")
        allowed |= Q(role=role, programme="", organisation_id__in=own)
    may = Membership.objects.in_force(now).filter(allowed)
    return User.objects.filter(pk__in=may.values("user_id"), is_active=True).order_by("pk")


def has_second_factor(user_ids: Collection[int]) -> set[int]:
    """Return who of some users has set up a second factor."""
    return set(Authenticator.objects.filter(user_id__in=list(user_ids)).values_list("user_id", flat=True))
