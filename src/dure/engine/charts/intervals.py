"""Intervals over an axis: estimates with how sure they are, placed in a picture that others draw.

Everything is in units of the picture. The words of the axes are text in it; the numbers stand in a table
beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 720.0, 340.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 78.0, 16.0, 16.0, 52.0
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """What is shown at one place: its label, the estimate, its interval and the wider band (the same:
    none)."""

    label: str
    value: float
    low: float
    high: float
    band_low: float
    band_high: float
    filled: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One estimate in the picture: across, and heights of the value, its interval, its band."""

    label: str
    x: float
    y: float
    low: float
    high: float
    band_low: float
    band_high: float
    filled: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the vertical axis: its height and what it says."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """The picture. ``cut`` is where the first filled point begins, None where all or none are filled."""

    title: str
    description: str
    across: str
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    step: float
    zero: float
    cut: float | None
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    bottom: float = HEIGHT - _BOTTOM
    top: float = _TOP
    width: float = WIDTH
    height: float = HEIGHT


def interval_chart(title: str, description: str, across: str, measured: Sequence[Measured]) -> IntervalChart:
    """Return the picture of estimates in their order, on a scale that has nothing (zero) in it.

    >>> before, after = Measured("-1", 0, -1, 1, -2, 2, False), Measured("0", 2, 1, 3, 0, 4, True)
    >>> made = interval_chart("t", "d", "x", [before, after])
    >>> [tick.value for tick in made.ticks], made.points[0].y == made.zero, made.cut
    ([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0], True, 391.0)
    """
    lowest = min([0.0, *(one.band_low for one in measured)])
    highest = max([0.0, *(one.band_high for one in measured)])
    step = _step(highest - lowest)
    low, high = floor(lowest / step), max(ceil(highest / step), floor(lowest / step) + 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value / step - low) / (high - low) * (HEIGHT - _BOTTOM - _TOP), 2)

    room = (WIDTH - _RIGHT - _LEFT) / max(len(measured), 1)
    every = ceil(len(measured) / 18)
    points = tuple(
        Point(
            one.label,
            round(_LEFT + room * (place + 0.5), 2),
            y(one.value),
            y(one.low),
            y(one.high),
            y(one.band_low),
            y(one.band_high),
            one.filled,
            place % every == 0,
        )
        for place, one in enumerate(measured)
    )
    begins = next((i for i, one in enumerate(measured) if one.filled), None)
    return IntervalChart(
        title,
        description,
        across,
        points,
        tuple(Tick(y(i * step), i * step) for i in range(low, high + 1)),
        step,
        y(0.0),
        round(_LEFT + room * begins, 2) if begins else None,
    )


def _step(span: float) -> float:
    """Return a round distance of ticks: 1, 2 or 5 times a power of ten."""
    if span <= 0:
        return 1.0
    power = 10.0 ** floor(log10(span / _TICKS))
    return next(power * times for times in (1, 2, 5, 10) if span / (power * times) <= _TICKS)
