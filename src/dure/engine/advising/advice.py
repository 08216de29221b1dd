"""What a merchant can get, could get if, and cannot get; and which facts would settle most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dure.engine.advising.offers import Offer
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.screening import Screening
from dure.engine.screening.trial import Asked, best_asks

Standing: TypeAlias = Literal[
    "eligible", "eligible_if", "unclear", "received", "applied", "excluded", "ineligible"
]

STANDINGS: tuple[Standing, ...] = (
    "eligible",
    "eligible_if",
    "unclear",
    "applied",
    "received",
    "excluded",
    "ineligible",
)
"""In the order in which they are told. ``unclear``: not known, and no missing fact would settle it."""


@dataclass(frozen=True, slots=True)
class History:
    """Ids of programmes: which the merchant has received, and to which it has applied and waits."""

    received: frozenset[str] = frozenset()
    applied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Advice:
    """How one programme stands to the merchant; the screening says rule by rule why."""

    offer: Offer
    standing: Standing
    screening: Screening
    excluded_by: tuple[str, ...]
    """Programmes received that this one excludes (중복수혜)."""


@dataclass(frozen=True, slots=True)
class Advised:
    """The answer over all programmes, best first, and up to three facts that settle most of what is open."""

    advices: tuple[Advice, ...]
    asks: tuple[Asked, ...]

    def count(self, standing: Standing) -> int:
        return sum(1 for advice in self.advices if advice.standing == standing)


NO_HISTORY = History()


def advise(offers: Iterable[Offer], row: Mapping[str, Any], history: History = NO_HISTORY) -> Advised:
    """Return what a merchant can get of some programmes.

    ``row`` has profile columns and their companions; what is not in it is not known. What was received or
    applied to is told as that, whatever the facts say by now. A rule that is not met is told before an
    exclusion (중복수혜), for it is the reason that stays. Facts are asked for only where the answer is still
    open. Order: standing, then the deadline, then the id.
    """
    known = _whole(row)
    advices = [_advice(offer, known, history) for offer in offers]
    open_ = [(frozenset(a.screening.missing), 1) for a in advices if a.standing == "eligible_if"]
    ordered = sorted(
        advices, key=lambda a: (STANDINGS.index(a.standing), a.offer.closes_at, a.offer.programme)
    )
    return Advised(tuple(ordered), best_asks(open_))


def _advice(offer: Offer, row: Mapping[str, Any], history: History) -> Advice:
    screening = offer.screener.screen(row)
    excluded_by = tuple(name for name in offer.excludes if name in history.received)
    standing: Standing
    if offer.programme in history.received:
        standing = "received"
    elif offer.programme in history.applied:
        standing = "applied"
    elif screening.verdict == "ineligible":
        standing = "ineligible"
    elif excluded_by:
        standing = "excluded"
    elif screening.verdict == "eligible":
        standing = "eligible"
    else:
        standing = "eligible_if" if screening.missing else "unclear"
    return Advice(offer, standing, screening, excluded_by)


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with every profile column and companion in it: the screeners read them all."""
    names = [n for f in PROFILE_COLUMNS for n in ((f.name, f.companion) if f.none_able else (f.name,))]
    return {name: row.get(name) for name in names}
