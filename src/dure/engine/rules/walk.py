"""Walking through the parts of a core test."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.rules import tree
from dure.engine.rules.evaluate import fields_of_value


def walk(test: tree.Test) -> Iterator[tree.Test]:
    """Yield a core test and every test in it."""
    yield test
    match test:
        case tree.Not(inner):
            yield from walk(inner)
        case tree.All(tests) | tree.Any(tests):
            for part in tests:
                yield from walk(part)
        case tree.Cases(whens, otherwise):
            for condition, then in whens:
                yield from walk(condition)
                yield from walk(then)
            yield from walk(otherwise)
        case tree.ByDivision(_, cases, otherwise):
            for _, then in cases:
                yield from walk(then)
            yield from walk(otherwise)


def assumptions(test: tree.Test) -> Iterator[tuple[str, tree.Scalar]]:
    """Yield the fields of a core test for which a value is assumed, each with the value, in written order."""
    for one in walk(test):
        match one:
            case tree.Truth(field, assumed) if assumed is not None:
                yield field.name, assumed
            case tree.Compare(_, left, right):
                yield from _assumed_in(left)
                yield from _assumed_in(right)
            case tree.OneOf(value, _):
                yield from _assumed_in(value)
            case _:
                pass


def _assumed_in(value: tree.Value) -> Iterator[tuple[str, tree.Scalar]]:
    match value:
        case tree.FieldValue(field, assumed) if assumed is not None:
            yield field.name, assumed
        case tree.YearsSince(since, _):
            yield from _assumed_in(since)
        case tree.Arithmetic(_, left, right):
            yield from _assumed_in(left)
            yield from _assumed_in(right)
        case _:
            pass


def compared_fields(test: tree.Test) -> list[str]:
    """Return the names of the fields whose values a test itself reads; ``has(f)`` reads none."""
    match test:
        case tree.Compare(_, left, right):
            return [f.name for value in (left, right) for f in fields_of_value(value)]
        case tree.OneOf(value, _):
            return [f.name for f in fields_of_value(value)]
        case tree.Truth(field, _) | tree.Contains(field, _) | tree.PrefixIn(field, _, _):
            return [field.name]
        case tree.YearTest(field, _, _) | tree.ByDivision(field, _, _):
            return [field.name]
        case tree.Closed(status, closed_on, _):
            return [status.name, closed_on.name]
        case _:
            return []
