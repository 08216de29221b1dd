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


def merchants_near(user_id: int) -> frozenset[int]:
    """Return the merchants that a person stands near to, as :func:`near_to` has it; two queries at most."""
    own = set(MerchantMember.objects.filter(user_id=user_id).values_list("merchant_id", flat=True))
    return frozenset(own | _same_as(own)) if own else frozenset()


def people_near(merchant_id: int) -> frozenset[int]:
    """Return who stands near to a merchant, as :func:`near_to` has it: none of them judges it."""
    merchants = {merchant_id} | _same_as({merchant_id})
    found = MerchantMember.objects.filter(merchant_id__in=merchants)
    return frozenset(found.values_list("user_id", flat=True))


def _same_as(merchants: Collection[int]) -> set[int]:
    pairs = DuplicatePair.objects.filter(
        Q(one_id__in=merchants) | Q(other_id__in=merchants), state__in=SAME
    ).values_list("one_id", "other_id")
    return {one for pair in pairs for one in pair}


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
