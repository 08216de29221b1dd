"""What likeness in each field is worth, for "the same business" and for "the same owner": points in a table.

The points are whole numbers that are added, so that anybody can add them again. They were set on invented
rows with planted duplicates (``bench/duplicates.py``) and are no probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How alike two values are; where either is not known there is no level, and no points either way."""

    SAME = "same"
    NEAR = "near"
    LIKE = "like"
    DIFFERENT = "different"


class Band(StrEnum):
    """What follows: looked at first, looked at, or not listed."""

    HIGH = "high"
    REVIEW = "review"
    NONE = "none"


class Kind(StrEnum):
    """What a pair looks like more: one business that stands there twice, or two businesses of one owner."""

    SAME_BUSINESS = "same_business"
    SAME_OWNER = "same_owner"


FIELDS = ("number", "phone", "email", "owner", "birth_year", "name", "address", "region", "opened_on")
"""What is compared, in the order in which it is shown."""

S, N, L, D = Level.SAME, Level.NEAR, Level.LIKE, Level.DIFFERENT
BUSINESS: Mapping[str, Mapping[Level, int]] = {
    "number": {S: 100},
    "phone": {S: 30},
    "email": {S: 20},
    "owner": {S: 20, N: 15, D: -20},
    "birth_year": {S: 10, D: -15},
    "name": {S: 35, N: 30, L: 15, D: -20},
    "address": {S: 35, N: 25, D: -10},
    "region": {S: 10, D: -15},
    "opened_on": {S: 10, D: -5},
}
OWNER: Mapping[str, Mapping[Level, int]] = {
    "phone": {S: 40},
    "email": {S: 40},
    "owner": {S: 30, N: 20, D: -40},
    "birth_year": {S: 20, D: -30},
    "name": {S: 15, N: 10},
}
HIGH, REVIEW = 90, 60
"""From so many points on a pair is in the band."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Levels by field, the points for either meaning, and what follows from the larger."""

    evidence: Mapping[str, Level | None]
    business: int
    owner: int

    @property
    def score(self) -> int:
        return max(self.business, self.owner)

    @property
    def band(self) -> Band:
        return band_of(self.score)

    @property
    def looks_like(self) -> Kind:
        return Kind.SAME_BUSINESS if self.business >= self.owner else Kind.SAME_OWNER


def band_of(score: int) -> Band:
    """Return the band of a score."""
    return Band.HIGH if score >= HIGH else Band.REVIEW if score >= REVIEW else Band.NONE


def judged(evidence: Mapping[str, Level | None]) -> Judgement:
    """Return the judgement of a pair by its levels. The region counts only where an address is not known."""
    told = {field: level for field, level in evidence.items() if level is not None}
    if "address" in told:
        told.pop("region", None)
    return Judgement(evidence, _points(told, BUSINESS), _points(told, OWNER))


def points_of(field: str, level: Level | None) -> tuple[int, int]:
    """Return what one level is worth: for the same business, for the same owner."""
    if level is None:
        return 0, 0
    return BUSINESS.get(field, {}).get(level, 0), OWNER.get(field, {}).get(level, 0)


def _points(told: Mapping[str, Level], table: Mapping[str, Mapping[Level, int]]) -> int:
    return sum(table.get(field, {}).get(level, 0) for field, level in told.items())
