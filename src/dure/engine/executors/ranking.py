"""The order of proposals by exact numbers: means of marks, weighted; ties are told, and broken by rule.

How it is done, with an example, stands in ``docs/algorithms/executor-ranking.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from dure.engine.programme.models.executor_calls import Criterion

WHOLE_BP = 10_000
Outcome = Literal["chosen", "below_least", "no_room", "not_scored"]
TieBreak = Literal["", "criterion", "lot"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one scorer gave a proposal in one criterion, in thousandths of a point."""

    proposal: str
    criterion: str
    scorer: int
    thousandths: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a proposal stands: its exact total, its means, with whom it ties, and what comes of it."""

    proposal: str
    rank: int | None
    """None where a criterion has no mark: it cannot be ranked."""
    total: Fraction | None
    means: tuple[Fraction | None, ...]
    """In the order of the criteria."""
    tied_with: tuple[str, ...]
    """Proposals of exactly the same total."""
    tie_break: TieBreak
    """What put it before or behind those: a criterion of greater weight, or the lot; empty: no tie."""
    outcome: Outcome


def rank_proposals(
    criteria: Sequence[Criterion],
    proposals: Iterable[str],
    marks: Iterable[Mark],
    *,
    most: int,
    least_points: int,
    seed: str,
) -> tuple[Standing, ...]:
    """Return where each proposal stands, the best first, those that lack a mark last.

    A mean is over the scorers of a criterion, the total over the criteria by weight; both are fractions, so
    that nothing is rounded before it is compared. Of equal totals the higher mean in the criterion of the
    greatest weight comes first (of equal weights: the earlier in the file), then the next; if all means are
    equal, ascending SHA-256 of the seed, a new line and the number of the proposal.
    """
    given: dict[tuple[str, str], list[int]] = {}
    for mark in marks:
        given.setdefault((mark.proposal, mark.criterion), []).append(mark.thousandths)
    means = {
        proposal: tuple(_mean(given.get((proposal, criterion.id), ())) for criterion in criteria)
        for proposal in proposals
    }
    totals = {proposal: _total(criteria, of) for proposal, of in means.items()}
    heavy = sorted(range(len(criteria)), key=lambda c: (-criteria[c].weight_bp, c))

    def by_criteria(proposal: str) -> tuple[Fraction, ...]:
        return tuple(-_known(means[proposal][c]) for c in heavy)

    ranked = sorted(
        (p for p, total in totals.items() if total is not None),
        key=lambda p: (-_known(totals[p]), by_criteria(p), lot(seed, p)),
    )
    ties = {p: of for _total_, of in _groups(ranked, totals) for p in of}
    found = []
    for rank, proposal in enumerate(ranked, start=1):
        others = tuple(p for p in ties[proposal] if p != proposal)
        total = _known(totals[proposal])
        outcome: Outcome = (
            "below_least" if total < least_points * 1000 else "chosen" if rank <= most else "no_room"
        )
        by_lot = any(by_criteria(other) == by_criteria(proposal) for other in others)
        tie_break: TieBreak = "" if not others else "lot" if by_lot else "criterion"
        found.append(Standing(proposal, rank, total, means[proposal], others, tie_break, outcome))
    lacking = sorted(p for p, total in totals.items() if total is None)
    found += [Standing(p, None, None, means[p], (), "", "not_scored") for p in lacking]
    return tuple(found)


def lot(seed: str, proposal: str) -> str:
    """Return by what proposals that tie in everything are ordered: anybody can work it out again."""
    return hashlib.sha256(f"{seed}\n{proposal}".encode()).hexdigest()


def points_text(thousandths: Fraction | None) -> str:
    """Return an exact number of thousandths as points with three decimals, rounded half up, for people.

    >>> points_text(Fraction(250001, 3)), points_text(None)
    ('83.334', '')
    """
    if thousandths is None:
        return ""
    whole = int(thousandths + Fraction(1, 2))
    return f"{whole // 1000}.{whole % 1000:03d}"


def _groups(ranked: Sequence[str], totals: Mapping[str, Fraction | None]) -> list[tuple[object, list[str]]]:
    return [(total, list(of)) for total, of in groupby(ranked, key=lambda p: totals[p])]


def _mean(given: Sequence[int]) -> Fraction | None:
    return Fraction(sum(given), len(given)) if given else None


def _total(criteria: Sequence[Criterion], means: Sequence[Fraction | None]) -> Fraction | None:
    if any(mean is None for mean in means):
        return None
    weighted = (_known(mean) * c.weight_bp for mean, c in zip(means, criteria, strict=True))
    return sum(weighted, Fraction()) / WHOLE_BP


def _known(value: Fraction | None) -> Fraction:
    assert value is not None, "only what has every mark is ranked"
    return value
