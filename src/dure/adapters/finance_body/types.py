"""What goes to a body that decides about finance and what it answers, in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One merchant in a parcel: by its reference, new or withdrawn, with what was agreed to be told."""

    reference: str
    kind: str
    """``new`` or ``withdrawn``: of who withdrew nothing but the reference goes along."""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that is handed over: the key under which the body knows it for ever, of what, and its rows."""

    key: str
    programme: str
    benefit: str
    body: str
    content_hash: str
    rows: tuple[ReferralRow, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: its number in the order of the body, which referral, what was done and when."""

    no: int
    reference: str
    move: str
    """receive, approve, refuse, take_up, lapse or end."""
    on: date
    won: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    """The first day on which it is good no more."""
    contract_no: str = ""
    reason: str = ""


class Faulty(Exception):
    """The body refused the request: our key, signature or question is wrong. ``code`` is its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """The body did not answer in time, or not in the words of the contract. Asking again later may help."""
