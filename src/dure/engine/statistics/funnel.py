"""The funnel of a stage: how many applied, were accepted for the selection, and were selected, by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import province_on
from dure.engine.statistics.hiding import SMALL_BELOW, Hidden, hidden_rows, small_rows

UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One group: its code and its three counts, each a part of the one before."""

    group: str
    applied: int
    accepted: int
    selected: int

    @property
    def parts(self) -> tuple[int, int]:
        """Return how many were not accepted, and how many were accepted and not selected."""
        return self.applied - self.accepted, self.accepted - self.selected


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the public sees it; None where a count is hidden."""

    group: str
    applied: int | None
    accepted: int | None
    selected: int


@dataclass(frozen=True, slots=True)
class ShownFunnel:
    """A funnel as the public sees it. ``total`` is None where even that would tell of single people."""

    rows: tuple[ShownRow, ...]
    total: ShownRow | None

    @property
    def hides(self) -> bool:
        """Say whether anything is hidden."""
        return any(row.applied is None for row in self.rows)


def shown(rows: Sequence[FunnelRow], threshold: int = SMALL_BELOW, *, adds_up: bool = True) -> ShownFunnel:
    """Return what of a funnel may be published.

    Who is selected is published by name, so that the number of the selected is never hidden: what is
    protected is who applied or was accepted and was not selected. ``adds_up``: everybody stands in one
    group only, so that the groups have a total.
    """
    parts = [row.parts for row in rows]
    hidden = hidden_rows(parts, threshold) if adds_up else Hidden(frozenset(small_rows(parts, threshold)))
    seen = tuple(
        ShownRow(row.group, None, None, row.selected)
        if i in hidden.rows
        else ShownRow(row.group, row.applied, row.accepted, row.selected)
        for i, row in enumerate(rows)
    )
    if not adds_up:
        return ShownFunnel(seen, None)
    applied, accepted, selected = (sum(getattr(row, name) for row in rows) for name in _COUNTS)
    if hidden.whole:
        return ShownFunnel(seen, ShownRow("", None, None, selected))
    return ShownFunnel(seen, ShownRow("", applied, accepted, selected))


_COUNTS = ("applied", "accepted", "selected")


def funnel_rows(counts: Mapping[str, Sequence[int]], order: Iterable[str] = ()) -> list[FunnelRow]:
    """Return rows from counts by group, in the order given, then by code; without those in which nobody is.

    >>> [row.group for row in funnel_rows({"b": (2, 1, 0), "a": (1, 1, 1), "c": (0, 0, 0)}, ["b", "c"])]
    ['b', 'a']
    """
    told = [group for group in order if group in counts]
    rest = sorted(counts.keys() - set(told), key=lambda group: (group == UNKNOWN, group))
    return [FunnelRow(group, *counts[group]) for group in [*told, *rest] if any(counts[group])]


def province_of(region: str | None, day: date) -> str:
    """Return the province of a region code, as codes are on a day; ``?`` where there is no code."""
    return province_on(region, day) if region else UNKNOWN


def section_of(ksic: str | None) -> str:
    """Return the KSIC section of an industry code; ``?`` where it is of no division."""
    return SECTION_OF_DIVISION.get((ksic or "")[:2], UNKNOWN)
