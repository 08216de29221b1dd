"""An accepted document shows facts about a merchant: they are kept as it says, and it is their origin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dure.domains.events.act import Act
from dure.domains.merchants.models import Merchant, profile_row
from dure.domains.merchants.origins import shown
from dure.domains.merchants.services.update_profile import keep_facts
from dure.engine.profile.fields import PROFILE_FIELDS


def show_facts(
    this: Act, *, merchant_id: int, facts: Mapping[str, Any], seen: Mapping[str, Any], at: datetime
) -> None:
    """Keep facts (a part of an engine's row) that a document of the day ``at`` shows, within an open act.

    ``seen`` is what was handed in with it: what the merchant has told otherwise since is newer, and stays.
    """
    merchant = Merchant.objects.select_for_update().get(pk=merchant_id)
    known, origins = profile_row(merchant), merchant.origins
    names = [name for name in facts if name in PROFILE_FIELDS and known.get(name) == seen.get(name)]
    if not names:
        return
    companions = [PROFILE_FIELDS[name].companion for name in names if PROFILE_FIELDS[name].none_able]
    kept = {name: facts.get(name) for name in (*names, *companions)}
    keep_facts(this, merchant_id=merchant_id, version=None, facts=kept, contacts={})
    Merchant.objects.filter(pk=merchant_id).update(origins=shown(origins, names, at))
    this.record("merchant", merchant_id, shown_by_document=sorted(names))
