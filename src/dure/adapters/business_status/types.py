"""What the tax service answers, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Status(Enum):
    """Where a business stands with the tax service; the values are those of the merchant profile."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNREGISTERED = "unregistered"


@dataclass(frozen=True, slots=True)
class BusinessStatus:
    """The status of one number; ``closed_on`` only of a closed business, where it is told."""

    business_no: str
    status: Status
    tax_type: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether number, opening day and owner's name belong together; the status only where they do."""

    business_no: str
    is_valid: bool
    message: str = ""
    status: BusinessStatus | None = None


class Faulty(Exception):
    """The service refused the request: our key, our quota or our question is wrong. ``code`` is its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """The service did not answer in time, or not in its own words. Asking again later may help."""
