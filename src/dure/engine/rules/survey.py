"""Whether a rule can hold and can fail at all: tried on values at, below and above every limit it names.

For rules that compare fields with fixed values the values tried meet every combination of answers, so
the survey is exact; for calculated values, and where the combinations are too many, it is a search whose
"cannot" means "not found".
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any as Anything
from typing import TypeGuard

from dure.engine.profile.fields import Field, Kind
from dure.engine.rules import tree
from dure.engine.rules.binding import Occasion, bind
from dure.engine.rules.evaluate import compile_test, fields_of_value
from dure.engine.rules.walk import walk

_MOST_ROWS = 6_000
_MOST_ENTRIES = 6
_FAR = 1e9
_FAR_DAYS = {date(1900, 1, 1), date(2000, 1, 1), date(2100, 1, 1)}


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
            yield from _limits_of_values((left, right), {v.value for v in (left, right) if _is_fixed(v)})
        case tree.OneOf(value, options):
            yield from _limits_of_values((value,), set(options))
        case tree.Truth(field, _) | tree.Has(field):
            yield field, set()
        case tree.Contains(field, entry):
            yield field, {(entry,)}
        case tree.PrefixIn(field, prefixes):
            yield field, {p.ljust(5, "0") for p in prefixes}
            if node.written_in is not None:
                yield node.written_in[0], set()
        case tree.YearTest(field, certainly, possibly):
            yield field, {certainly, possibly}
        case tree.Closed(status, closed_on, day):
            yield status, set()
            yield closed_on, {day}
        case tree.ByDivision(field, cases, _):
            yield field, {divisions[0] for divisions, _ in cases} | {"84"}


def _limits_of_values(
    values: tuple[tree.Value, ...], fixed: set[Anything]
) -> Iterator[tuple[Field, set[Anything]]]:
    for value in values:
        days: set[Anything] = set()
        if isinstance(value, tree.YearsSince) and value.day:
            years = (math.floor(n) + step for n in fixed for step in (-1, 0, 1, 2))
            days = {_years_before(value.day, n) for n in years}
        for field in fields_of_value(value):
            yield field, {v for v in fixed | days if _fits(field, v)}


def _is_fixed(value: tree.Value) -> TypeGuard[tree.Literal]:
    return isinstance(value, tree.Literal)


def _fits(field: Field, value: Anything) -> bool:
    if field.kind is Kind.NUMBER:
        return isinstance(value, (int, float))
    return isinstance(value, {Kind.DATE: date, Kind.TEXT: str}.get(field.kind, bool))


def _around(field: Field, limits: set[Anything]) -> list[Anything]:
    """Return values at, below, above and between the limits, inside what the field can have."""
    tried: set[Anything]
    match field.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.DATE:
            day = timedelta(days=1)
            tried = {x for v in limits for x in (v - day, v, v + day)} | _FAR_DAYS
        case Kind.NUMBER:
            far = max([_FAR, *(2 * abs(v) for v in limits)])
            low = -far if field.low is None else field.low
            high = far if field.high is None else field.high
            step = 1 if field.whole else 0.001
            tried = {x for v in limits | {0} for x in (v - step, v, v + step)} | {low, high}
            if not field.whole:
                tried |= {(a + b) / 2 for a, b in itertools.pairwise(sorted(limits | {low, high}))}
            tried = {x for x in tried if low <= x <= high}
        case Kind.LIST:
            entries = sorted({entry for listed in limits for entry in listed})
            sizes = range(1, len(entries) + 1) if len(entries) <= _MOST_ENTRIES else (1, len(entries))
            tried = {x for size in sizes for x in itertools.combinations(entries, size)} | {("?",)}
        case Kind.TEXT:
            others = {"00000", "99999"} if field.name in ("ksic", "region") else {"?", "!"}
            tried = set(field.choices) or limits | others
    return sorted(tried) + ([None] if field.none_able else [])


def _years_before(day: date, years: int) -> date:
    """Return the latest day that lies so many completed years before a day."""
    year = min(max(day.year - years, 2), 9998)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
