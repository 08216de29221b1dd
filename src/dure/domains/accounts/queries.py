"""Accounts, organisations and roles as pages read them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.invitations import open_invitation
from dure.domains.accounts.models import ROLES_IN as ROLES_IN
from dure.domains.accounts.models import Invitation as Invitation
from dure.domains.accounts.models import Membership as Membership
from dure.domains.accounts.models import Organisation as Organisation
from dure.domains.accounts.models import OrganisationKind, Role
from dure.domains.accounts.models import User as User
from dure.language.hangul import search_words

KINDS = tuple(OrganisationKind.values)
ROLES = tuple(Role.values)


def organisations(
    actor: SignedActor, now: datetime, words: str = "", kind: str = ""
) -> QuerySet[Organisation]:
    """Return the organisations that an actor may see; ``people`` says how many hold a role there now."""
    found = Organisation.objects.visible_to(actor)
    for word in search_words(words):
        found = found.filter(Q(search__contains=word) | Q(code__icontains=word))
    if kind in KINDS:
        found = found.filter(kind=kind)
    return found.annotate(people=Count("memberships__user", filter=_in_force(now), distinct=True))


def _in_force(now: datetime) -> Q:
    still = Q(memberships__ends_at__isnull=True) | Q(memberships__ends_at__gt=now)
    return Q(memberships__starts_at__lte=now) & still


def organisation(actor: SignedActor, organisation_id: int) -> Organisation | None:
    """Return one organisation that an actor may see, or None."""
    return Organisation.objects.visible_to(actor).filter(pk=organisation_id).first()


def members(actor: SignedActor, now: datetime, organisation: Organisation) -> QuerySet[Membership]:
    """Return the roles held in an organisation now or later, with their holders."""
    return (
        Membership.objects.visible_to(actor)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), organisation=organisation)
        .select_related("organisation", "user", "delegated_by__user")
        .order_by("role", "starts_at", "id")
    )


def past_members(actor: SignedActor, now: datetime, organisation: Organisation) -> QuerySet[Membership]:
    """Return the roles in an organisation that have ended, the last first."""
    return (
        Membership.objects.visible_to(actor)
        .filter(ends_at__lte=now, organisation=organisation)
        .select_related("organisation", "user", "delegated_by__user")
        .order_by("-ends_at", "-id")
    )


def invitations(actor: SignedActor, organisation: Organisation) -> QuerySet[Invitation]:
    """Return the open invitations of an organisation, the newest first."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(organisation=organisation, state="open")
        .order_by("-invited_at", "-id")
    )


def invitation(actor: SignedActor, invitation_id: int) -> Invitation | None:
    """Return one invitation that an actor may see, or None."""
    return (
        Invitation.objects.visible_to(actor).filter(pk=invitation_id).select_related("organisation").first()
    )


def invitation_by_token(token: str, now: datetime) -> Invitation | None:
    """Return the invitation that a letter opens, or None: whoever has the letter may see it."""
    return open_invitation(token, now)


def membership(actor: SignedActor, membership_id: int) -> Membership | None:
    """Return one role that an actor may see, or None."""
    return (
        Membership.objects.visible_to(actor)
        .filter(pk=membership_id)
        .select_related("organisation", "user", "delegated_by__user")
        .first()
    )


def own_roles(actor: SignedActor, now: datetime) -> QuerySet[Membership]:
    """Return the actor's own roles, now or later."""
    return (
        Membership.objects.visible_to(actor)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), user_id=actor.user_id or 0)
        .select_related("organisation", "user", "delegated_by__user")
        .order_by("starts_at", "id")
    )


def passed_on(actor: SignedActor, now: datetime) -> QuerySet[Membership]:
    """Return what the actor has passed on to colleagues, now or later."""
    return (
        Membership.objects.visible_to(actor)
        .filter(delegated_by__user_id=actor.user_id or 0, ends_at__gt=now)
        .select_related("organisation", "user")
        .order_by("starts_at", "id")
    )


def colleagues(actor: SignedActor, now: datetime, source: Membership) -> QuerySet[User]:
    """Return who else holds a role now in the organisation of a role."""
    return (
        User.objects.visible_to(actor)
        .filter(_in_force(now), memberships__organisation=source.organisation_id, is_active=True)
        .exclude(pk=actor.user_id or 0)
        .order_by("id")
        .distinct()
    )


def account(actor: SignedActor) -> User | None:
    """Return the actor's own account, or None."""
    return User.objects.visible_to(actor).filter(pk=actor.user_id or 0).first()


def people(actor: SignedActor, user_ids: Collection[int]) -> dict[int, User]:
    """Return those of some users whom an actor may see, by their ids."""
    return {user.pk: user for user in User.objects.visible_to(actor).filter(pk__in=user_ids)}


def person_by_address(actor: SignedActor, email: str) -> User | None:
    """Return the user with an address, of those whom an actor may see, or None."""
    return User.objects.visible_to(actor).filter(email=email.strip().lower()).first()


def person_with_role(actor: SignedActor, user_id: int) -> User | None:
    """Return somebody who holds or held a role where an actor may see it, or None."""
    return User.objects.visible_to(actor).filter(pk=user_id, memberships__isnull=False).distinct().first()
