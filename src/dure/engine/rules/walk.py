"""Walking through the parts of a core test."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.rules import tree


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
