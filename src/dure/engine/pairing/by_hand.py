"""Whether a pair can be put into a round by hand: by the bounds that the round itself keeps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

from dure.engine.pairing.points import Suitability, suitability
from dure.engine.pairing.sides import Pair, Problem

HandWhyNot: TypeAlias = Literal["gone", "there", "barred", "region", "needs", "points", "each", "full"]
"""``gone``: a side is not in the round; ``there``: the two are matched already; ``each``: the merchant has as
many providers as the file gives; the others as ``sides.WhyNot`` has them."""


def fit_of(problem: Problem, pair: Pair) -> Suitability | None:
    """Return what speaks for a pair of a problem; None where a side is not in it."""
    seeker = next((one for one in problem.seekers if one.id == pair[0]), None)
    provider = next((one for one in problem.providers if one.id == pair[1]), None)
    if seeker is None or provider is None:
        return None
    return suitability(problem.terms, seeker, provider)


def why_not(problem: Problem, planned: Collection[Pair], pair: Pair) -> HandWhyNot | None:
    """Return why a pair cannot be put beside what stands and what is ``planned``, or None where it can.

    ``planned`` is what the round will have: without the pair that the new one takes the place of. A pair that
    is fixed needs no points, and goes farther than travel limits: as in the round itself. Nothing overrides
    what is barred, nor room.

    >>> from dure.engine.pairing.sides import Provider, Seeker, Terms
    >>> of = Problem(Terms(()), (Seeker("A"), Seeker("B")), (Provider("p", 1), Provider("q", 1)))
    >>> why_not(of, {("A", "p")}, ("B", "q")), why_not(of, {("A", "p")}, ("B", "p"))
    (None, 'full')
    """
    fit = fit_of(problem, pair)
    if fit is None:
        return "gone"
    if pair in problem.barred:
        return "barred"
    if pair in planned:
        return "there"
    if pair not in problem.fixed:
        if not fit.comes:
            return "region"
        if not fit.meets:
            return "needs"
        if fit.points < problem.terms.lowest_points:
            return "points"
    others = (problem.fixed | frozenset(planned)) - {pair}
    if sum(seeker == pair[0] for seeker, _ in others) >= problem.terms.each:
        return "each"
    room = next(one.capacity for one in problem.providers if one.id == pair[1])
    return "full" if sum(provider == pair[1] for _, provider in others) >= room else None
