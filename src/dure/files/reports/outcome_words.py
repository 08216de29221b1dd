"""What the estimates are told with: gates, methods, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, floor, log10
from types import MappingProxyType

from dure.engine.outcomes.gates import FINAL, LEAST_REPORTED_PERCENT, Gate
from dure.engine.outcomes.moments import LEAST_IN_CELL
from dure.engine.problems import msg

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "cs": msg("Group-time effects (Callaway and Sant'Anna)"),
        "imputation": msg("Imputation (Borusyak, Jaravel and Spiess)"),
    }
)
SHORT: Mapping[str, str] = MappingProxyType({"cs": msg("Group-time"), "imputation": msg("Imputation")})
"""The methods in cells of tables."""
CONTROLS: Mapping[str, str] = MappingProxyType(
    {"never": msg("those never supported"), "notyet": msg("those not supported yet, or never")}
)
GATES: Mapping[Gate, str] = MappingProxyType(
    {
        "few_supported": msg("fewer than {least} supported units"),
        "few_compared": msg("fewer than {least} units to compare with"),
        "pre_trend": msg("both groups went different ways already before the support"),
        "few_reported": msg("fewer than {percent}% reported every period"),
        "final_thirty": msg("{final} supported units or fewer in all: to be described, not estimated"),
        "no_error": msg("no standard error: the data do not vary"),
    }
)
GATE_PARAMS: Mapping[str, object] = MappingProxyType(
    {"least": LEAST_IN_CELL, "percent": LEAST_REPORTED_PERCENT, "final": FINAL}
)


def number(value: float | None, size: float) -> str:
    """Return a number with decimals that suit figures of this size; a dash for none.

    >>> number(-0.0399512751551763, 0.04), number(1234567.8, 1234567.8), number(None, 1.0)
    ('−0.0400', '1,234,568', '—')
    """
    if value is None:
        return "—"
    decimals = 4 if size < 1 else max(0, 3 - floor(log10(size)))
    return f"{value:,.{decimals}f}".replace("-", "−")


def interval(low: float | None, high: float | None, size: float) -> str:
    """Return an interval; a dash for none.

    >>> interval(-0.0635, -0.0164, 0.04), interval(None, None, 0.04)
    ('−0.0635 ~ −0.0164', '—')
    """
    return "—" if low is None or high is None else f"{number(low, size)} ~ {number(high, size)}"


def percent(value: float) -> str:
    """Return a difference of logarithms as a percentage.

    >>> percent(0.15), percent(-0.04)
    ('+16.2%', '−3.9%')
    """
    return f"{(exp(value) - 1) * 100:+.1f}%".replace("-", "−")


def p_value(value: float | None) -> str:
    """Return a p-value with three decimals.

    >>> p_value(0.0009), p_value(0.0312), p_value(None)
    ('< 0.001', '0.031', '—')
    """
    return "—" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"
