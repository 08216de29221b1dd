"""Who of the staff is told of something: everybody who holds a role for a programme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from dure.domains.accounts.models import Membership, User
from dure.domains.notices.services.notify import Recipient


def officers(programme: str, now: datetime, *, besides: int | None = None) -> list[Recipient]:
    """Return the officers of a programme as recipients, without one of them."""
    return [one for one in _recipients(_held("officer", programme, now)) if one.user_id != besides]


def executor_staff(programme: str, executor: str, now: datetime) -> list[Recipient]:
    """Return the staff of an executor for a programme as recipients."""
    return _recipients(_held("executor_staff", programme, now).filter(organisation__code=executor))


def holders(role: str, programme: str, now: datetime) -> set[int]:
    """Return the users who hold a role for a programme at an instant."""
    return set(_held(role, programme, now).values_list("user_id", flat=True))


def of_users(user_ids: Collection[int]) -> list[Recipient]:
    """Return some users as recipients."""
    rows = User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")
    return [
        Recipient(user_id=pk, email=email, language=language)
        for pk, email, language in rows.values_list("pk", "email", "language")
    ]


def _held(role: str, programme: str, now: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        role=role,
        starts_at__lte=now,
        programme__in=("", programme),
        user__is_active=True,
    )


def _recipients(held: QuerySet[Membership]) -> list[Recipient]:
    rows = held.values_list("user_id", "user__email", "user__language").order_by("user_id").distinct()
    return [Recipient(user_id=pk, email=email, language=language) for pk, email, language in rows]
