"""Which facts are missing: the fields, empty or too coarse, that can still change an unknown answer.

Only sub-tests that are themselves not known count: beside a false operand of AND, or a true one of OR,
nothing is asked for.
"""

from __future__ import annotations

from dure.engine.rules import tree
from dure.engine.rules.evaluate import Judge, Row, compile_test, fields_of_value


class MissingFields:
    """The missing fields of one core test, row by row; parts are compiled once."""

    def __init__(self, test: tree.Test) -> None:
        self.test = test
        self._judges: dict[int, Judge] = {}
        self._others: dict[int, tree.Cases] = {}

    def of(self, row: Row) -> set[str]:
        """Return the names of the fields that are missing; empty where the answer is known."""
        return self._of(self.test, row)

    def _answer(self, test: tree.Test, row: Row) -> bool | None:
        judge = self._judges.get(id(test))
        if judge is None:
            judge = self._judges[id(test)] = compile_test(test)
        return judge(row)

    def _of(self, test: tree.Test, row: Row) -> set[str]:
        if self._answer(test, row) is not None:
            return set()
        match test:
            case tree.Not(inner):
                return self._of(inner, row)
            case tree.All(tests) | tree.Any(tests):
                return {name for t in tests for name in self._of(t, row)}
            case tree.Cases():
                return self._of_cases(test, row)
            case tree.ByDivision():
                return self._of_divisions(test, row)
            case tree.Closed(status, closed_on, _):
                return {status.name, closed_on.name}
            case tree.Compare(_, left, right):
                fields = [f for v in (left, right) for f in asked_fields(v)]
                return {name for name in fields if row[name] is None}
            case tree.OneOf(value, _):
                return {name for name in asked_fields(value) if row[name] is None}
            case tree.Truth(field, _) | tree.Has(field) | tree.Contains(field, _):
                return {field.name}
            case tree.PrefixIn(field) | tree.YearTest(field, _, _):
                return {field.name}
            case _:
                return set()

    def _of_cases(self, test: tree.Cases, row: Row) -> set[str]:
        if not test.whens:
            return self._of(test.otherwise, row)
        (condition, then), *rest = test.whens
        others = self._others.get(id(test))
        if others is None:
            others = self._others[id(test)] = tree.Cases(tuple(rest), test.otherwise)
        match self._answer(condition, row):
            case True:
                return self._of(then, row)
            case False:
                return self._of(others, row)
            case None:
                return self._of(condition, row) | self._of(then, row) | self._of(others, row)

    def _of_divisions(self, test: tree.ByDivision, row: Row) -> set[str]:
        code = row[test.field.name]
        if code is not None:
            then = next((t for divisions, t in test.cases if code[:2] in divisions), test.otherwise)
            return self._of(then, row)
        missing = {test.field.name}
        for _, then in test.cases:
            missing |= self._of(then, row)
        return missing | self._of(test.otherwise, row)


def asked_fields(value: tree.Value) -> list[str]:
    """Return the fields of a value that are asked for; one with an assumed value is not."""
    match value:
        case tree.FieldValue(_, assumed) if assumed is not None:
            return []
        case tree.Arithmetic(_, left, right):
            return asked_fields(left) + asked_fields(right)
        case tree.YearsSince(since, _):
            return asked_fields(since)
        case _:
            return [f.name for f in fields_of_value(value)]
