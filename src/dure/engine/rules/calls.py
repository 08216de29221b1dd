"""The functions of the rule language: how each reads its arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from dure.engine.problems import msg
from dure.engine.profile.columns import MOST_MONTHS, supported_in, total_support_won
from dure.engine.profile.fields import Field, Kind
from dure.engine.rules import tree

if TYPE_CHECKING:
    from dure.engine.rules.reading import Reader

Arguments: TypeAlias = "list[exp.Expr]"

CODES = ("ksic", "region")
"""Fields of the profile that hold codes, asked by their first digits: ``ksic_in``, ``region_in``."""
_PREFIX = {"ksic": re.compile(r"(1[01]:)?\d{2,5}"), "region": re.compile(r"\d{2,10}")}


def _count(reader: Reader, arguments: Arguments, node: exp.Expr, name: str, count: int) -> None:
    if len(arguments) != count:
        raise reader.error(
            "arguments",
            msg("{function} takes {count} values, not {given}"),
            node,
            function=name + "()",
            count=count,
            given=len(arguments),
        )


# --- tests ----------------------------------------------------------------------------------------


def _has(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Test:
    _count(reader, arguments, node, "has", 1)
    field = reader.field(arguments[0])
    if not field.none_able:
        raise reader.error(
            "never_none",
            msg("{field} can be not known, but never none: has() cannot ask for it"),
            node,
            field=field.name,
        )
    return tree.Has(field)


def _contains(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Test:
    _count(reader, arguments, node, "contains", 2)
    field = reader.field(arguments[0])
    if field.kind is not Kind.LIST:
        raise reader.error(
            "not_a_list", msg("{field} is not a list: contains() cannot search it"), node, field=field.name
        )
    entry = reader.text_of(arguments[1])
    if field.choices and entry not in field.choices:
        raise reader.unknown_code(entry, field, arguments[1])
    return tree.Contains(field, entry)


def _prefix_in(name: str) -> Callable[[Reader, Arguments, exp.Expr], tree.Test]:
    def read(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Test:
        field = _profile_field(reader, name, node)
        if not arguments:
            raise reader.error(
                "no_code", msg("{function} needs at least one code in '…'"), node, function=f"{name}_in()"
            )
        prefixes = []
        for argument in arguments:
            prefix = reader.text_of(argument)
            if not _PREFIX[name].fullmatch(prefix):
                raise reader.error(
                    "bad_code",
                    msg("“{written}” is not the beginning of a {field} code"),
                    argument,
                    written=prefix,
                    field=name,
                )
            prefixes.append(prefix)
        if name != "ksic":
            return tree.PrefixIn(field, tuple(prefixes))
        return tree.KsicIn(field, _profile_field(reader, "ksic_revision", node), tuple(prefixes))

    return read


def _named(name: str, *fields: str) -> Callable[[Reader, Arguments, exp.Expr], tree.Test]:
    def read(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Test:
        _count(reader, arguments, node, name, 0)
        return tree.NamedTest(name, tuple(_profile_field(reader, f, node) for f in fields))

    return read


def _profile_field(reader: Reader, name: str, node: exp.Expr) -> Field:
    if name not in reader.fields:
        raise reader.error("unknown_field", msg("there is no field “{name}”"), node, name=name)
    reader.used.add(name)
    return reader.fields[name]


TESTS: dict[str, Callable[[Reader, Arguments, exp.Expr], tree.Test]] = {
    "has": _has,
    "contains": _contains,
    "ksic_in": _prefix_in("ksic"),
    "region_in": _prefix_in("region"),
    "small_merchant": _named("small_merchant", "ksic", "employees", "annual_sales"),
    "closed": _named("closed", "closed_on", "business_status"),
    "in_capital_area": _named("in_capital_area", "region"),
}


# --- values ---------------------------------------------------------------------------------------


def _years_since(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Value:
    _count(reader, arguments, node, "years_since", 1)
    since = reader.value(arguments[0])
    if since.kind is not Kind.DATE:
        raise reader.error("not_a_date", msg("years_since() counts from a date"), node)
    return tree.YearsSince(since)


def _as_of(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Value:
    _count(reader, arguments, node, "as_of", 0)
    return tree.DaySymbol("as_of")


def _opens_on(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Value:
    _count(reader, arguments, node, "opens_on", 0)
    return tree.DaySymbol("opens_on")


def _param(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Value:
    _count(reader, arguments, node, "param", 1)
    return reader.parameter(reader.text_of(arguments[0]), node)


def _assume(reader: Reader, arguments: Arguments, node: exp.Expr) -> tree.Value:
    field, value = assumed(reader, arguments, node)
    if isinstance(value, bool):
        raise reader.not_a_value(node)
    return tree.FieldValue(field, value)


VALUES: dict[str, Callable[[Reader, Arguments, exp.Expr], tree.Value]] = {
    "years_since": _years_since,
    "as_of": _as_of,
    "opens_on": _opens_on,
    "param": _param,
    "assume": _assume,
}


# --- earlier support: columns that are spelt as calls ---------------------------------------------------


def _supported_in(reader: Reader, arguments: Arguments, node: exp.Expr) -> Field:
    _count(reader, arguments, node, "supported_in", 1)
    programme = reader.text_of(arguments[0])
    field = supported_in(programme)
    if field is None:
        raise reader.error(
            "bad_programme",
            msg("“{written}” is not a programme's id: small letters, digits and hyphens, such as tops-2025"),
            arguments[0],
            written=programme,
        )
    return _handed_in(reader, field)


def _total_support_won(reader: Reader, arguments: Arguments, node: exp.Expr) -> Field:
    _count(reader, arguments, node, "total_support_won", 1)
    given = arguments[0]
    written = str(given.this) if type(given) is exp.Literal and not given.is_string else ""
    field = total_support_won(int(written)) if re.fullmatch(r"[0-9]{1,4}", written) else None
    if field is None:
        raise reader.error(
            "bad_months",
            msg("total_support_won() takes a whole number of months from 1 to {most}"),
            given,
            most=MOST_MONTHS,
        )
    return _handed_in(reader, field)


def _handed_in(reader: Reader, field: Field) -> Field:
    return reader.support.setdefault(field.name, field)


SUPPORT: dict[str, Callable[[Reader, Arguments, exp.Expr], Field]] = {
    "supported_in": _supported_in,
    "total_support_won": _total_support_won,
}


def assumed(reader: Reader, arguments: Arguments, node: exp.Expr) -> tuple[Field, tree.Scalar | bool]:
    """Read ``assume(field, value)``: the field, and the value that stands in where it is not known."""
    _count(reader, arguments, node, "assume", 2)
    field = reader.field(arguments[0])
    if field.kind is Kind.LIST or field.is_derived:
        raise reader.error("assume_kind", msg("no value can be assumed for {field}"), node, field=field.name)
    given = arguments[1]
    if type(given) is exp.Boolean:
        if field.kind is Kind.BOOLEAN:
            return field, bool(given.this)
    else:
        literal = reader.value(given)
        if field.kind is Kind.DATE and literal.kind is Kind.TEXT and isinstance(literal, tree.Literal):
            literal = tree.Literal(reader.day(str(literal.value), given), Kind.DATE)
        if isinstance(literal, tree.Literal) and literal.kind is field.kind:
            fixed = literal.value
            if not field.choices or fixed in field.choices:
                return field, fixed
    raise reader.error(
        "assume_value",
        msg("the value assumed for {field} must be a fixed {kind} that the field can have"),
        node,
        field=field.name,
        kind=field.kind.value,
    )
