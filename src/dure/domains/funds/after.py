"""What executors spent first and claim after: a later subject knows it, and says so here."""

from __future__ import annotations

from collections.abc import Callable

ClaimedAfter = Callable[[str, str, str], int]
_TOLD: list[ClaimedAfter] = []


def hand_in(claimed: ClaimedAfter) -> None:
    """Have a later subject asked for the won that an executor claims of a fund: programme, fund, executor."""
    if claimed not in _TOLD:
        _TOLD.append(claimed)


def claimed_after(programme: str, fund: str, executor: str) -> int:
    """Return the won that an executor claims, or was paid, of what it spent itself.

    The caller holds the fund by name, so that it stays as it is read.
    """
    return sum(claimed(programme, fund, executor) for claimed in _TOLD)
