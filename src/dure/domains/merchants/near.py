"""Whose merchants somebody stands near to: what nobody judges who acts or acted for them."""

from __future__ import annotations

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
