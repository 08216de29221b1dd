"""The programmes that one can apply to now, compiled for advice: each version is compiled once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.models import ProgrammeVersion, VersionState
from dure.engine.advising import Offer, open_offer
from dure.engine.law.dated import MissingParameter
from dure.engine.problems import Problem
from dure.engine.programme import load
from dure.engine.programme.models.values import Text


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An open programme that nobody can be judged by, and why: the law lacks a figure for its day."""

    programme: str
    title: Text
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OpenOffers:
    """What can be applied to now: the offers, and apart from them what cannot be judged."""

    offers: list[Offer]
    unjudged: list[Unjudged]


def open_offers(actor: SignedActor, now: datetime) -> OpenOffers:
    """Return the offers of all published versions whose window is open, by their deadline.

    Programmes that merchants do not apply to one by one are left out; one that cannot be judged stands apart
    and takes nothing from the others. One query, and one more for each
    version that this process has not seen: their bytes are not fetched again.
    """
    found = (
        ProgrammeVersion.objects.visible_to(actor)
        .filter(state=VersionState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
        .order_by("closes_at", "pk")
    )
    opened = [_offer(programme, hash_) for programme, hash_ in found.values_list("programme", "hash")]
    return OpenOffers(
        [one for one in opened if isinstance(one, Offer)],
        [one for one in opened if isinstance(one, Unjudged)],
    )


@lru_cache(maxsize=512)
def _offer(programme: str, hash_: str) -> Offer | Unjudged | None:
    raw = ProgrammeVersion.objects.values_list("raw", flat=True).get(programme=programme, hash=hash_)
    file = load(bytes(raw)).programme
    try:
        return open_offer(file)
    except MissingParameter as missing:
        return Unjudged(file.id, file.title, missing.problems)
