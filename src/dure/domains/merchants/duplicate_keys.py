"""The keys by which duplicates of a merchant are looked up: hashes of what two merchants may share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dure.domains.merchants.models import Merchant
from dure.domains.privacy.encryption import blind
from dure.engine.duplicates.comparing import Facts, facts_of


def facts_of_merchant(merchant: Merchant) -> Facts:
    """Return what is compared of a merchant, in normal form."""
    columns = (
        "business_no",
        "name",
        "region",
        "opened_on",
        "owner_birth_year",
        "owner_name",
        "phone",
        "email",
        "address",
    )
    return facts_of({column: getattr(merchant, column) or None for column in columns})


def keys_of(facts: Facts) -> dict[str, str]:
    """Return the keys of a merchant by what they are made from; what is not known makes none."""
    values = {
        "phone": facts.phone,
        "email": facts.email,
        "owner": facts.owner and facts.birth_year and f"{facts.owner} {facts.birth_year}",
        "name": facts.name and facts.region and f"{facts.name} {facts.region}",
        "address": facts.address,
    }
    return {name: blind(f"duplicate {name} {value}") for name, value in values.items() if value}


def without_shared(facts: Facts, shared: Iterable[str]) -> Facts:
    """Return facts without the contacts and addresses that too many merchants share: they are no evidence."""
    keys, gone = keys_of(facts), set(shared)
    return replace(
        facts,
        phone=None if keys.get("phone") in gone else facts.phone,
        email=None if keys.get("email") in gone else facts.email,
        address=None if keys.get("address") in gone else facts.address,
    )
