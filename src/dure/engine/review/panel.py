"""A panel as the optimiser sees it: cases, reviewers, bounds, points, and what an assignment breaks.

Plain values and pure functions; who finds the best assignment stands in ``panel_flow.py`` and
``panel_mixed.py``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Pair: TypeAlias = tuple[str, str]
"""A case and a reviewer."""

BrokenRule: TypeAlias = Literal["barred", "enough", "organisation", "most", "least"]


@dataclass(frozen=True, slots=True)
class Terms:
    """How many reviewers a case needs, and what binds. ``least`` and ``most`` are cases of one reviewer;
    without a ``most`` loads are made even before points count."""

    each: int
    least: int = 0
    most: int | None = None
    same_organisation: int | None = None
    """At most so many of one organisation review a case."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is to be assigned. ``standing`` assignments stay and count everywhere."""

    terms: Terms
    cases: tuple[str, ...]
    reviewers: tuple[str, ...]
    barred: frozenset[Pair] = frozenset()
    """Conflicts: these are never assigned."""
    standing: frozenset[Pair] = frozenset()
    organisations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By reviewer, of which organisations they are."""
    points: Mapping[Pair, int] = field(default_factory=dict)
    """What speaks for a pair (above zero) or against it (below); 0 where nothing is told."""
    seed: str = ""

    def may(self, case: str, reviewer: str) -> bool:
        return (case, reviewer) not in self.barred and (case, reviewer) not in self.standing


@dataclass(frozen=True, slots=True)
class Lack:
    """A bound that cannot be held: of a case that has too few reviewers, or a reviewer with too few cases.

    ``rule`` says which bound is in the way: ``barred`` (conflicts leave too few), ``organisation`` (so do
    conflicts and the bound on organisations together), ``most`` (all who may are fully loaded), ``least``.
    """

    rule: BrokenRule
    who: str
    """The case, or for ``least`` the reviewer."""
    lacks: int
    possible: int
    """How many there could be by that rule alone."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """New pairs, in order, and the bounds that could not be held."""

    new: tuple[Pair, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """What a change by hand would break."""

    rule: BrokenRule
    who: str
    found: int
    bound: int


def breaches(panel: Panel, held: Collection[Pair]) -> list[Breach]:
    """Return every rule of a panel that a whole assignment breaks, in order.

    >>> panel = Panel(Terms(1, most=1), ("A", "B"), ("r1",), barred=frozenset({("B", "r1")}))
    >>> [breach.rule for breach in breaches(panel, {("A", "r1"), ("B", "r1")})]
    ['barred', 'most']
    """
    terms = panel.terms
    of_case = Counter(case for case, _ in held)
    of_reviewer = Counter(reviewer for _, reviewer in held)
    found = [
        Breach("barred", case, 1, 0) for case, reviewer in sorted(held) if (case, reviewer) in panel.barred
    ]
    found += [
        Breach("enough", case, of_case[case], terms.each)
        for case in panel.cases
        if of_case[case] < terms.each
    ]
    if terms.same_organisation is not None:
        seated = Counter(
            (case, organisation)
            for case, reviewer in held
            for organisation in panel.organisations.get(reviewer, ())
        )
        found += [
            Breach("organisation", case, many, terms.same_organisation)
            for (case, _organisation), many in sorted(seated.items())
            if many > terms.same_organisation
        ]
    for reviewer in panel.reviewers:
        many = of_reviewer[reviewer]
        if terms.most is not None and many > terms.most:
            found.append(Breach("most", reviewer, many, terms.most))
        if many < terms.least:
            found.append(Breach("least", reviewer, many, terms.least))
    return found


def lacks_of(panel: Panel, new: Iterable[Pair]) -> tuple[Lack, ...]:
    """Return what an assignment leaves open, with the bound that is in the way."""
    held = {*panel.standing, *new}
    of_case = Counter(case for case, _ in held)
    load = Counter(reviewer for _, reviewer in held)
    lacks = []
    for case in panel.cases:
        if of_case[case] < panel.terms.each:
            lacks.append(_why(panel, case, panel.terms.each - of_case[case]))
    for reviewer in panel.reviewers:
        if load[reviewer] < panel.terms.least:
            may = sum(panel.may(case, reviewer) for case in panel.cases)
            standing = sum(who == reviewer for _, who in panel.standing)
            lacks.append(Lack("least", reviewer, panel.terms.least - load[reviewer], may + standing))
    return tuple(lacks)


def _why(panel: Panel, case: str, lacks: int) -> Lack:
    standing = {who for at, who in panel.standing if at == case}
    may = [who for who in panel.reviewers if panel.may(case, who)]
    if len(standing) + len(may) < panel.terms.each:
        return Lack("barred", case, lacks, len(standing) + len(may))
    bound = panel.terms.same_organisation
    if bound is not None:
        seats = most_of_organisations(panel, [*sorted(standing), *may], bound)
        if seats < panel.terms.each:
            return Lack("organisation", case, lacks, seats)
    return Lack("most", case, lacks, len(standing) + len(may))


def most_of_organisations(panel: Panel, who: Iterable[str], bound: int) -> int:
    """Return how many can sit together with at most ``bound`` of each organisation.

    Exact where everybody is of one organisation; where some are of several, at least so many can.
    """
    taken: Counter[str] = Counter()
    many = 0
    for one in sorted(who, key=lambda w: (len(panel.organisations.get(w, ())), w)):
        own = panel.organisations.get(one, frozenset())
        if all(taken[organisation] < bound for organisation in own):
            taken.update(own)
            many += 1
    return many


class Lots:
    """Numbers from 0 to 15 by which equally good pairs are told apart: hashes, nobody's choice.

    The lot of a pair is one hexadecimal digit of SHA-256 of seed, line feed, case: the one at the place that
    the first byte of SHA-256 of seed, line feed, reviewer names, modulo 64.
    """

    def __init__(self, panel: Panel) -> None:
        self.digits = {case: _hash(panel.seed, case).hex() for case in panel.cases}
        self.places = {who: _hash(panel.seed, who)[0] % 64 for who in panel.reviewers}

    def of(self, case: str, reviewer: str) -> int:
        """Return the lot of a pair."""
        return int(self.digits[case][self.places[reviewer]], 16)


def _hash(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{name}".encode()).digest()
