"""Names that a rule uses and nobody knows: the error, with the nearest name that is known."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from dure.engine.problems import msg
from dure.engine.rules.errors import RuleError, rule_error


def unknown_field(name: str, fields: Collection[str], functions: Collection[str], offset: int) -> RuleError:
    """Return the error for a field that is not known; a function may have lost its brackets."""
    nearest = f"{name.lower()}()" if name.lower() in functions else _nearest(name, fields)
    if nearest:
        message = msg("there is no field “{name}”; did you mean “{nearest}”?")
        return rule_error("unknown_field", message, offset, name=name, nearest=nearest)
    return rule_error("unknown_field", msg("there is no field “{name}”"), offset, name=name)


NOT_MONOTONE = frozenset(
    (
        *("is", "null", "isnull", "notnull", "exists", "distinct"),
        *("coalesce", "ifnull", "nvl", "nullif", "if", "iif"),
        *("greatest", "least", "concat", "concat_ws", "count"),
    )
)
"""Words of SQL that answer although something is not known yet."""


def not_monotone(written: str, code: str, offset: int) -> RuleError:
    """Return the error for a word that would answer before everything is known, with what to write instead.

    A rule must never say yes or no and, once a missing fact is told, the opposite.
    """
    return rule_error(
        code,
        msg(
            "“{written}” is not part of the rule language: it gives an answer although a fact is missing, and"
            " the fact, told later, would overturn it; where a value is to be taken as long as nobody knows,"
            " write assume(field, value), which the explanation shows"
        ),
        offset,
        written=written,
    )


def unknown_function(name: str, functions: Collection[str], offset: int) -> RuleError:
    """Return the error for a function that is not known."""
    if name.lower() in NOT_MONOTONE:
        return not_monotone(name, "unknown_function", offset)
    nearest = _nearest(name, functions)
    if nearest:
        message = msg("there is no function “{name}”; did you mean “{nearest}”?")
        return rule_error("unknown_function", message, offset, name=name, nearest=nearest)
    return rule_error("unknown_function", msg("there is no function “{name}”"), offset, name=name)


def unknown_parameter(name: str, parameters: Collection[str], offset: int) -> RuleError:
    """Return the error for a parameter of the law that is not known."""
    nearest = _nearest(name, parameters)
    if nearest:
        message = msg("there is no parameter “{name}”; did you mean “{nearest}”?")
        return rule_error("unknown_parameter", message, offset, name=name, nearest=nearest)
    return rule_error("unknown_parameter", msg("there is no parameter “{name}”"), offset, name=name)


def _nearest(name: str, known: Collection[str]) -> str | None:
    found = difflib.get_close_matches(name.lower(), list(known), n=1)
    return found[0] if found else None
