"""Both sides of a round as JSON and back, so that it can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dure.engine.pairing.sides import Problem, Provider, Seeker, Terms

_SETS = frozenset({"skills", "languages", "industries"})
_TUPLES = frozenset({"ranked", "regions"})


def frozen(problem: Problem) -> dict[str, Any]:
    """Return the sides of a problem as JSON values; the terms follow from the programme file."""
    return {
        "seekers": [_plain(one) for one in problem.seekers],
        "providers": [_plain(one) for one in problem.providers],
        "fixed": sorted(problem.fixed),
        "barred": sorted(problem.barred),
    }


def thawed(kept: Mapping[str, Any], terms: Terms) -> Problem:
    """Return the problem that was frozen, under the terms of its file."""
    return Problem(
        terms,
        tuple(Seeker(**_values(one)) for one in kept["seekers"]),
        tuple(Provider(**_values(one)) for one in kept["providers"]),
        frozenset((seeker, provider) for seeker, provider in kept["fixed"]),
        frozenset((seeker, provider) for seeker, provider in kept["barred"]),
    )


def _plain(one: Seeker | Provider) -> dict[str, Any]:
    values = {**{f.name: getattr(one, f.name) for f in fields(one)}, "answers": dict(one.answers)}
    return {
        name: sorted(value)
        if isinstance(value, frozenset)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: frozenset(value) if name in _SETS else tuple(value) if name in _TUPLES else value
        for name, value in told.items()
    }
