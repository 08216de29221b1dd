"""Merchants as pages and other subjects read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.models import Merchant as Merchant
from dure.domains.merchants.models import MerchantMember
from dure.domains.merchants.models import profile_row as profile_row
from dure.engine.profile.fields import PROFILE_COLUMNS, Kind
from dure.engine.programme.registers import Register


def merchants_of(actor: SignedActor) -> QuerySet[Any]:
    """Return the ids of the merchants that somebody acts for, as a subquery."""
    return MerchantMember.objects.visible_to(actor).values("merchant_id")


def is_from_register(actor: SignedActor, merchant_id: int, register: Register) -> bool:
    """Say whether the register itself told its column, of a merchant that an actor may see."""
    found = Merchant.objects.visible_to(actor).filter(pk=merchant_id).first()
    return found is not None and found.origins.get(register.column, [""])[0] == register.origin


def facts_of(merchant: Merchant) -> dict[str, Any]:
    """Return what is known of a merchant as JSON values: a row of the engine with days as texts."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in profile_row(merchant).items()
    }


def row_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the engine from facts that were kept: what :func:`facts_of` made, days as days."""
    row: dict[str, Any] = {}
    for field in PROFILE_COLUMNS:
        value = facts.get(field.name)
        row[field.name] = date.fromisoformat(value) if field.kind is Kind.DATE and value else value
        if field.none_able:
            row[field.companion] = facts.get(field.companion)
    return row


# --- what people see of the merchants that they act for -----------------------------------------------


def my_merchants(actor: SignedActor) -> list[Merchant]:
    """Return the merchants that somebody acts for, by name; officers' wider view does not count here."""
    found = Merchant.objects.visible_to(actor).filter(pk__in=merchants_of(actor))
    return list(found.order_by("name", "pk"))


def my_merchant(actor: SignedActor, merchant_id: int) -> Merchant | None:
    """Return one of the merchants that somebody acts for, or None."""
    return (
        Merchant.objects.visible_to(actor).filter(pk__in=merchants_of(actor)).filter(pk=merchant_id).first()
    )


def my_members(actor: SignedActor, merchant_id: int) -> list[dict[str, Any]]:
    """Return who acts for a merchant of one's own now: id, address, since when; oneself is marked."""
    merchant = my_merchant(actor, merchant_id)
    if merchant is None:
        return []
    living = merchant.members.filter(until__isnull=True).order_by("since", "pk")
    return [
        {**row, "is_me": row["user_id"] == actor.user_id}
        for row in living.values("pk", "user_id", "user__email", "proved_by", "since")
    ]
