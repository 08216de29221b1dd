"""What goes to the bank and what it answers, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer: its number in the batch, the account it goes to, how much, and what the payee reads."""

    no: int
    bank: str
    account_no: str
    holder: str
    won: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Transfers:
    """A batch: the key under which the bank knows it for ever, the day asked for, and its transfers."""

    key: str
    pay_on: date
    sender: str
    rows: tuple[Transfer, ...]

    @property
    def won(self) -> int:
        """What is transferred in all."""
        return sum(row.won for row in self.rows)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one transfer: the bank's code (``codes.py``) and its day."""

    no: int
    code: str
    on: date


class Faulty(Exception):
    """The service refused the request: our key or our question is wrong. ``code`` is its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """The service did not answer in time, or not in its own words. Asking again later may help."""
