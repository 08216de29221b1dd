"""A role ends, and with it whatever its holder has passed on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Membership, Role
from dure.domains.accounts.policies import may_end
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.act import Act, act
from dure.domains.events.alone import alone
from dure.engine.problems import msg, refuse


def end_membership(*, actor: SignedActor, now: datetime, membership_id: int, reason: str) -> None:
    """End a role, or a delegation before its time; one that has ended stays as it is.

    Raises NotAllowed, and Refused without a reason, or where the last officer would go.
    """
    found = Membership.objects.filter(pk=membership_id).select_related("organisation", "delegated_by").first()
    if found is None:
        raise refuse("membership.unknown", msg("there is no such role"))
    if not may_end(actor, found):
        raise NotAllowed
    if not reason.strip():
        raise refuse("membership.reason", msg("say why: the reason is kept with the role"))
    with act("membership.end", actor=actor, now=now, reason=reason.strip()) as this:
        # Two officers who end each other follow one another: the second finds nobody left.
        alone("officers")
        if _is_last_officer(found, now):
            raise refuse(
                "membership.last_officer", msg("this is the last officer: make somebody else one first")
            )
        end_roles(this, [membership_id])


def end_roles(this: Act, membership_ids: Iterable[int]) -> list[int]:
    """End roles and what was passed on from them, within the act; returns the ids of those that ended.

    One that has not begun yet is ended when it would begin: it was never held.
    """
    ids = list(membership_ids)
    rows = (
        Membership.objects.select_for_update()
        .filter(Q(pk__in=ids) | Q(delegated_by_id__in=ids))
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=this.now))
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")))
        .order_by("pk")
    )
    ended = [row.pk for row in rows]
    Membership.objects.filter(pk__in=ended).update(ends_at=Greatest("starts_at", Value(this.now)))
    for membership_id in ended:
        this.record("membership", membership_id, ended=True)
    return ended


def _is_last_officer(membership: Membership, now: datetime) -> bool:
    """Say whether nobody else is officer of everything, in their own right and without an end."""
    if membership.role != Role.OFFICER or membership.delegated_by_id is not None or membership.programme:
        return False
    others = Membership.objects.in_force(now).filter(
        role=Role.OFFICER, delegated_by__isnull=True, programme="", ends_at__isnull=True, user__is_active=True
    )
    in_force = Membership.objects.in_force(now).filter(pk=membership.pk).exists()
    return in_force and not others.exclude(user_id=membership.user_id).exists()
