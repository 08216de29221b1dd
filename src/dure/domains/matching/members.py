"""Who acts for providers: memberships in force, for all programmes, of accounts that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from dure.domains.accounts.models import PROVIDER_ROLES, Membership, MembershipQuerySet
from dure.domains.matching.models import Provider


def memberships(now: datetime) -> MembershipQuerySet:
    """Return the memberships by which people act for providers at an instant."""
    held = Membership.objects.in_force(now)
    return held.filter(role__in=PROVIDER_ROLES, programme="", user__is_active=True)


def attended(providers: QuerySet[Provider], now: datetime) -> QuerySet[Provider]:
    """Return the providers for whom somebody acts: with nobody there, a proposal would reach nobody."""
    own = memberships(now).filter(organisation_id=OuterRef("organisation_id"), role=OuterRef("kind"))
    return providers.filter(Exists(own))


def members_of(providers: Iterable[Provider], now: datetime) -> dict[tuple[int, str], set[int]]:
    """Return who acts for providers, by organisation and kind."""
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    held = memberships(now).filter(organisation_id__in={one.organisation_id for one in providers})
    for user, organisation, role in held.values_list("user_id", "organisation_id", "role"):
        people[organisation, role].add(user)
    return people
