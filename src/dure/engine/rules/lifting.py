"""CASE lifted out of values: a test over cases becomes a case over tests.

``employees < CASE WHEN a THEN 10 ELSE 5 END`` reads as ``CASE WHEN a THEN employees < 10 ELSE employees < 5
END``: where the case is not known, but every case that is possible gives the same answer, that is the answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from dure.engine.problems import msg
from dure.engine.rules import tree
from dure.engine.rules.errors import rule_error
from dure.engine.rules.evaluate import fields_of_value
from dure.engine.rules.magnitude import refuse_overflow

MAX_LIFTED = 400

Liftable: TypeAlias = "tree.Compare | tree.Between | tree.OneOf"


class Lifting:
    """The lifting of one rule's CASEs; counts them, for a CASE beside a CASE multiplies."""

    def __init__(self) -> None:
        self.cases = 0

    def lift(self, test: Liftable) -> tree.Test:
        """Return the test without CASE in its values.

        Raises RuleError where cases multiply beyond what is read, or where a calculation could leave
        double precision.
        """
        values = _values(test)
        case = next((found for v in values if (found := _first_case(v)) is not None), None)
        if case is None:
            for value in values:
                refuse_overflow(value)
            return _simple(test)
        self.cases += len(case.whens) + 1
        if self.cases > MAX_LIFTED:
            raise rule_error(
                "too_many_cases",
                msg("the rule has too many cases of cases: at most {limit}"),
                limit=MAX_LIFTED,
            )
        whens = tuple((c, self.lift(_with(test, case, v))) for c, v in case.whens)
        return tree.CaseTest(whens, self.lift(_with(test, case, case.otherwise or tree.NoValue(case.kind))))


def _simple(test: Liftable) -> tree.Test:
    """Return a test whose values hold no CASE in core nodes."""
    values = _values(test)
    if any(_lacks_value(v) for v in values):
        # False where a field beside it is none, as in every comparison; otherwise not known.
        fields = {f.name: f for v in values for f in fields_of_value(v) if f.none_able}
        unknown = tree.Constant(None)
        return tree.All((unknown, *map(tree.Has, fields.values()))) if fields else unknown
    if isinstance(test, tree.Between):
        low, high = tree.Compare(">=", test.value, test.low), tree.Compare("<=", test.value, test.high)
        return tree.All((low, high))
    return test


def _values(test: Liftable) -> tuple[tree.Value, ...]:
    match test:
        case tree.Compare(_, left, right):
            return left, right
        case tree.Between(value, low, high):
            return value, low, high
        case tree.OneOf(value, _):
            return (value,)


def _first_case(value: tree.Value) -> tree.CaseValue | None:
    match value:
        case tree.CaseValue():
            return value
        case tree.Arithmetic(_, left, right):
            return _first_case(left) or _first_case(right)
        case tree.YearsSince(since):
            return _first_case(since)
        case _:
            return None


def _lacks_value(value: tree.Value) -> bool:
    match value:
        case tree.NoValue():
            return True
        case tree.Arithmetic(_, left, right):
            return _lacks_value(left) or _lacks_value(right)
        case tree.YearsSince(since):
            return _lacks_value(since)
        case _:
            return False


def _with(test: Liftable, case: tree.CaseValue, by: tree.Value) -> Liftable:
    """Return the test with one value in the place of a CASE."""
    match test:
        case tree.Compare(_, left, right):
            return replace(test, left=_replaced(left, case, by), right=_replaced(right, case, by))
        case tree.Between(value, low, high):
            return tree.Between(*(_replaced(v, case, by) for v in (value, low, high)))
        case tree.OneOf(value, _):
            return replace(test, value=_replaced(value, case, by))


def _replaced(value: tree.Value, case: tree.CaseValue, by: tree.Value) -> tree.Value:
    if value is case:
        return by
    match value:
        case tree.Arithmetic(sign, left, right):
            return tree.Arithmetic(sign, _replaced(left, case, by), _replaced(right, case, by))
        case tree.YearsSince(since, day):
            return tree.YearsSince(_replaced(since, case, by), day)
        case _:
            return value
