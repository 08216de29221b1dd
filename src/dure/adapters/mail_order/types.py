"""What the register of mail-order businesses answers, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Registration:
    """One report of a mail-order business (통신판매업 신고).

    Name, address, telephone and mail of its owner, which the register tells too, are not taken over.
    """

    number: str
    """As 2025-서울중구-0001: year, office and running number."""
    in_operation: bool
    status: str
    """The register's own word of the state of operation."""
    reported_on: date | None = None


class Faulty(Exception):
    """The register refused the request: our key, our quota or our question is wrong. ``code`` is its own."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """The register did not answer in time, or not in its own words. Asking again later may help."""
