"""What a scan says: our verdict, the scanner's own word for it, and what went wrong where it said nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True, slots=True)
class Scan:
    """One answer; ``signature`` names what was found."""

    verdict: Verdict
    signature: str = ""


class ScannerDown(Exception):
    """The scanner gave no verdict: not reached, hung up, nonsense, or could not scan. Ask again later."""


class TooLarge(Exception):
    """The scanner takes no file of this size (its StreamMaxLength): asking again is no use."""


STATUSES: tuple[tuple[str, str, str], ...] = (
    ("stream: OK", "clean", "no signature matches"),
    ("stream: NAME FOUND", "infected", "the signature NAME matches"),
    ("INSTREAM size limit exceeded. ERROR", "TooLarge", "larger than StreamMaxLength of clamd.conf"),
    ("… ERROR", "ScannerDown", "the scanner could not scan: tried again later"),
    ("nothing, or anything else", "ScannerDown", "the connection broke, or it is no clamd"),
)
"""Every answer of clamd, what it is to us, and why: the README's table is made from it."""
