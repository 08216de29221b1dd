"""The names that a sentence is made of, handed in by whoever has them: fields, codes, days, numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dure.engine.law.parameters import NUMBERS
from dure.engine.profile.fields import Field
from dure.engine.rules import tree
from dure.engine.rules.binding import Occasion


@dataclass(frozen=True, slots=True)
class Words:
    """What things are called in one language.

    ``value`` words a fixed value of a field with its unit; ``prefix`` words the beginning of a code of
    ``ksic`` or ``region``; ``parameter`` words a figure of the law.
    """

    field: Callable[[str], str]
    value: Callable[[Field, tree.Scalar], str]
    prefix: Callable[[str, str], str]
    parameter: Callable[[str], str]
    day: Callable[[date], str]


def number(value: int | float) -> str:
    """Return a number with separators and no needless digits.

    >>> number(300000000), number(4.9), number(-0.5)
    ('300,000,000', '4.9', '-0.5')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,.9f}".rstrip("0").rstrip(".")


def fixed(value: tree.Scalar, beside: Field | None, words: Words) -> str:
    """Return a fixed value in words: with the unit of the field that it stands beside."""
    if beside is not None:
        return words.value(beside, value)
    if isinstance(value, date):
        return words.day(value)
    return f"“{value}”" if isinstance(value, str) else number(value)


def law(name: str, occasion: Occasion) -> str:
    """Return the figure of the law on the day; raises MissingParameter where there is none."""
    return number(NUMBERS[name].on(occasion.as_of))


def field_beside(*values: tree.Value) -> Field | None:
    """Return the field whose unit a fixed value has: the one that is compared as it is."""
    return next((v.field for v in values if isinstance(v, tree.FieldValue)), None)


def is_years(*values: tree.Value) -> bool:
    """Say whether years are compared, as the values beside them are to be read."""
    return any(isinstance(v, tree.YearsSince) for v in values)


def can_be_none(*values: tree.Value) -> bool:
    """Say whether a value can be none, so that not less is more than at least."""
    return any(_can_be_none(value) for value in values)


def _can_be_none(value: tree.Value) -> bool:
    match value:
        case tree.FieldValue(field, _):
            return field.none_able
        case tree.YearsSince(since):
            return _can_be_none(since)
        case tree.Arithmetic(_, left, right):
            return _can_be_none(left) or _can_be_none(right)
        case _:
            return False
