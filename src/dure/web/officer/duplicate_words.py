"""Words for pairs of merchants that may be duplicates, and their values side by side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_officer import applications_of_merchant
from dure.domains.merchants.queries_duplicates import DuplicatePair, pairs_of_merchant
from dure.engine.duplicates.scoring import FIELDS, Level, points_of
from dure.web.templatetags.days import day_text
from dure.web.templatetags.masks import (
    business_number,
    masked_address,
    masked_business_number,
    masked_email,
    masked_name,
    masked_phone,
)
from dure.web.words import place

STATES = {
    "open": lazy("To be decided"),
    "same_business": lazy("Same business"),
    "same_owner": lazy("Same owner"),
    "different": lazy("Different businesses"),
    "lapsed": lazy("No longer alike"),
}
STATE_KINDS = {
    "open": "warning",
    "same_business": "danger",
    "same_owner": "information",
    "different": "success",
}
BANDS = {"high": lazy("Look first"), "review": lazy("Review")}
BAND_KINDS = {"high": "danger", "review": "warning"}
LOOKS_LIKE = {"same_business": lazy("One business"), "same_owner": lazy("One owner")}
LEVELS = {
    "same": lazy("Same"),
    "near": lazy("Nearly the same"),
    "like": lazy("Similar"),
    "different": lazy("Different"),
    "": lazy("Not known"),
}
LEVEL_KINDS = {"same": "danger", "near": "warning", "like": "information", "different": "success", "": "gray"}
FIELD_LABELS = {
    "number": lazy("Business number"),
    "phone": lazy("Telephone of the business"),
    "email": lazy("E-mail of the business"),
    "owner": lazy("Owner's name"),
    "birth_year": lazy("Owner's year of birth"),
    "name": lazy("Business name"),
    "address": lazy("Address of the business"),
    "region": lazy("Region"),
    "opened_on": lazy("Opening day"),
}


def evidence_rows(pair: DuplicatePair, *, revealed: bool) -> list[dict[str, Any]]:
    """Return by field both values (masked unless revealed), how alike they are and what that is worth."""
    rows = []
    for field in FIELDS:
        level = str(pair.evidence.get(field, ""))
        points = points_of(field, Level(level) if level else None)
        if field == "region" and pair.evidence.get("address"):
            points = (0, 0)
        rows.append(
            {
                "term": str(FIELD_LABELS[field]),
                "one": _value(field, pair.one, revealed) or _("Not known"),
                "other": _value(field, pair.other, revealed) or _("Not known"),
                "level": str(LEVELS[level]),
                "kind": LEVEL_KINDS[level],
                "business": points[0],
                "owner": points[1],
            }
        )
    return rows


def _value(field: str, merchant: Any, revealed: bool) -> str:
    match field:
        case "number":
            return (business_number if revealed else masked_business_number)(merchant.business_no)
        case "phone":
            return merchant.phone if revealed else masked_phone(merchant.phone)
        case "email":
            return merchant.email if revealed else masked_email(merchant.email)
        case "owner":
            return merchant.owner_name if revealed else masked_name(merchant.owner_name)
        case "birth_year":
            return (
                str(merchant.owner_birth_year or "") if revealed else _masked_year(merchant.owner_birth_year)
            )
        case "name":
            return str(merchant.name)
        case "address":
            return merchant.address if revealed else masked_address(merchant.address)
        case "region":
            return place(merchant.region) if merchant.region else ""
        case _:
            return day_text(merchant.opened_on) if merchant.opened_on else ""


def _masked_year(year: int | None) -> str:
    return f"{str(year)[:2]}**" if year else ""


def warnings_of(actor: SignedActor, merchant_id: int) -> list[dict[str, Any]]:
    """Return what the document check is told of a merchant's duplicates: pairs, and what the other handed in.

    A constant number of queries.
    """
    found = pairs_of_merchant(actor, merchant_id)
    if not found:
        return []
    others = {pair.pk: pair.other if pair.one_id == merchant_id else pair.one for pair in found}
    handed_in: dict[int, list[dict[str, Any]]] = {}
    for one in applications_of_merchant(actor, *(other.pk for other in others.values())):
        told = {"id": one.pk, "number": one.application_no, "programme": one.programme}
        handed_in.setdefault(one.merchant_id, []).append(told)
    return [
        {
            "pair": pair.pk if actor.may_in("", "officer", "ministry") else None,
            "other": others[pair.pk].name or _("Merchant"),
            "is_decided": pair.state == "same_business",
            "applications": handed_in.get(others[pair.pk].pk, []),
        }
        for pair in found
    ]
