"""What a line of the form can ask about, and which operators fit it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from dure.engine.profile.fields import Field, Kind

Shape: TypeAlias = Literal["number", "day", "text", "code", "flag", "list", "digits", "named"]

NAMED_TESTS = ("small_merchant", "closed", "in_capital_area")
"""Tests without values that are no field."""
YEARS_SINCE = "years_since:"
DIGITS = ("ksic", "region")
"""Codes of which the first digits say where they belong; they change, and are never compared as texts."""

ORDER = ("<", "<=", ">", ">=", "=", "<>")
EQUALITY = ("=", "<>")
OPERATORS: Mapping[Shape, tuple[str, ...]] = {
    "number": (*ORDER, "between", "in"),
    "day": (*ORDER, "between", "in"),
    "text": (*EQUALITY, "in"),
    "code": (*EQUALITY, "in"),
    "flag": ("holds",),
    "list": ("contains",),
    "digits": ("begins",),
    "named": ("holds",),
}
"""The operators of each kind; ``has`` comes beside them for fields that can be none."""
VALUES: Mapping[str, tuple[int, int]] = {
    "holds": (0, 0),
    "has": (0, 0),
    "between": (2, 2),
    "in": (1, 200),
    "begins": (1, 200),
}
"""How many values an operator takes; every other takes one."""


def field_of(what: str, fields: Mapping[str, Field]) -> Field | None:
    """Return the field that a line asks about; None for a named test and for what is not known."""
    return fields.get(what.removeprefix(YEARS_SINCE))


def shape_of(what: str, fields: Mapping[str, Field]) -> Shape | None:
    """Return the kind of question; None for what nobody knows.

    >>> from dure.engine.profile.fields import PROFILE_FIELDS
    >>> [shape_of(w, PROFILE_FIELDS) for w in ("employees", "years_since:opened_on", "closed", "x")]
    ['number', 'number', 'named', None]
    """
    field = field_of(what, fields)
    if field is None:
        return "named" if what in NAMED_TESTS else None
    if what.startswith(YEARS_SINCE):
        return "number" if field.kind is Kind.DATE else None
    if field.name in DIGITS:
        return "digits"
    if field.choices and field.kind is not Kind.LIST:
        return "code"
    shapes: Mapping[Kind, Shape] = {
        Kind.NUMBER: "number",
        Kind.DATE: "day",
        Kind.TEXT: "text",
        Kind.BOOLEAN: "flag",
        Kind.LIST: "list",
    }
    return shapes[field.kind]


def operators_of(what: str, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Return the operators that fit what a line asks about."""
    shape = shape_of(what, fields)
    if shape is None:
        return ()
    field = field_of(what, fields)
    can_be_none = field is not None and field.none_able and not what.startswith(YEARS_SINCE)
    return (*OPERATORS[shape], *(("has",) if can_be_none else ()))


def can_assume(what: str, operator: str, fields: Mapping[str, Field]) -> bool:
    """Say whether a value can stand in where the field of a line is not known."""
    field = field_of(what, fields)
    if field is None or field.is_derived or field.kind is Kind.LIST:
        return False
    return operator not in ("begins", "has", "contains")
