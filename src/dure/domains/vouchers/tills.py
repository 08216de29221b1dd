"""Keys of tills: by what they are known, and for whom they act."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.vouchers.models import Spend, TillKey

PREFIX = "dure_till_"


@dataclass(frozen=True, slots=True)
class Till:
    """A till that speaks: its shop, and for whom it acts."""

    shop_id: int
    actor: SignedActor


def digest_of(text: str) -> str:
    """Return the hash by which a key is found: it is long and random, so a plain hash keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()


def till_of(text: str, now: datetime) -> Till | None:
    """Return the till that has a key in force, or None; whoever made it acts, with the rights of today."""
    if not text.startswith(PREFIX):
        return None
    found = TillKey.objects.filter(digest=digest_of(text), ended_at__isnull=True).first()
    if found is None or not User.objects.filter(pk=found.made_by_id, is_active=True).exists():
        return None
    return Till(found.shop_id, actor_of(found.made_by_id, now))


def spend_with(shop_id: int, key: str) -> int | None:
    """Return the spend that a shop took under a key, or None."""
    return Spend.objects.filter(shop_id=shop_id, key=key).values_list("pk", flat=True).first()
