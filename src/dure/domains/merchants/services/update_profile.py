"""Somebody tells what is known of a merchant: on the version that they saw, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import Act, act
from dure.domains.merchants.facts import CONTACTS, columns_of, problems_of, with_revision
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.origins import with_origin
from dure.domains.merchants.policies import allow_acting
from dure.domains.merchants.services.note_duplicates import COMPARED, note_duplicates
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused, msg, refuse
from dure.language.hangul import search_text


def update_profile(
    *,
    actor: SignedActor,
    now: datetime,
    merchant_id: int,
    version: int,
    facts: Mapping[str, Any],
    contacts: Mapping[str, str] | None = None,
) -> int:
    """Keep facts (a part of an engine's row) and contacts; returns the version that the profile has then.

    What is not named stays as it is. The same again changes nothing. Raises NotAllowed, and Refused where a
    value cannot be, or where the profile is no more the version that was seen and would be changed.
    """
    allow_acting(actor, merchant_id)
    problems = problems_of(facts)
    if problems:
        raise Refused(problems)
    with act("merchant.update", actor=actor, now=now) as this:
        return keep_facts(
            this, merchant_id=merchant_id, version=version, facts=facts, contacts=contacts or {}
        )


def keep_facts(
    this: Act,
    *,
    merchant_id: int,
    version: int | None,
    facts: Mapping[str, Any],
    contacts: Mapping[str, str],
) -> int:
    """Keep facts that were checked, within an act that is open; no ``version``: whatever it is now."""
    merchant = Merchant.objects.select_for_update().get(pk=merchant_id)
    told = with_revision(columns_of(facts), merchant.ksic, day_of(this.now))
    wanted = told | {name: contacts[name].strip() for name in CONTACTS if name in contacts}
    changed = {name: value for name, value in wanted.items() if getattr(merchant, name) != value}
    if not changed:
        return merchant.version
    if version is not None and merchant.version != version:
        raise refuse(
            "merchant.changed",
            msg("somebody else changed this profile meanwhile: compare, then save again"),
            version=merchant.version,
        )
    for name, value in changed.items():
        setattr(merchant, name, value)
    merchant.origins = with_origin(merchant.origins, changed, "told", this.now)
    if "name" in changed:
        merchant.search = f"{search_text(merchant.name)} {merchant.business_no}".strip()
        changed["search"] = merchant.search
    merchant.version += 1
    merchant.changed_at = this.now
    merchant.save(update_fields=[*changed, "origins", "version", "changed_at"])
    # Names of fields only: what they hold is in the row, and in its history.
    this.record("merchant", merchant.pk, changed=sorted(set(changed) - {"search"}), version=merchant.version)
    if not COMPARED.isdisjoint(changed):
        note_duplicates(this, [merchant.pk])
    return merchant.version
