"""Two rows compared in process, field by field: what the service does with the few that its keys found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dure.engine.duplicates.normal import (
    ADDRESS,
    EMAIL,
    NAME,
    NUMBER,
    ONLY_DIGITS,
    OWNER,
    PHONE,
    REGION,
    as_bytes,
    normal,
)
from dure.engine.duplicates.scoring import Judgement, Level, judged

NEAR_BP, LIKE_BP, NEAR_OWNER_BP = 8500, 7000, 8000
"""Likeness of strokes from which on two names (or addresses), or two owners' names, are near."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a row, in normal form; None: not known."""

    number: str | None = None
    phone: str | None = None
    email: str | None = None
    owner: str | None = None
    birth_year: int | None = None
    name: str | None = None
    address: str | None = None
    region: str | None = None
    opened_on: date | None = None


def facts_of(row: Mapping[str, Any]) -> Facts:
    """Return the facts of a row with the columns of a profile and its contacts; absent is not known."""
    return Facts(
        number=normal(row.get("business_no"), NUMBER),
        phone=normal(row.get("phone"), PHONE),
        email=normal(row.get("email"), EMAIL),
        owner=normal(row.get("owner_name"), OWNER),
        birth_year=row.get("owner_birth_year"),
        name=normal(row.get("name"), NAME),
        address=normal(row.get("address"), ADDRESS),
        region=normal(row.get("region"), REGION),
        opened_on=row.get("opened_on"),
    )


def compare(one: Facts, other: Facts) -> Judgement:
    """Return how alike two rows are in each field, and what the levels are worth."""
    return judged(
        {
            "number": _equal(one.number, other.number),
            "phone": _equal(one.phone, other.phone),
            "email": _equal(one.email, other.email),
            "owner": _owners(one.owner, other.owner),
            "birth_year": _years(one.birth_year, other.birth_year),
            "name": _texts(one.name, other.name),
            "address": _texts(one.address, other.address, like=False),
            "region": _equal(one.region, other.region),
            "opened_on": _equal(one.opened_on, other.opened_on),
        }
    )


def likeness_bp(one: str, other: str) -> int:
    """Return how alike two texts are, by strokes of the keyboard, in basis points.

    >>> likeness_bp("두레상회", "두래상회"), likeness_bp("두레상회", "")
    (9000, 0)
    """
    first, second = as_bytes(one), as_bytes(other)
    longest = max(len(first), len(second))
    return 10_000 if not longest else 10_000 - edits(first, second) * 10_000 // longest


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed (Levenshtein 1965).

    >>> edits("kitten", "sitting")
    3
    """
    before = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for column, against in enumerate(other, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against)))
        before = row
    return before[-1]


def _equal(one: object, other: object) -> Level | None:
    if one is None or other is None:
        return None
    return Level.SAME if one == other else Level.DIFFERENT


def _years(one: int | None, other: int | None) -> Level | None:
    if one is None or other is None:
        return None
    # Born around the lunar new year: people write one year or the other.
    return (Level.SAME, Level.NEAR)[abs(one - other)] if abs(one - other) <= 1 else Level.DIFFERENT


def _owners(one: str | None, other: str | None) -> Level | None:
    if one is None or other is None or one == other:
        return _equal(one, other)
    return Level.NEAR if likeness_bp(one, other) >= NEAR_OWNER_BP else Level.DIFFERENT


def _texts(one: str | None, other: str | None, *, like: bool = True) -> Level | None:
    if one is None or other is None or one == other:
        return _equal(one, other)
    if re.sub(*ONLY_DIGITS, one) != re.sub(*ONLY_DIGITS, other):
        return Level.DIFFERENT
    alike = likeness_bp(one, other)
    if alike >= NEAR_BP:
        return Level.NEAR
    return Level.LIKE if like and alike >= LIKE_BP else Level.DIFFERENT
