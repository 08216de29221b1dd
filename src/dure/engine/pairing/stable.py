"""Two-sided pairing: merchants ask in their order, providers keep whom they prefer (deferred acceptance).

Gale and Shapley (1962), with room for several on both sides. Orders are strict: who was put in order comes
first in that order, then all others by points, among equals by lot. So the result is stable (nobody and
nobody would rather have each other), and of all stable ones the best for merchants.
"""

from __future__ import annotations

from heapq import heappush, heappushpop

import numpy as np

from dure.engine.pairing.blocks import Candidates, Numbers, Sides


def preferences(found: Candidates, lots: Numbers, sides: Sides) -> tuple[Numbers, Numbers]:
    """Return for each candidate its place in the seeker's order and in the provider's, from 0."""
    mine = _told(found, {n: one.ranked for n, one in enumerate(sides.seeking)}, sides.who, by_seeker=True)
    theirs = _told(found, {n: one.ranked for n, one in enumerate(sides.offering)}, sides.at, by_seeker=False)
    return (
        _places(found.seekers, mine, found.points, lots, found.providers),
        _places(found.providers, theirs, found.points, lots, found.seekers),
    )


def _told(
    found: Candidates, ranked: dict[int, tuple[str, ...]], number: dict[str, int], *, by_seeker: bool
) -> Numbers:
    """Return the place that somebody gave the other of each candidate; far behind where none was given."""
    last = len(number) + 1
    told = np.full(len(found.seekers), last, np.int64)
    own, other = (found.seekers, found.providers) if by_seeker else (found.providers, found.seekers)
    who = {n for n, names in ranked.items() if names}
    if who:
        places = {n: {number[name]: k for k, name in enumerate(ranked[n]) if name in number} for n in who}
        for k in np.flatnonzero(np.isin(own, list(who))).tolist():
            told[k] = places[int(own[k])].get(int(other[k]), last)
    return told


def _places(own: Numbers, told: Numbers, points: Numbers, lots: Numbers, other: Numbers) -> Numbers:
    order = np.lexsort((other, lots, -points, told, own))
    sorted_own = own[order]
    begins = np.flatnonzero(np.r_[True, np.diff(sorted_own) != 0]) if len(own) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[begins, len(own)])
    places = np.empty(len(own), np.int64)
    places[order] = np.arange(len(own)) - np.repeat(begins, lengths)
    return places


def stable(found: Candidates, mine: Numbers, theirs: Numbers, need: Numbers, room: Numbers) -> Numbers:
    """Return the places (in ``found``) of the pairs of the stable result that is best for the seekers."""
    order = np.lexsort((mine, found.seekers))
    starts = np.searchsorted(found.seekers[order], np.arange(len(need) + 1))
    lists, providers, ranks = order.tolist(), found.providers.tolist(), theirs.tolist()
    at, ends = starts[:-1].tolist(), starts[1:].tolist()
    left = room.tolist()
    held: dict[int, list[tuple[int, int, int]]] = {}
    # Whoever still needs somebody asks; a need of two asks twice.
    asking = [seeker for seeker, units in enumerate(need.tolist()) for _ in range(units)]
    while asking:
        seeker = asking.pop()
        if at[seeker] >= ends[seeker]:
            continue
        arc = lists[at[seeker]]
        at[seeker] += 1
        provider = providers[arc]
        keeps = held.setdefault(provider, [])
        one = (-ranks[arc], arc, seeker)
        if len(keeps) < left[provider]:
            heappush(keeps, one)
        elif left[provider]:
            asking.append(heappushpop(keeps, one)[2])
        else:
            asking.append(seeker)
    return np.array(sorted(arc for keeps in held.values() for _, arc, _ in keeps), np.int64)


def blocking(
    found: Candidates, mine: Numbers, theirs: Numbers, need: Numbers, room: Numbers, made: Numbers
) -> Numbers:
    """Return the candidates that would rather be together than what they have: none, where it is stable.

    Computed from the result alone: who has room, or holds somebody whom they put behind.
    """
    worst_mine = _worst(found.seekers, mine, made, need)
    worst_theirs = _worst(found.providers, theirs, made, room)
    apart = np.ones(len(found.seekers), np.bool_)
    apart[made] = False
    return np.flatnonzero(
        apart & (mine < worst_mine[found.seekers]) & (theirs < worst_theirs[found.providers])
    )


def _worst(own: Numbers, places: Numbers, made: Numbers, limit: Numbers) -> Numbers:
    """Return the last place that each holds: beyond all where there is room, before all where it has none."""
    count = np.bincount(own[made], minlength=len(limit))
    worst = np.full(len(limit), -1, np.int64)
    np.maximum.at(worst, own[made], places[made])
    return np.where(count < limit, np.iinfo(np.int64).max, worst)
