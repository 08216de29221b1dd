"""Who of those that hold a place is granted a benefit, and how much of each source (지원 결정).

Pure: the order, the rules' answers and what is left are handed in. Worked example:
``docs/algorithms/granting-benefits.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dure.engine.money.splitting import Drawing, split_payment
from dure.engine.problems import Refused

Outcome: TypeAlias = Literal[
    "granted",
    "granted_before",
    "excluded",
    "rule_no",
    "rule_unknown",
    "recipients_full",
    "total_used",
    "money_short",
]
"""Granted; holds it already; supported by a programme that the file excludes; not one of those the benefit is
for, or not known; so many have it; the sum for all is used; the fund has not as much."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application that holds a place at a stage that grants the benefit."""

    id: int
    number: str
    """The receipt number: what equal ranks are ordered by."""
    rank: int | None = None
    """Its rank at the stage; None for who came without one, after everybody who has one."""
    answer: bool | None = True
    """Whether the benefit is for it, None where that is not known."""
    holds: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a benefit now: what others have of it already is taken off."""

    each_won: int = 0
    """What each is granted; 0: nothing that is counted in won."""
    recipients: int | None = None
    total_won: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What came of one candidate; ``shares`` are won by source, empty where no fund pays."""

    id: int
    outcome: Outcome
    won: int = 0
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What came of all candidates, in their order."""

    all: tuple[Given, ...]

    @property
    def granted(self) -> tuple[Given, ...]:
        return tuple(one for one in self.all if one.outcome == "granted")

    @property
    def won(self) -> int:
        return sum(one.won for one in self.granted)

    @property
    def by_source(self) -> dict[str, int]:
        """What each source pays in all."""
        found: dict[str, int] = {}
        for one in self.granted:
            for source, won in one.shares.items():
                found[source] = found.get(source, 0) + won
        return found

    def count(self, outcome: Outcome) -> int:
        return sum(1 for one in self.all if one.outcome == outcome)

    @property
    def short(self) -> int:
        """For how many the fund has not as much."""
        return self.count("money_short")

    @property
    def fingerprint(self) -> str:
        """A hash of who is granted what: what was shown is what is done, or nothing."""
        told = sorted((one.id, one.outcome, sorted(one.shares.items()), one.won) for one in self.all)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def plan_grants(
    candidates: Iterable[Candidate],
    limits: Limits,
    drawing: Drawing | None = None,
    left_won: Mapping[str, int] | None = None,
) -> Plan:
    """Return what comes of each candidate, best rank first, of equal ranks by receipt number.

    Each is granted the same, whole or not at all. ``drawing`` None: no fund pays, and the amount is what the
    benefit is worth. What is granted to one is gone for the next.
    """
    ordered = sorted(candidates, key=lambda one: (one.rank is None, one.rank or 0, one.number, one.id))
    left = dict(left_won or {})
    recipients, total = limits.recipients, limits.total_won
    found: list[Given] = []
    for one in ordered:
        outcome = _barred(one)
        if outcome is None and recipients is not None and recipients < 1:
            outcome = "recipients_full"
        if outcome is None and total is not None and total < limits.each_won:
            outcome = "total_used"
        shares: dict[str, int] = {}
        if outcome is None and drawing is not None and limits.each_won:
            try:
                shares = {k: won for k, won in split_payment(limits.each_won, drawing, left).items() if won}
            except Refused:
                outcome = "money_short"
        if outcome is not None:
            found.append(Given(one.id, outcome))
            continue
        for source, won in shares.items():
            left[source] -= won
        recipients = None if recipients is None else recipients - 1
        total = None if total is None else total - limits.each_won
        found.append(Given(one.id, "granted", limits.each_won, shares))
    return Plan(tuple(found))


def _barred(one: Candidate) -> Outcome | None:
    """Return why somebody cannot be granted it whatever is left, None where nothing speaks against it."""
    if one.holds:
        return "granted_before"
    if one.excluded:
        return "excluded"
    if one.answer is None:
        return "rule_unknown"
    return None if one.answer else "rule_no"
