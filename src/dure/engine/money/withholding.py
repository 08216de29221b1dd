"""Tax withheld (원천징수) from what a person is paid for work without being employed.

By the law of the day of payment; see ``docs/algorithms/withholding.md``. Whether a payment is business income
(사업소득, done again and again) or other income (기타소득, done once) is not decided here: it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dure.engine.law import withholding as law
from dure.engine.problems import msg, refuse

Income = Literal["business", "other"]

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Withheld:
    """A payment and what is withheld of it, in won; ``income_won`` is what the tax was taken of."""

    paid_won: int
    income_won: int
    income_tax_won: int
    local_tax_won: int

    @property
    def handed_out_won(self) -> int:
        return self.paid_won - self.income_tax_won - self.local_tax_won


def withhold(*, paid_won: int, paid_on: date, income: Income) -> Withheld:
    """Return what is withheld of a payment of a day.

    Raises Refused for a payment below 0, MissingParameter for a day that the law tables do not cover.
    """
    if paid_won < 0:
        raise refuse("withholding.paid", msg("a payment is 0 won or more"))
    if income == "business":
        taken_of = paid_won
        tax = _tax(
            taken_of, law.BUSINESS_RATE_BP.on(paid_on), law.SMALL_TAX_OF_BUSINESS_WON.on(paid_on), paid_on
        )
    else:
        taken_of = paid_won - paid_won * law.OTHER_EXPENSES_BP.on(paid_on) // _WHOLE_BP
        free = taken_of <= law.OTHER_FREE_WON.on(paid_on)
        rate = 0 if free else law.OTHER_RATE_BP.on(paid_on)
        tax = _tax(taken_of, rate, law.SMALL_TAX_WON.on(paid_on), paid_on)
    local = _rounded(tax * law.LOCAL_RATE_BP.on(paid_on) // _WHOLE_BP, paid_on)
    return Withheld(paid_won, taken_of, tax, local)


def _tax(income_won: int, rate_bp: int, small_won: int, on: date) -> int:
    tax = _rounded(income_won * rate_bp // _WHOLE_BP, on)
    return 0 if tax < small_won else tax


def _rounded(won: int, on: date) -> int:
    step = law.ROUNDED_TO_WON.on(on)
    return won // step * step
