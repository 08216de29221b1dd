"""One merchant in process: core tests compiled to Python functions of a row.

A row maps column names to values, None where NULL, with the companions ``has.FIELD`` of the fields that
can be none. Answers are True, False or None (not known).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any as Anything
from typing import TypeAlias

from dure.engine.profile.fields import Field
from dure.engine.rules import tree

Row: TypeAlias = Mapping[str, Anything]
Answer: TypeAlias = "bool | None"
Judge: TypeAlias = Callable[[Row], Answer]

_COMPARE: dict[tree.Operator, Callable[[Anything, Anything], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[tree.Sign, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def compile_test(test: tree.Test) -> Judge:
    """Return the function that answers a core test for a row."""
    match test:
        case tree.Constant(answer):
            return lambda row: answer
        case tree.Truth(field, assumed):
            name = field.name
            return lambda row: assumed if row[name] is None else row[name]
        case tree.Compare(sign, left, right):
            return _compare(_COMPARE[sign], left, right)
        case tree.OneOf(value, options):
            return _one_of(value, options)
        case tree.Has(field):
            companion = field.companion
            return lambda row: row[companion]
        case tree.Contains(field, entry):
            return _contains(field, entry)
        case tree.PrefixIn():
            return _prefix_in(test)
        case tree.Not(inner):
            judge = compile_test(inner)
            return lambda row: None if (answer := judge(row)) is None else not answer
        case tree.All(tests):
            return _connective([compile_test(t) for t in tests], decided=False)
        case tree.Any(tests):
            return _connective([compile_test(t) for t in tests], decided=True)
        case tree.Cases(whens, otherwise):
            pairs = [(compile_test(c), compile_test(t)) for c, t in whens]
            return _cases([*pairs, (lambda row: True, compile_test(otherwise))])
        case tree.ByDivision():
            return _by_division(test)
        case tree.YearTest(field, certainly, possibly):
            return _year_test(field.name, certainly, possibly)
        case tree.Closed(status, closed_on, day):
            return _closed(status.name, closed_on, day)
        case _:
            raise TypeError(f"{type(test).__name__} must be bound first")


def _connective(judges: list[Judge], *, decided: bool) -> Judge:
    """AND (decided by False) or OR (decided by True)."""

    def judge(row: Row) -> Answer:
        answer: Answer = not decided
        for part in judges:
            found = part(row)
            if found is decided:
                return decided
            if found is None:
                answer = None
        return answer

    return judge


def _cases(pairs: list[tuple[Judge, Judge]]) -> Judge:
    def judge(row: Row) -> Answer:
        answers = set()
        for condition, then in pairs:
            holds = condition(row)
            if holds is not False:
                answers.add(then(row))
            if holds:
                break
        return answers.pop() if len(answers) == 1 else None

    return judge


def _by_division(test: tree.ByDivision) -> Judge:
    name = test.field.name
    cases = [(divisions, compile_test(then)) for divisions, then in test.cases]
    otherwise = compile_test(test.otherwise)
    by_division = {division: then for divisions, then in cases for division in divisions}
    every = [then for _, then in cases] + [otherwise]

    def judge(row: Row) -> Answer:
        code = row[name]
        if code is not None:
            return by_division.get(code[:2], otherwise)(row)
        answers = {then(row) for then in every}
        return answers.pop() if len(answers) == 1 else None

    return judge


def _compare(compare: Callable[[Anything, Anything], bool], left: tree.Value, right: tree.Value) -> Judge:
    of_left, of_right = compile_value(left), compile_value(right)
    none_able = [f.companion for v in (left, right) for f in fields_of_value(v) if f.none_able]

    def judge(row: Row) -> Answer:
        for companion in none_able:
            if row[companion] is False:
                return False
        a, b = of_left(row), of_right(row)
        if a is None or b is None:
            return None
        return compare(a, b)

    return judge


def _one_of(value: tree.Value, options: tuple[tree.Scalar, ...]) -> Judge:
    of_value = compile_value(value)
    none_able = [f.companion for f in fields_of_value(value) if f.none_able]

    def judge(row: Row) -> Answer:
        for companion in none_able:
            if row[companion] is False:
                return False
        found = of_value(row)
        return None if found is None else found in options

    return judge


def _contains(field: Field, entry: str) -> Judge:
    name, companion, beginning = field.name, field.companion, entry + ":"

    def judge(row: Row) -> Answer:
        if field.none_able and row[companion] is False:
            return False
        entries = row[name]
        if entries is None:
            return None
        return any(e == entry or e.startswith(beginning) for e in entries)

    return judge


def _prefix_in(test: tree.PrefixIn) -> Judge:
    name, prefixes, renamed, unsure = test.field.name, test.prefixes, test.renamed, test.unsure
    revision, ours = ("", "") if test.written_in is None else (test.written_in[0].name, test.written_in[1])

    def judge(row: Row) -> Answer:
        code = row[name]
        if code is None:
            return None
        if revision and row[revision] is not None and row[revision] != ours:
            code = code[:2]
        for prefix, current in renamed:
            if code.startswith(prefix):
                code = current + code[len(prefix) :]
                break
        if code.startswith(prefixes):
            return True
        return None if code.startswith(unsure) or any(p.startswith(code) for p in prefixes) else False

    return judge


def _year_test(name: str, certainly: int, possibly: int) -> Judge:
    def judge(row: Row) -> Answer:
        year = row[name]
        if year is None:
            return None
        if year >= certainly:
            return True
        return None if year >= possibly else False

    return judge


def _closed(status: str, closed_on: Field, day: date) -> Judge:
    name, companion = closed_on.name, closed_on.companion

    def judge(row: Row) -> Answer:
        if row[status] is not None:
            return bool(row[status] == "closed")
        if row[companion] is False:
            return False
        closing: date | None = row[name]
        return None if closing is None else closing <= day

    return judge


# --- values ---------------------------------------------------------------------------------------


def compile_value(value: tree.Value) -> Callable[[Row], Anything]:
    """Return the function that calculates a value for a row; None where it is not known."""
    match value:
        case tree.Literal(number):
            return lambda row: number
        case tree.FieldValue(field, assumed):
            name = field.name
            if assumed is None:
                return lambda row: row[name]
            return lambda row: assumed if row[name] is None else row[name]
        case tree.YearsSince(since, day):
            assert day is not None
            return _years_since(compile_value(since), day)
        case tree.Arithmetic(sign, left, right):
            return _arithmetic(sign, compile_value(left), compile_value(right))
        case _:
            raise TypeError(f"{type(value).__name__} must be bound first")


def _years_since(since: Callable[[Row], date | None], day: date) -> Callable[[Row], int | None]:
    def calculate(row: Row) -> int | None:
        start = since(row)
        return None if start is None else completed_years(start, day)

    return calculate


def completed_years(start: date, day: date) -> int:
    """Return the anniversaries of a day that have come by another; of 29 February, on 1 March.

    >>> [completed_years(date(2010, 3, day), date(2025, 3, 18)) for day in (18, 19)]
    [15, 14]
    """
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def _arithmetic(
    sign: tree.Sign, left: Callable[[Row], Anything], right: Callable[[Row], Anything]
) -> Callable[[Row], float | None]:
    calculate_sign = _ARITHMETIC.get(sign)

    def calculate(row: Row) -> float | None:
        a, b = left(row), right(row)
        if a is None or b is None:
            return None
        # Double precision as in every SQL executor, whole numbers too.
        x, y = float(a), float(b)
        if calculate_sign is None:
            return x / y if y else None
        return calculate_sign(x, y)

    return calculate


def fields_of_value(value: tree.Value) -> list[Field]:
    """Return the fields in a core value, in written order."""
    match value:
        case tree.FieldValue(field, _):
            return [field]
        case tree.YearsSince(since, _):
            return fields_of_value(since)
        case tree.Arithmetic(_, left, right):
            return fields_of_value(left) + fields_of_value(right)
        case _:
            return []
