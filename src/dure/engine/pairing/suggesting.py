"""Whom somebody could be paired with, the best first, with what speaks for each: shown before any round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dure.engine.pairing.points import Suitability, suitability
from dure.engine.pairing.sides import Pair, Provider, Seeker, Terms


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair that could be made."""

    seeker: str
    provider: str
    fit: Suitability


def suggestions(
    terms: Terms,
    seekers: Iterable[Seeker],
    providers: Iterable[Provider],
    barred: frozenset[Pair] = frozenset(),
) -> list[Suggestion]:
    """Return the pairs of some seekers with some providers that could be made, the most points first.

    Whoever has no room is left out; that others may be before somebody is not looked at here.
    """
    others = [one for one in providers if one.capacity > 0]
    found = [
        Suggestion(seeker.id, provider.id, fit)
        for seeker in seekers
        for provider in others
        if (seeker.id, provider.id) not in barred
        and (fit := suitability(terms, seeker, provider)).comes
        and fit.meets
        and fit.points >= terms.lowest_points
    ]
    return sorted(found, key=lambda one: (-one.fit.points, one.seeker, one.provider))
