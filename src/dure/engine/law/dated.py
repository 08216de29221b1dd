"""Values of the law, dated by when they take effect, each with its source.

A value is looked up for a day; a day that no period covers is an error that names parameter and day,
never a guess from the neighbouring period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from dure.engine.problems import Problem, Refused, msg

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period(Generic[T]):
    """One value of a parameter, from ``start`` up to but not including ``end`` (None: still in force)."""

    start: date
    end: date | None
    value: T
    source: str
    copied: bool = False
    """Read from copies, not from the law's own text: in force only where whoever runs Dure takes it."""

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class MissingParameter(Refused):
    """The law tables have no value of a parameter for the day asked."""

    def __init__(self, name: str, day: date, *, copied: bool = False) -> None:
        told = msg(
            "the law tables have no value of “{parameter}” for {day}: no verdict can be given for that day"
        )
        if copied:
            told = msg(
                "the law tables have no value of “{parameter}” for {day} that was compared with the law's"
                " own text: no verdict can be given for that day. One read from copies stands in docs/law.md:"
                " whoever has compared it sets DURE_LAW_FROM_COPIES=1"
            )
        super().__init__([Problem("law.missing", told, {"parameter": name, "day": day.isoformat()})])
        self.name = name
        self.day = day


@dataclass(slots=True)
class _Taken:
    copies: bool = False


_taken = _Taken()


def take_copies(*, taken: bool) -> None:
    """Say once, as a process begins, whether figures that were read from copies are in force in it."""
    _taken.copies = taken


def copies_are_taken() -> bool:
    return _taken.copies


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """A dated parameter: its periods do not overlap and stand in order."""

    name: str
    unit: str
    periods: tuple[Period[T], ...]

    def __post_init__(self) -> None:
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            if before.end is None or before.end > after.start:
                raise ValueError(f"periods of {self.name} overlap")

    def on(self, day: date) -> T:
        """Return the value in force on a day; raises MissingParameter."""
        return self.period_on(day).value

    def period_on(self, day: date) -> Period[T]:
        """Return the period that covers a day; raises MissingParameter."""
        covering = next((period for period in self.periods if period.covers(day)), None)
        if covering is None or not is_in_force(covering):
            raise MissingParameter(self.name, day, copied=covering is not None)
        return covering


def is_in_force(period: Period[Any]) -> bool:
    """Tell whether a period counts in this process."""
    return _taken.copies or not period.copied


def by_name(*parameters: Parameter[T]) -> Mapping[str, Parameter[T]]:
    """Return parameters keyed by their names."""
    return {p.name: p for p in parameters}
