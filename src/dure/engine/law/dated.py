"""Values of the law, dated by when they take effect, each with its source.

A value is looked up for a day; a day that no period covers is an error that names parameter and day,
never a guess from the neighbouring period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dure.engine.problems import Problem, Refused, msg

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period(Generic[T]):
    """One value of a parameter, from ``start`` up to but not including ``end`` (None: still in force)."""

    start: date
    end: date | None
    value: T
    source: str

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class MissingParameter(Refused):
    """The law tables have no value of a parameter for the day asked."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(
            [
                Problem(
                    "law.missing",
                    msg(
                        "the law tables have no value of “{parameter}” for {day}: "
                        "no verdict can be given for that day"
                    ),
                    {"parameter": name, "day": day.isoformat()},
                )
            ]
        )
        self.name = name
        self.day = day


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
        for period in self.periods:
            if period.covers(day):
                return period
        raise MissingParameter(self.name, day)


def by_name(*parameters: Parameter[T]) -> Mapping[str, Parameter[T]]:
    """Return parameters keyed by their names."""
    return {p.name: p for p in parameters}
