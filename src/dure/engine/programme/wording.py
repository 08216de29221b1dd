"""The validator's complaints in our own words, one table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dure.engine.problems import Problem, msg
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.places import Places
from dure.engine.programme.reading.tree import Path, ScalarNode


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint: its kind, where, and what the validator knows about it."""

    kind: str
    path: Path
    context: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()


_MESSAGES: dict[str, str] = {
    "int_type": msg("a whole number is wanted here, without separators and quotes"),
    "int_from_float": msg("a whole number is wanted here, without separators and quotes"),
    "int_parsing": msg("a whole number is wanted here, without separators and quotes"),
    "bool_type": msg("true or false is wanted here"),
    "tuple_type": msg("a list is wanted here"),
    "dict_type": msg("a map of keys and values is wanted here"),
    "model_type": msg("a map of keys and values is wanted here"),
    "greater_than_equal": msg("the number is too small: at least {ge}"),
    "less_than_equal": msg("the number is too large: at most {le}"),
    "string_too_short": msg("the text is empty"),
    "string_too_long": msg("the text is too long: at most {max_length} characters"),
    "dure.day": msg("a day is wanted here, such as 2025-03-18"),
    "dure.instant": msg("a date and time with offset is wanted here, such as 2025-03-18T09:00:00+09:00"),
    "dure.no_offset": msg("an instant has a time and its offset: write it as 2025-03-18T09:00:00+09:00"),
    "dure.no_text": msg("the text is missing: write ko: or en:, best both"),
    "dure.two_figures": msg("the figure stands here twice: write it, or name the parameter of the law"),
    "dure.clock": msg("exactly one of days: and parameter: is wanted here"),
}

_PATTERNS: dict[str, str] = {
    "^[a-z][a-z0-9_]*$": msg("“{written}” is no id: small letters, digits and _ only, a letter first"),
    "^[a-z0-9]+(-[a-z0-9]+)*$": msg(
        "“{written}” is no programme id: small letters, digits and single hyphens only"
    ),
    "^[0-9]{2}([0-9]{3}([0-9]{5})?)?$": msg("“{written}” is no region code: two, five or ten digits"),
}


def problem_of(fault: Fault, places: Places) -> Problem:
    """Return our problem for a fault, at the place of the key or value it is about."""
    if fault.kind == "missing":
        return _at(
            places, fault.path[:-1], "file.missing", msg("“{key}” is missing here"), key=fault.path[-1]
        )
    if fault.kind == "extra_forbidden":
        return _unknown_key(fault, places)
    if fault.kind == "model_type" and fault.context.get("class_name") == "Text":
        message = msg("a text in both languages is wanted here: ko: … and en: …")
        return _at(places, fault.path, "file.languages", message)
    node = places.node(fault.path)
    written = node.written if isinstance(node, ScalarNode) else ""
    if fault.kind == "string_type":
        return _not_text(node, fault, places)
    if fault.kind in ("literal_error", "union_tag_invalid"):
        return _not_among(fault, places, written)
    if fault.kind == "union_tag_not_found":
        return _at(places, fault.path, "file.missing", msg("“{key}” is missing here"), key="kind")
    if fault.kind == "string_pattern_mismatch":
        message = _PATTERNS[fault.context["pattern"]]
        return _at(places, fault.path, "file.id", message, written=written)
    if (
        node is not None
        and isinstance(node, ScalarNode)
        and node.value is None
        and not fault.kind.startswith("dure.")
    ):
        return _at(places, fault.path, "file.empty", msg("the value is missing here"))
    shown = {k: v for k, v in fault.context.items() if k in ("ge", "le", "max_length")}
    message = _MESSAGES.get(fault.kind, msg("this value is not possible here"))
    return _at(places, fault.path, f"file.{fault.kind.removeprefix('dure.')}", message, **shown)


def _unknown_key(fault: Fault, places: Places) -> Problem:
    key = str(fault.path[-1])
    place = places.of_key(fault.path)
    meant = nearest_name(key, fault.names)
    if meant is not None:
        message = msg("there is no key “{key}” here: did you mean “{meant}”?")
        params: dict[str, object] = {"key": key, "meant": meant}
    else:
        message = msg("there is no key “{key}” here: possible are {names}")
        params = {"key": key, "names": ", ".join(fault.names)}
    return Problem("file.unknown_key", message, params, line=place.line, column=place.column)


def _not_text(node: object, fault: Fault, places: Places) -> Problem:
    if isinstance(node, ScalarNode) and node.value is not None:
        message = (
            msg("“{written}” is read as true or false, but a text is wanted here: put it in quotes")
            if isinstance(node.value, bool)
            else msg("“{written}” is read as a number, but a text is wanted here: put it in quotes")
        )
        return _at(places, fault.path, "file.unquoted", message, written=node.written)
    if isinstance(node, ScalarNode):
        return _at(places, fault.path, "file.empty", msg("the value is missing here"))
    return _at(places, fault.path, "file.text", msg("a text is wanted here"))


def _not_among(fault: Fault, places: Places, written: str) -> Problem:
    listed = fault.context.get("expected") or fault.context.get("expected_tags") or ""
    names = re.findall(r"'([^']*)'", listed) or [listed]
    path = fault.path
    if fault.kind == "union_tag_invalid":
        path, written = (*fault.path, "kind"), str(fault.context.get("tag", ""))
    meant = nearest_name(written, names)
    if meant is not None:
        message = msg("“{written}” is not possible here: did you mean “{meant}”?")
        return _at(places, path, "file.choice", message, written=written, meant=meant)
    message = msg("“{written}” is not possible here: one of {names}")
    return _at(places, path, "file.choice", message, written=written, names=", ".join(names))


def _at(places: Places, path: Path, code: str, message: str, /, **params: object) -> Problem:
    place = places.of_value(path)
    return Problem(code, message, params, line=place.line, column=place.column)
