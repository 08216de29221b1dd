"""Who is referred under a ceiling, and how much of the ceiling each takes (보증·융자 한도).

Of values only; worked example: ``docs/algorithms/exposure.md``. The ceiling is of a fund, of a body that
decides (a guarantor, a lender), or of both; what is counted against it is told by the kind of finance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

WHOLE_BP = 10_000

Stop = Literal["total", "body"]
"""Which ceiling keeps somebody waiting: the fund's, or the body's own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One that asks: how many won of which body's room; in the order of asking."""

    id: int
    body: str
    won: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who is referred now, and who waits, with the ceiling that has no room for them."""

    referred: tuple[int, ...]
    waiting: Mapping[int, Stop]


def counted_won(loan_won: int, covered_bp: int) -> int:
    """Return what a loan takes of a ceiling: the part that is covered; a part of a won counts as a whole one.

    >>> counted_won(10_000_001, 8_500)
    8500001
    """
    if loan_won < 0 or not 0 <= covered_bp <= WHOLE_BP:
        raise ValueError("a loan from 0, a share from 0 to 10000")
    return -(-loan_won * covered_bp // WHOLE_BP)


def freed_won(loan_won: int, repaid_won: int, more_won: int, covered_bp: int) -> int:
    """Return what becomes free of a ceiling when ``more_won`` of a loan is repaid, ``repaid_won`` before it.

    What stays counted is always the covered part of what is still owed, so nothing is lost by rounding: all
    that is freed together is what the loan took.
    """
    if min(loan_won, repaid_won, more_won) < 0 or repaid_won + more_won > loan_won:
        raise ValueError("no more is repaid than was lent")
    owed = loan_won - repaid_won
    return counted_won(owed, covered_bp) - counted_won(owed - more_won, covered_bp)


def admit(wanted: Iterable[Wanted], free_won: int | None, free_by_body: Mapping[str, int]) -> Admitted:
    """Return who is referred, first come first: nobody is passed over by a later one of the same ceiling.

    ``free_won`` None: the fund has no ceiling; a body that is not among ``free_by_body`` has none of its own.
    Once the fund has no room for one, all later ones wait; once a body has none, its later ones wait.
    """
    free, of_body = free_won, dict(free_by_body)
    referred: list[int] = []
    waiting: dict[int, Stop] = {}
    full, full_bodies = False, set[str]()
    for one in wanted:
        if one.won < 0:
            raise ValueError("an amount from 0")
        if one.body in full_bodies or one.won > of_body.get(one.body, one.won):
            full_bodies.add(one.body)
            waiting[one.id] = "body"
        elif full or (free is not None and one.won > free):
            full = True
            waiting[one.id] = "total"
        else:
            free = None if free is None else free - one.won
            if one.body in of_body:
                of_body[one.body] -= one.won
            referred.append(one.id)
    return Admitted(tuple(referred), waiting)
