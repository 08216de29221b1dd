"""What a merchant can get, could get if, and cannot get; and which facts would settle most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from dure.engine.advising.offers import Offer
from dure.engine.profile.columns import SUPPORTED_IN, owner_of
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
    """Ids of programmes: which the merchant has received, and to which it has applied and waits.

    ``support`` are columns of earlier support (``supported_in.ID``, ``total_support_won.MONTHS``) as their
    owners hand them in; what was received is support whatever they say.
    """

    received: frozenset[str] = frozenset()
    applied: frozenset[str] = frozenset()
    support: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return what is known of earlier support, by column."""
        return {n: v for n, v in self.support.items() if v is not None} | {
            f"{SUPPORTED_IN}.{name}": True for name in self.received
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """How one programme stands to the merchant; the screening says rule by rule why."""

    offer: Offer
    standing: Standing
    screening: Screening
    excluded_by: tuple[str, ...]
    """Programmes that it was supported in and that this one excludes (중복수혜)."""


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
    known = dict(row) | history.columns()
    advices = [_advice(offer, known, history) for offer in offers]
    open_ = [(frozenset(a.screening.missing), 1) for a in advices if a.standing == "eligible_if"]
    # A merchant tells facts; answers are given call by call, and support is looked up.
    open_ = [(names, count) for names, count in open_ if not any(map(owner_of, names))]
    ordered = sorted(
        advices, key=lambda a: (STANDINGS.index(a.standing), a.offer.closes_at, a.offer.programme)
    )
    return Advised(tuple(ordered), best_asks(open_))


def _advice(offer: Offer, row: Mapping[str, Any], history: History) -> Advice:
    screening = offer.screener.screen(row)
    excluded_by = tuple(name for name in offer.excludes if row.get(f"{SUPPORTED_IN}.{name}") is True)
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
