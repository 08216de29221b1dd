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
