"""Periods of a panel: whole numbers (years, steps) or months, as ordinals that can be subtracted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["number", "month"]

MOST_PERIODS = 120
"""Ten years of months; what a panel has more is refused, for moments grow with the square."""

_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./]\d{1,2}(?:[ T]00:00:00(?:\.0+)?)?)?")
_RUN_TOGETHER = re.compile(r"([12]\d{3})(0[1-9]|1[0-2])")
_WHOLE = re.compile(r"-?\d{1,9}(?:\.0+)?")
NEVER = frozenset({"", "0", "0.0"})
"""What stands for *never treated* where a first treated period is asked for."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a panel, in order. ``times`` are ordinals: the number itself, or months since year 0."""

    kind: Kind
    times: tuple[int, ...]

    def label(self, time: int) -> str:
        """Return a period as it is written.

        >>> Periods("month", (24290,)).label(24290), Periods("number", (2004,)).label(2004)
        ('2024-03', '2004')
        """
        return f"{time // 12:04d}-{time % 12 + 1:02d}" if self.kind == "month" else str(time)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.label(time) for time in self.times)


def kind_of(texts: Iterable[str]) -> Kind:
    """Return what the periods of a column are: months where more can be read so, numbers otherwise.

    Six digits that end in 01 to 12 are a month. Years are numbers.

    >>> kind_of(["2024-03", "2024-04", ""]), kind_of(["202412", "202501"]), kind_of(["2003", "2004"])
    ('month', 'month', 'number')
    """
    told = list(texts)
    months = sum(_month(text) is not None for text in told)
    numbers = sum(_WHOLE.fullmatch(text) is not None for text in told)
    return "month" if months and months >= numbers else "number"


def time_of(text: str, kind: Kind) -> int | None:
    """Return the ordinal of a period, None where it is none of this kind.

    >>> time_of("2024-03", "month"), time_of("2024.3.1", "month"), time_of("2004.0", "number")
    (24290, 24290, 2004)
    >>> time_of("2024-13", "month"), time_of("March", "number")
    (None, None)
    """
    if kind == "month":
        return _month(text)
    return int(text.split(".")[0]) if _WHOLE.fullmatch(text) else None


def _month(text: str) -> int | None:
    text = text.removesuffix(".0")
    found = _MONTH.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) * 12 + int(found[2]) - 1
