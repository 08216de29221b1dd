"""Whether a rule can hold and can fail at all: tried on values at, below and above every limit it names.

For rules that compare fields with fixed values the values tried meet every combination of answers, so
the survey is exact; for calculated values, and where the combinations are too many, it is a search whose
"cannot" means "not found".
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any as Anything

from dure.engine.profile.fields import Field, Kind
from dure.engine.rules import tree
from dure.engine.rules.binding import Occasion, bind
from dure.engine.rules.evaluate import compile_test, fields_of_value
from dure.engine.rules.walk import walk

_MOST_ROWS = 6_000


@dataclass(frozen=True, slots=True)
class Survey:
    """Whether some merchant was found for whom the rule holds, and one for whom it fails."""

    can_hold: bool
    can_fail: bool


def survey_rule(rule: tree.Rule, *, as_of: date, opens_on: date) -> Survey:
    """Try a rule on values around its own limits. Raises MissingParameter as binding does."""
    test = bind(rule, Occasion(as_of, opens_on))
    judge = compile_test(test)
    can_hold = can_fail = False
    for row in _rows(test):
        answer = judge(row)
        can_hold = can_hold or answer is True
        can_fail = can_fail or answer is False
        if can_hold and can_fail:
            break
    return Survey(can_hold, can_fail)


def _rows(test: tree.Test) -> Iterator[dict[str, Anything]]:
    limits: dict[str, set[Anything]] = {}
    fields: dict[str, Field] = {}
    for node in walk(test):
        for field, values in _limits(node):
            fields[field.name] = field
            limits.setdefault(field.name, set()).update(values)
    names = sorted(fields)
    candidates = [_around(fields[name], limits[name]) for name in names]
    size = 1
    for options in candidates:
        size *= len(options)
    combinations: Iterator[tuple[Anything, ...]]
    if size <= _MOST_ROWS:
        combinations = itertools.product(*candidates)
    else:
        chance = random.Random(0)  # noqa: S311  a repeatable search, not a secret
        combinations = (tuple(chance.choice(c) for c in candidates) for _ in range(_MOST_ROWS))
    for combination in combinations:
        row: dict[str, Anything] = {}
        for name, value in zip(names, combination, strict=True):
            row[name] = value
            row[f"has.{name}"] = value is not None
        yield row


def _limits(node: tree.Test) -> Iterator[tuple[Field, set[Anything]]]:
    """Yield the fields of one test with the values at which its answer turns."""
    match node:
        case tree.Compare(_, left, right):
            fixed = {v.value for v in (left, right) if isinstance(v, tree.Literal)}
            days = {
                _years_before(v.day, n)
                for v in (left, right)
                if isinstance(v, tree.YearsSince) and v.day
                for n in fixed
                if isinstance(n, (int, float))
            }
            for value in (left, right):
                for field in fields_of_value(value):
                    yield field, {v for v in fixed | days if _fits(field, v)}
        case tree.OneOf(value, options):
            for field in fields_of_value(value):
                yield field, {v for v in options if _fits(field, v)}
        case tree.Truth(field, _) | tree.Has(field):
            yield field, set()
        case tree.Contains(field, entry):
            yield field, {(entry,)}
        case tree.PrefixIn(field, prefixes, _):
            yield field, {p.ljust(5, "0") for p in prefixes}
        case tree.YearTest(field, certainly, possibly):
            yield field, {certainly, possibly}
        case tree.Closed(status, closed_on, day):
            yield status, set()
            yield closed_on, {day}
        case tree.ByDivision(field, cases, _):
            yield field, {divisions[0] for divisions, _ in cases} | {"84"}


def _fits(field: Field, value: Anything) -> bool:
    if field.kind is Kind.NUMBER:
        return isinstance(value, (int, float))
    return isinstance(value, {Kind.DATE: date, Kind.TEXT: str}.get(field.kind, bool))


def _around(field: Field, limits: set[Anything]) -> list[Anything]:
    """Return values at, below and above the limits, inside what the field can have."""
    match field.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.DATE:
            day = timedelta(days=1)
            tried = {x for v in limits or {date(2000, 1, 1)} for x in (v - day, v, v + day)}
        case Kind.NUMBER:
            step = 1 if field.whole else 0.001
            ends = {e for e in (field.low, field.high) if e is not None}
            tried = {x for v in limits for x in (v - step, v, v + step)} | ends
            tried = {
                x
                for x in tried
                if (field.low is None or x >= field.low) and (field.high is None or x <= field.high)
            }
        case Kind.LIST:
            tried = limits | {("?",)}
        case Kind.TEXT:
            tried = set(field.choices) or (
                limits | ({"99999"} if field.name in ("ksic", "region") else {"?"})
            )
    return sorted(tried) + ([None] if field.none_able else [])


def _years_before(day: date, years: float) -> date:
    year = min(max(day.year - int(years), 1), 9998)
    return date(year, day.month, min(day.day, 28))
