"""What executors owe in answer to public money (대응자금): promised, delivered, evidenced, and what lacks."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands for one executor, in won; in kind at its value.

    Each includes what comes after it: what is evidenced is delivered, what is delivered was promised.
    """

    public_won: int
    """What the public sources hand to the executor: its match is reckoned from this."""
    promised_cash_won: int = 0
    promised_in_kind_won: int = 0
    delivered_cash_won: int = 0
    delivered_in_kind_won: int = 0
    evidenced_cash_won: int = 0
    evidenced_in_kind_won: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """What an executor owes, and what lacks at each step; never below 0."""

    owed_won: int
    to_promise_won: int
    to_deliver_won: int
    to_evidence_won: int

    @property
    def is_closed(self) -> bool:
        """Whether everything owed and promised is delivered and evidenced."""
        return not (self.to_promise_won or self.to_deliver_won or self.to_evidence_won)


def owed_won(public_won: int, ratio_bp: int) -> int:
    """Return what answers an amount of public money; a part of a won counts as a whole one.

    >>> owed_won(150_000_000, 10_000), owed_won(7, 5_000)
    (150000000, 4)
    """
    return -(-public_won * ratio_bp // WHOLE_BP)


def gap_of(answer: Answer, ratio_bp: int) -> Gap:
    """Return what one executor still has to promise, to deliver and to evidence.

    Cash and kind count together: an executor may promise either.
    """
    promised = answer.promised_cash_won + answer.promised_in_kind_won
    delivered = answer.delivered_cash_won + answer.delivered_in_kind_won
    evidenced = answer.evidenced_cash_won + answer.evidenced_in_kind_won
    owed = owed_won(answer.public_won, ratio_bp)
    return Gap(
        owed,
        max(0, owed - promised),
        max(0, promised - delivered),
        max(0, delivered - evidenced),
    )
