"""Gates: what keeps an effect from being published. An effect that is gated may be estimated and looked
at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dure.engine.outcomes.moments import LEAST_IN_CELL

Gate: TypeAlias = Literal[
    "few_supported", "few_compared", "pre_trend", "few_reported", "final_thirty", "no_error"
]
LEAST_REPORTED_PERCENT = 70
FINAL = 30
REJECTED_BELOW = 0.05


@dataclass(frozen=True, slots=True)
class Standing:
    """What gates ask of an effect.

    ``supported`` and ``compared``: units it is of and compared with. ``pre_trend``: p-value of the test that
    both went alike before; None where there is nothing to test. ``bounded``: whether the effect is told with
    a bound for a trend that goes on. ``reported``: of both groups, how many of how many reported every
    period. ``all_supported``: supported units in all the data. ``has_error``: whether it has a standard
    error.
    """

    supported: int
    compared: int
    pre_trend: float | None
    bounded: bool
    reported: tuple[tuple[int, int], tuple[int, int]]
    all_supported: int
    has_error: bool = True


def gates(standing: Standing) -> tuple[Gate, ...]:
    """Return what keeps an effect from being published, in a fixed order; nothing where it may be.

    >>> ok = Standing(191, 309, 0.17, False, ((191, 191), (309, 309)), 191)
    >>> gates(ok)
    ()
    >>> gates(Standing(20, 309, 0.01, False, ((60, 100), (309, 309)), 30))
    ('few_supported', 'pre_trend', 'few_reported', 'final_thirty')
    """
    found: list[Gate] = []
    if standing.supported < LEAST_IN_CELL:
        found.append("few_supported")
    if standing.compared < LEAST_IN_CELL:
        found.append("few_compared")
    if standing.pre_trend is not None and standing.pre_trend < REJECTED_BELOW and not standing.bounded:
        found.append("pre_trend")
    if any(there * 100 < LEAST_REPORTED_PERCENT * of for there, of in standing.reported):
        found.append("few_reported")
    if standing.all_supported <= FINAL:
        found.append("final_thirty")
    if not standing.has_error:
        found.append("no_error")
    return tuple(found)
