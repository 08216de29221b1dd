"""Somebody newly belongs to an organisation or a business: what they review may be in conflict with it."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.accounts.models import Membership
from dure.domains.events.act import Act
from dure.domains.events.later import later_each


def look_at_conflicts(this: Act, user_ids: Collection[int]) -> None:
    """Have the cases of those of some users who review looked at, as soon as the act is done."""
    review = Membership.objects.in_force(this.now).filter(user_id__in=user_ids, role="reviewer")
    found = sorted(set(review.values_list("user_id", flat=True)))
    later_each("review.set_aside_conflicts", [{"reviewer_id": user_id} for user_id in found])
