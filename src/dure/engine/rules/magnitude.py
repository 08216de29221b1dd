"""How large and how small a calculated number can become, so that no executor ever meets infinity.

Executors differ on overflow (an error here, infinity there), so a rule whose arithmetic could leave the
range of double precision is refused when it is read: bounds are powers of ten, known without data.
"""

from __future__ import annotations

import math

from dure.engine.problems import msg
from dure.engine.profile.fields import Kind
from dure.engine.rules import tree
from dure.engine.rules.errors import rule_error

_LIMIT = 290
_DIGITS = 16  # of a double: the smallest difference of two numbers is this many digits below them
_FIELD = (15, -9, -9 - _DIGITS)  # cells hold at most 15 digits before the point and nine behind it


def refuse_overflow(value: tree.Value) -> None:
    """Raise RuleError where a value's magnitude could leave double precision."""
    high, low, _ = _powers(value)
    if high > _LIMIT or low < -_LIMIT:
        raise rule_error("overflow", msg("the calculation can become too large or too small to be exact"))


def _powers(value: tree.Value) -> tuple[int, int, int]:
    """Return powers of ten: a value's magnitude is at most the first, and at least the second if it is not
    zero; it is a multiple of some step no smaller than the third."""
    if value.kind is not Kind.NUMBER:
        return 0, 0, 0
    match value:
        case tree.Literal(number):
            assert isinstance(number, (int, float))
            return (math.ceil(math.log10(abs(number))), -9, -9 - _DIGITS) if number else (0, 0, 0)
        case tree.Arithmetic(sign, left, right):
            (a, b, step), (c, d, other) = _powers(left), _powers(right)
            match sign:
                case "*":
                    return a + c, b + d, b + d - _DIGITS
                case "/":
                    return a - d, b - c, b - c - _DIGITS
                case _:
                    # A sum that is not zero is a whole number of the smaller step.
                    return max(a, c) + 1, min(step, other), min(step, other)
        case tree.YearsSince():
            return 4, 0, 0
        case _:
            return _FIELD
