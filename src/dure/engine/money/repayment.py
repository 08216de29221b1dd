"""Repayment of a loan (상환 일정): month by month, and again after an extension or a deferral.

Of values only; see ``docs/algorithms/loan-repayment.md``. The lender decides what is owed: this is what
it would probably come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dure.engine.problems import msg, refuse
from dure.engine.programme.retention import months_after

Method = Literal["equal_principal", "equal_payment", "at_end"]

WHOLE_BP = 10_000
DAYS_OF_YEAR = 365
"""Interest by days is of a year of 365 days, in leap years too, as Korean banks reckon it."""
MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Loan:
    """What was lent: its term in months, so many of them first with interest only, at a rate of the year."""

    principal_won: int
    rate_bp: int
    drawn_on: date
    months: int
    grace_months: int = 0
    method: Method = "equal_principal"


@dataclass(frozen=True, slots=True)
class Change:
    """What an extension (기간연장) or a deferral (상환유예) changes after so many instalments.

    ``deferred_months`` of the months that are left are with interest only; ``added_months`` come to the term.
    A deferral that moves the end by as much has the same number in both. ``rate_bp`` is the rate after it.
    """

    after: int
    deferred_months: int = 0
    added_months: int = 0
    rate_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is due on a day, and what is still owed after it."""

    due_on: date
    principal_won: int
    interest_won: int
    left_won: int

    @property
    def total_won(self) -> int:
        return self.principal_won + self.interest_won


def schedule(loan: Loan) -> tuple[Instalment, ...]:
    """Return the instalments of a loan, the first a month after it was drawn.

    The principal of all of them is the loan's. Raises Refused with every figure that does not fit.
    """
    _check(loan)
    return tuple(_instalments(loan, 0, loan.principal_won, loan.months, loan.grace_months, loan.rate_bp))


def changed(loan: Loan, change: Change) -> tuple[Instalment, ...]:
    """Return the instalments of a loan after a change: those before it stand, the rest is reckoned anew.

    Raises Refused where loan or change do not fit.
    """
    before = schedule(loan)
    _check_change(loan, change)
    kept = before[: change.after]
    left = kept[-1].left_won if kept else loan.principal_won
    months = loan.months - change.after + change.added_months
    grace = max(loan.grace_months - change.after, change.deferred_months, 0)
    rate = loan.rate_bp if change.rate_bp is None else change.rate_bp
    return kept + tuple(_instalments(loan, change.after, left, months, grace, rate))


def interest_won(instalments: tuple[Instalment, ...]) -> int:
    """Return the interest of all instalments."""
    return sum(one.interest_won for one in instalments)


def _instalments(
    loan: Loan, first: int, owed: int, months: int, grace: int, rate_bp: int
) -> Iterator[Instalment]:
    """Yield ``months`` instalments of what is owed, from the one after ``first`` on."""
    repaying = months - grace
    part = owed // repaying if loan.method == "equal_principal" else 0
    payment = _annuity(owed, rate_bp, repaying) if loan.method == "equal_payment" else 0
    left = owed
    for n in range(1, months + 1):
        since = months_after(loan.drawn_on, first + n - 1)
        due = months_after(loan.drawn_on, first + n)
        if loan.method == "equal_payment" and n > grace:
            interest = left * rate_bp // (12 * WHOLE_BP)
        else:
            interest = left * rate_bp * (due - since).days // (DAYS_OF_YEAR * WHOLE_BP)
        if n == months:
            principal = left
        elif n <= grace:
            principal = 0
        else:
            principal = part if loan.method != "equal_payment" else min(max(payment - interest, 0), left)
        left -= principal
        yield Instalment(due, principal, interest, left)


def _annuity(owed: int, rate_bp: int, months: int) -> int:
    """Return the equal monthly payment, rounded down to a won; the last instalment takes what is left."""
    if rate_bp == 0:
        return owed // months
    rate = Fraction(rate_bp, 12 * WHOLE_BP)
    grown = (1 + rate) ** months
    return int(owed * rate * grown / (grown - 1))


def _check(loan: Loan) -> None:
    if not 0 < loan.principal_won <= 10**12:
        raise refuse("loan.principal", msg("a loan is between 1 won and 1,000,000,000,000 won"))
    if not 0 <= loan.rate_bp <= WHOLE_BP:
        raise refuse("loan.rate", msg("an interest rate is between 0 and 100 %"))
    if not 1 <= loan.months <= MOST_MONTHS:
        raise refuse("loan.months", msg("a term is between 1 and {most} months"), most=MOST_MONTHS)
    if not 0 <= loan.grace_months < loan.months:
        raise refuse("loan.grace", msg("the months with interest only are fewer than those of the term"))


def _check_change(loan: Loan, change: Change) -> None:
    if not 0 <= change.after < loan.months:
        raise refuse(
            "loan.after",
            msg("so many instalments are behind that none is left: at most {most}"),
            most=loan.months - 1,
        )
    if change.added_months < 0 or loan.months + change.added_months > MOST_MONTHS:
        raise refuse("loan.months", msg("a term is between 1 and {most} months"), most=MOST_MONTHS)
    if not 0 <= change.deferred_months < loan.months - change.after + change.added_months:
        raise refuse("loan.deferred", msg("the deferral is shorter than the months that are left"))
    if change.rate_bp is not None and not 0 <= change.rate_bp <= WHOLE_BP:
        raise refuse("loan.rate", msg("an interest rate is between 0 and 100 %"))
