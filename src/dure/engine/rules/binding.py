"""Binding a rule to a day: law and dates become values, named tests are spelt out.

After binding only core nodes are left, and every executor (in process, SQL) gives them one meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dure.engine.law.parameters import NUMBERS
from dure.engine.law.small_merchant import (
    EMPLOYEE_LIMIT_LARGE,
    EMPLOYEE_LIMIT_OTHER,
    LARGE_LIMIT_SECTIONS,
    SALES_CEILING,
)
from dure.engine.law.youth import birth_years
from dure.engine.profile.fields import PROFILE_FIELDS, Field, Kind
from dure.engine.profile.industry import SECTION_OF_DIVISION, revision_on
from dure.engine.profile.region import CAPITAL_AREA, of_another_time, renamed_on, replacements
from dure.engine.rules import tree


@dataclass(frozen=True, slots=True)
class Occasion:
    """The days that a rule is judged for: ``as_of`` decides the law, ``opens_on`` is the call's opening."""

    as_of: date
    opens_on: date


def bind(rule: tree.Rule, occasion: Occasion) -> tree.Test:
    """Return the core test of a rule on an occasion.

    Raises MissingParameter where the law tables lack a value for the day.
    """
    return _Binding(occasion).test(rule.test)


class _Binding:
    def __init__(self, occasion: Occasion) -> None:
        self.occasion = occasion

    # --- tests ----------------------------------------------------------------------------------

    def test(self, test: tree.Test) -> tree.Test:
        match test:
            case tree.Constant() | tree.Truth() | tree.Has() | tree.Contains():
                return test
            case tree.Compare(operator, left, right):
                return tree.Compare(operator, self.value(left), self.value(right))
            case tree.OneOf(value, options):
                return tree.OneOf(self.value(value), options)
            case tree.PrefixIn(field, prefixes):
                return self._prefix_in(field, prefixes)
            case tree.KsicIn(field, revision, codes):
                return self._ksic_in(field, revision, codes)
            case tree.Not(inner):
                return tree.Not(self.test(inner))
            case tree.All(tests):
                return tree.All(tuple(self.test(t) for t in tests))
            case tree.Any(tests):
                return tree.Any(tuple(self.test(t) for t in tests))
            case tree.CaseTest(whens, otherwise):
                last = tree.Constant(None) if otherwise is None else self.test(otherwise)
                return tree.Cases(tuple((self.test(c), self.test(t)) for c, t in whens), last)
            case tree.NamedTest(name, fields):
                return self._named(name, fields)
            case _:
                raise TypeError(f"{type(test).__name__} is a core test already")

    def _named(self, name: str, fields: tuple[Field, ...]) -> tree.Test:
        match name:
            case "small_merchant":
                return _small_merchant(*fields, day=self.occasion.as_of)
            case "closed":
                closed_on, status = fields
                return tree.Closed(status, closed_on, self.occasion.as_of)
            case "in_capital_area":
                return self._prefix_in(fields[0], CAPITAL_AREA)
            case "youth_led":
                certainly, possibly = birth_years(self.occasion.opens_on)
                return tree.YearTest(PROFILE_FIELDS["owner_birth_year"], certainly, possibly)
            case _:
                raise KeyError(name)

    def _prefix_in(self, field: Field, prefixes: tuple[str, ...]) -> tree.PrefixIn:
        if field.name != "region":
            return tree.PrefixIn(field, prefixes)
        day = self.occasion.as_of
        today = tuple(renamed_on(p, day) for p in prefixes)
        beside = of_another_time(today)
        return tree.PrefixIn(field, (*today, *beside.sure), replacements(day), unsure=beside.unsure)

    def _ksic_in(self, field: Field, revision: Field, codes: tuple[str, ...]) -> tree.Test:
        """Ask for the codes of each revision by themselves; one revision is one test."""
        today = revision_on(self.occasion.as_of)
        by_revision: dict[str, list[str]] = {}
        for code in codes:
            written_in, _, digits = code.rpartition(":")
            by_revision.setdefault(written_in or today, []).append(digits)
        tests = tuple(
            tree.PrefixIn(field, tuple(digits), written_in=(revision, one))
            for one, digits in by_revision.items()
        )
        return tests[0] if len(tests) == 1 else tree.Any(tests)

    # --- values ---------------------------------------------------------------------------------

    def value(self, value: tree.Value) -> tree.Value:
        match value:
            case tree.Literal() | tree.FieldValue():
                return value
            case tree.DaySymbol(name):
                day = self.occasion.as_of if name == "as_of" else self.occasion.opens_on
                return tree.Literal(day, Kind.DATE)
            case tree.ParameterSymbol(name):
                return tree.Literal(NUMBERS[name].on(self.occasion.as_of), Kind.NUMBER)
            case tree.YearsSince(since):
                return tree.YearsSince(self.value(since), self.occasion.as_of)
            case tree.Arithmetic(sign, left, right):
                return tree.Arithmetic(sign, self.value(left), self.value(right))
            case _:
                raise TypeError(f"{type(value).__name__} is lifted out when a rule is read")


# --- named tests ----------------------------------------------------------------------------------


def _small_merchant(ksic: Field, employees: Field, annual_sales: Field, *, day: date) -> tree.Test:
    """Spell out small_merchant(): employees below the limit and sales up to the ceiling, by division.

    A division without a ceiling (sections O, T, U, and codes that are no division) leaves the sales
    part not known. Source: :mod:`dure.engine.law.small_merchant`.
    """
    ceilings = SALES_CEILING.on(day)
    large, other = EMPLOYEE_LIMIT_LARGE.on(day), EMPLOYEE_LIMIT_OTHER.on(day)
    groups: dict[tuple[int, int], list[str]] = {}
    for division, ceiling in ceilings.items():
        limit = large if SECTION_OF_DIVISION[division] in LARGE_LIMIT_SECTIONS else other
        groups.setdefault((limit, ceiling), []).append(division)

    def below(limit: int) -> tree.Test:
        return tree.Compare("<", tree.FieldValue(employees), tree.Literal(limit, Kind.NUMBER))

    def up_to(ceiling: int) -> tree.Test:
        return tree.Compare("<=", tree.FieldValue(annual_sales), tree.Literal(ceiling, Kind.NUMBER))

    return tree.ByDivision(
        ksic,
        tuple(
            (tuple(sorted(divisions)), tree.All((below(limit), up_to(ceiling))))
            for (limit, ceiling), divisions in sorted(groups.items())
        ),
        tree.All((below(other), tree.Constant(None))),
    )
