"""The tree of a rule: frozen nodes, first as written (*symbolic*), then as bound to a day (*core*).

Two families: *values* (number, text, date) and *tests* (true, false or not known). A symbolic tree may
hold the nodes marked so; binding (:mod:`dure.engine.rules.binding`) replaces them by core nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal as Choice
from typing import TypeAlias

from dure.engine.profile.fields import Field, Kind

Operator = Choice["=", "<>", "<", "<=", ">", ">="]
Sign = Choice["+", "-", "*", "/"]
Scalar: TypeAlias = "int | float | str | date"


# --- values ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or date as written (or a symbolic date or parameter, bound)."""

    value: Scalar
    kind: Kind


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of a field; ``assumed`` stands in where the field is not known (``assume(f, v)``)."""

    field: Field
    assumed: Scalar | None = None

    @property
    def kind(self) -> Kind:
        return self.field.kind


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left sign right`` in double precision; a division by zero is not known."""

    sign: Sign
    left: Value
    right: Value
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class YearsSince:
    """Completed years from a date to a day; ``day`` is None while symbolic (the day is ``as_of()``)."""

    since: Value
    day: date | None = None
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class DaySymbol:
    """Symbolic: ``as_of()`` or ``opens_on()``."""

    name: Choice["as_of", "opens_on"]
    kind: Kind = Kind.DATE


@dataclass(frozen=True, slots=True)
class ParameterSymbol:
    """Symbolic: ``param('name')``, a dated number of the law."""

    name: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class CaseValue:
    """While reading: CASE over values, lifted at once out of the test in which it stands."""

    whens: tuple[tuple[Test, Value], ...]
    otherwise: Value | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class NoValue:
    """While reading: what a CASE without ELSE gives where none of its cases holds; not known."""

    kind: Kind


Value: TypeAlias = (
    "Literal | FieldValue | Arithmetic | YearsSince | DaySymbol | ParameterSymbol | CaseValue | NoValue"
)


# --- tests ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """``true``, ``false``, or (never written) not known."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Compare:
    """``left operator right``; false where a field in it is none."""

    operator: Operator
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Between:
    """While reading: ``value BETWEEN low AND high``, one test where a CASE is lifted out of it."""

    value: Value
    low: Value
    high: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """``value IN (…)``; false where a field in it is none."""

    value: Value
    options: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean field as a test."""

    field: Field
    assumed: bool | None = None


@dataclass(frozen=True, slots=True)
class Has:
    """``has(f)``: whether a field that can be none has a value."""

    field: Field


@dataclass(frozen=True, slots=True)
class Contains:
    """``contains(f, 'x')``: an entry of the list is x, or is ``x:`` with something after it."""

    field: Field
    entry: str


@dataclass(frozen=True, slots=True)
class PrefixIn:
    """A code begins with one of the prefixes; not known where the code is too coarse to tell.

    ``renamed`` brings the merchant's code to the codes of the day first: (prefix, prefix of the day).
    ``unsure``: beginnings of which, where no prefix fits, it is not known whether they lie within.
    ``written_in`` is a field and its value where the prefixes are of one revision of a classification: a code
    of another one is known by its division only, the first two digits.
    """

    field: Field
    prefixes: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    written_in: tuple[Field, str] | None = None
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KsicIn:
    """Symbolic: ``ksic_in('47', '10:4791')``; a code without a revision is of the one in force on the day."""

    field: Field
    revision: Field
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    test: Test


@dataclass(frozen=True, slots=True)
class All:
    """AND of two or more tests."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """OR of two or more tests."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """CASE over tests: the answer that every case still possible gives, else not known."""

    whens: tuple[tuple[Test, Test], ...]
    otherwise: Test


@dataclass(frozen=True, slots=True)
class ByDivision:
    """A test over cases by KSIC division; ``otherwise`` is for every division not named.

    Where the industry is not known every case is possible: the answer that all give, else not known.
    """

    field: Field
    cases: tuple[tuple[tuple[str, ...], Test], ...]
    otherwise: Test


@dataclass(frozen=True, slots=True)
class YearTest:
    """A test of a year against a limit that falls inside a year: true from ``certainly`` on, not known
    from ``possibly`` on, false before."""

    field: Field
    certainly: int
    possibly: int


@dataclass(frozen=True, slots=True)
class Closed:
    """``closed()``: the business status where it is known, else a closing day on or before ``day``."""

    status: Field
    closed_on: Field
    day: date


@dataclass(frozen=True, slots=True)
class NamedTest:
    """Symbolic: ``small_merchant()``, ``closed()``, ``in_capital_area()`` or a derived boolean field."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CaseTest:
    """Symbolic: CASE over tests as written, its ELSE optional."""

    whens: tuple[tuple[Test, Test], ...]
    otherwise: Test | None


Test: TypeAlias = (
    "Constant | Compare | OneOf | Truth | Has | Contains | PrefixIn | KsicIn | Not | All | Any | Cases"
    " | ByDivision | YearTest | Closed | NamedTest | CaseTest"
)

Node: TypeAlias = "Value | Test"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as written and as read: its text, its symbolic tree, and what it names.

    ``named`` are its fields in the order of those that there are, earlier support after them by its name.
    """

    text: str
    test: Test
    named: tuple[Field, ...]
    parameters: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.named)
