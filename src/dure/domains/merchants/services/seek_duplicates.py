"""All merchants, or some, are looked through for duplicates, so many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.services.note_duplicates import MOST_AT_ONCE, note_duplicates


def seek_duplicates(*, actor: SignedActor, now: datetime, merchant_ids: Sequence[int] | None = None) -> int:
    """Compare merchants (None: all) with those that share a key with them; returns the pairs that are new.

    Each part is an act of its own, so that nothing is locked for long; again changes nothing more. Only the
    system does; raises NotAllowed for everybody else.
    """
    allow_service_alone(actor)
    found = 0
    for part in _parts(merchant_ids):
        with act("merchant.seek_duplicates", actor=actor, now=now) as this:
            found += note_duplicates(this, part).found
    return found


def _parts(merchant_ids: Sequence[int] | None) -> Iterator[list[int]]:
    if merchant_ids is not None:
        ids = sorted(set(merchant_ids))
        yield from (ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE))
        return
    last = 0
    while True:
        rows = Merchant.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        part = list(rows[:MOST_AT_ONCE])
        if not part:
            return
        yield part
        last = part[-1]
