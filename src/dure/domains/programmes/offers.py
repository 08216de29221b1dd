"""The programmes that one can apply to now, compiled for advice: each version is compiled once a process."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.models import ProgrammeVersion, VersionState
from dure.engine.advising import Offer, open_offer
from dure.engine.programme import load


def open_offers(actor: SignedActor, now: datetime) -> list[Offer]:
    """Return the offers of all published versions whose window is open, by their deadline.

    Programmes that merchants do not apply to one by one are left out. One query, and one more for each
    version that this process has not seen: their bytes are not fetched again.
    """
    found = (
        ProgrammeVersion.objects.visible_to(actor)
        .filter(state=VersionState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
        .order_by("closes_at", "pk")
    )
    offers = (_offer(programme, hash_) for programme, hash_ in found.values_list("programme", "hash"))
    return [offer for offer in offers if offer is not None]


@lru_cache(maxsize=512)
def _offer(programme: str, hash_: str) -> Offer | None:
    raw = ProgrammeVersion.objects.values_list("raw", flat=True).get(programme=programme, hash=hash_)
    return open_offer(load(bytes(raw)).programme)
