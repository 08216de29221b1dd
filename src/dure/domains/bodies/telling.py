"""Whom acts of associations and centres tell: everybody who acts for the merchant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dure.domains.accounts.models import Organisation, User
from dure.domains.merchants.models import MerchantMember
from dure.domains.notices.services.notify import Recipient


def who_acts_for(merchant_id: int, parameters: Mapping[str, Any], link: str) -> list[Recipient]:
    """Return who acts for a merchant now; nobody else's address is written to."""
    members = MerchantMember.objects.filter(merchant_id=merchant_id, until__isnull=True)
    people = User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("pk")
    return [
        Recipient(one.pk, merchant_id, one.email, one.language, dict(parameters), link=link) for one in people
    ]


def name_of(code: str) -> dict[str, str]:
    """Return what an organisation is called, in both languages."""
    found = Organisation.objects.get(code=code)
    return {"ko": found.name_ko, "en": found.name_en}


def organisations_called(codes: Collection[str]) -> dict[str, Organisation]:
    """Return organisations by their codes: what an association or centre is called is nobody's secret."""
    return {one.code: one for one in Organisation.objects.filter(code__in=codes)}
