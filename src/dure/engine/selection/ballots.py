"""Ballots of a public vote: the hash that commits to each, the list that is sealed, and the count.

A ballot's hash tells nothing of it without the salt. The list of all hashes is published when the vote
closes; the ballots with their salts, when the result is: then anybody can open every hash, and count again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FORMAT = "dure-ballot/1"
LIST_COLUMN = "ballot"
COLUMNS = ("ballot", "choices", "salt", "counted", "reason")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's votes: numbers of candidates, and what hides them in the hash until the count."""

    choices: tuple[str, ...]
    salt: str
    set_aside: str = ""
    """Why it does not count; empty where it does."""

    def hash_in(self, programme: str, stage: str) -> str:
        """Return the hash that commits to this ballot in a vote."""
        return ballot_hash(programme, stage, self.choices, self.salt)


def ballot_hash(programme: str, stage: str, choices: Iterable[str], salt: str) -> str:
    """Return SHA-256 of five lines: the format, programme, stage, salt, and the choices in order of number.

    >>> ballot_hash("fair-2025", "vote", ["B", "A"], "00")[:16]
    'd1e610abeb622cc4'
    """
    lines = (FORMAT, programme, stage, salt, ";".join(sorted(choices)))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sealed_list(hashes: Iterable[str]) -> bytes:
    """Return the list of ballots as it is sealed: csv of one column, in order of the hashes."""
    return "".join(f"{line}\n" for line in (LIST_COLUMN, *sorted(hashes))).encode()


def sealed_hash(hashes: Iterable[str]) -> str:
    """Return the SHA-256 of the sealed list: no ballot can be added, taken or changed after it is public."""
    return hashlib.sha256(sealed_list(hashes)).hexdigest()


def count_votes(candidates: Iterable[str], ballots: Sequence[Ballot]) -> dict[str, int]:
    """Return the votes of every candidate; ballots set aside, and votes for others, count nothing."""
    found = Counter(
        choice for ballot in ballots if not ballot.set_aside for choice in dict.fromkeys(ballot.choices)
    )
    return {candidate: found[candidate] for candidate in candidates}


def opened_rows(programme: str, stage: str, ballots: Sequence[Ballot]) -> list[tuple[str, ...]]:
    """Return the rows of the opened ballots under :data:`COLUMNS`, in order of their hashes."""
    return sorted(
        (
            one.hash_in(programme, stage),
            ";".join(sorted(one.choices)),
            one.salt,
            "false" if one.set_aside else "true",
            one.set_aside,
        )
        for one in ballots
    )
