"""The law tables as plain data: what a published bundle carries, and documents list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from dure.engine.law.dated import Parameter, Period, copies_are_taken, is_in_force
from dure.engine.law.parameters import ALL
from dure.engine.programme.canonical import canonical_hash


def law_tables() -> dict[str, Any]:
    """Return every parameter with its unit and its periods, ready for JSON."""
    return {parameter.name: _table(parameter) for parameter in ALL.values()}


def law_version() -> str:
    """Return the version of the law tables: the SHA-256 of their canonical JSON.

    It changes with every figure, day and source, so that a decision can name the law that it was made by.
    """
    return _hash_of(copies_are_taken())


@cache
def _hash_of(_copies: bool, /) -> str:
    return canonical_hash(law_tables())


def _table(parameter: Parameter[Any]) -> dict[str, Any]:
    in_force = [_period(period) for period in parameter.periods if is_in_force(period)]
    return {"unit": parameter.unit, "periods": in_force}


def law_on(tables: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return, by parameter, the value that published tables have on a day; None where they have none."""
    iso = day.isoformat()
    return {
        name: next(
            (
                p["value"]
                for p in table["periods"]
                if p["start"] <= iso and (p["end"] is None or iso < p["end"])
            ),
            None,
        )
        for name, table in tables.items()
    }


def _period(period: Period[Any]) -> dict[str, Any]:
    value = period.value
    return {
        "start": period.start.isoformat(),
        "end": None if period.end is None else period.end.isoformat(),
        "value": {str(key): one for key, one in value.items()} if isinstance(value, Mapping) else value,
        "source": period.source,
    }
