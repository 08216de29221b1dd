"""Whose merchants somebody stands near to: what nobody judges who acts or acted for them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from dure.domains.merchants.models import DuplicatePair, MerchantMember

SAME = ("open", "same_business", "same_owner")
"""States of a pair of merchants that are, or may yet turn out to be, one business or one owner's."""


def near_to(user_id: int, merchant: str = "merchant_id") -> Q:
    """Return the condition that a person acts or ever acted for a merchant, or for another of its owner.

    ``merchant`` is the column with the merchant's id. What ended counts: who worked for a shop knows it.
    """
    own = MerchantMember.objects.filter(user_id=user_id).values("merchant_id")
    pairs = DuplicatePair.objects.filter(state__in=SAME)
    return (
        Q(**{f"{merchant}__in": own})
        | Q(**{f"{merchant}__in": pairs.filter(one_id__in=own).values("other_id")})
        | Q(**{f"{merchant}__in": pairs.filter(other_id__in=own).values("one_id")})
    )


def near_pairs(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of some pairs of a user and a merchant in which :func:`near_to` holds; one query."""
    if not pairs:
        return set()
    text = (
        "SELECT t.user_id, t.merchant_id FROM unnest(%s::bigint[], %s::bigint[]) AS t (user_id, merchant_id)"
        " WHERE EXISTS (SELECT 1 FROM merchants_merchantmember m"
        " WHERE m.user_id = t.user_id AND m.merchant_id = t.merchant_id)"
        " OR EXISTS (SELECT 1 FROM merchants_duplicatepair d JOIN merchants_merchantmember m"
        " ON m.user_id = t.user_id AND m.merchant_id IN (d.one_id, d.other_id)"
        " WHERE t.merchant_id IN (d.one_id, d.other_id) AND d.state = ANY(%s))"
    )
    users, merchants = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(text, [list(users), list(merchants), list(SAME)])
        return {(user, merchant) for user, merchant in cursor.fetchall()}
