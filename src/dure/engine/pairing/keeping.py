"""Until when the profile of a provider is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dure.engine.programme.retention import months_after


@dataclass(frozen=True, slots=True)
class Support:
    """Support by a provider in one programme: when it ended, and how many months records are kept."""

    ended_on: date
    months: int | None
    """None: the programme does not let it be told (no period, or counted from a settlement)."""


def profile_kept_until(changed_on: date, months: int, supports: Sequence[Support]) -> date | None:
    """Return the first day on which a profile is kept no more; None where that cannot be told yet.

    Never matched: some ``months`` after its last change (0: it was withdrawn). Matched: the longest period
    of the programmes after the support that ended last, and never less than the former.

    >>> profile_kept_until(date(2025, 1, 31), 1, ())
    datetime.date(2025, 2, 28)
    >>> ended = Support(date(2025, 6, 30), 60), Support(date(2026, 3, 1), 36)
    >>> profile_kept_until(date(2025, 1, 31), 1, ended)
    datetime.date(2031, 3, 1)
    """
    alone = months_after(changed_on, months)
    if not supports:
        return alone
    longest = [one.months for one in supports if one.months is not None]
    if len(longest) < len(supports):
        return None
    return max(alone, months_after(max(one.ended_on for one in supports), max(longest)))
