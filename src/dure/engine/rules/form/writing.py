"""From a form to the text of a rule: every value is written so that it can be nothing but a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dure.engine.problems import Problem, msg
from dure.engine.profile.fields import Field
from dure.engine.rules.errors import RuleError, rule_error
from dure.engine.rules.form.parts import Fault, FormRefused, Group, Line, OwnText, Part, Path
from dure.engine.rules.form.spans import has_loose_words
from dure.engine.rules.form.subjects import (
    VALUES,
    YEARS_SINCE,
    Shape,
    can_assume,
    field_of,
    operators_of,
    shape_of,
)
from dure.engine.rules.reading import parse_rule

_NUMBER = re.compile(r"-?\d{1,16}(\.\d{1,9})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARAMETER = re.compile(r"param:([a-z][a-z0-9_]*)")
_DAY_SYMBOLS = ("as_of()", "opens_on()")


def write_form(form: Group, fields: Mapping[str, Field]) -> str:
    """Return the text of the rule that a form says.

    Raises FormRefused with every part that makes no rule; a fault of the whole stands at ().
    """
    faults: list[Fault] = []
    text = _group(form, (), fields, faults)
    if not faults:
        try:
            parse_rule(text, fields=fields)
        except RuleError as error:
            faults = [Fault((), problem) for problem in error.problems]
    if faults:
        raise FormRefused(faults)
    return text


def line_text(line: Line, fields: Mapping[str, Field]) -> str:
    """Return the rule text of one line, without its NOT; raises RuleError for what makes no rule."""
    shape = shape_of(line.what, fields)
    if shape is None:
        raise rule_error("form_what", msg("choose what this line asks about"))
    if line.operator not in operators_of(line.what, fields):
        raise rule_error("form_operator", msg("choose how it is compared"))
    least, most = VALUES.get(line.operator, (1, 1))
    given = tuple(value.strip() for value in line.values)
    if len(given) < least or not all(given[:most]) or len(given) > most:
        raise rule_error("form_value", msg("fill in what it is compared with"))
    values = [_VALUE[shape](value) for value in given]
    text = _TEXT.get(line.operator, _compared)(_asked(line, shape, fields), line.operator, values)
    parse_rule(text, fields=fields)
    return text


def _group(group: Group, path: Path, fields: Mapping[str, Field], faults: list[Fault]) -> str:
    """Return the text of a group: in brackets where it stands inside of another one."""
    if not group.parts:
        problem = Problem("rule.form_empty", msg("the group is empty: add a line or remove it"))
        faults.append(Fault(path, problem))
        return ""
    alone = len(group.parts) == 1
    texts = [
        _part(part, (*path, place), fields, faults, alone=alone and not group.negated and not path)
        for place, part in enumerate(group.parts)
    ]
    text = f" {group.join.upper()} ".join(texts)
    if group.negated:
        return f"NOT ({text})"
    return text if not path else f"({text})"


def _part(part: Part, path: Path, fields: Mapping[str, Field], faults: list[Fault], *, alone: bool) -> str:
    if isinstance(part, Group):
        return _group(part, path, fields, faults)
    try:
        text = line_text(part, fields) if isinstance(part, Line) else _own_text(part, fields, alone)
    except RuleError as error:
        faults.extend(Fault(path, problem) for problem in error.problems)
        return ""
    return f"NOT {text}" if part.negated else text


def _own_text(part: OwnText, fields: Mapping[str, Field], alone: bool) -> str:
    """Return own text to the letter, in brackets where it would otherwise mix with what stands beside it."""
    parse_rule(part.text, fields=fields)
    loose = has_loose_words(part.text) and not (alone and not part.negated)
    return f"({part.text})" if loose else part.text


# --- one line -------------------------------------------------------------------------------------


def _asked(line: Line, shape: Shape, fields: Mapping[str, Field]) -> str:
    """Return the value or test that a line asks about, as a rule writes it."""
    field = field_of(line.what, fields)
    if field is None:
        return f"{line.what}()"
    name = field.name
    if line.assumed.strip():
        if not can_assume(line.what, line.operator, fields):
            raise rule_error("form_assume", msg("nothing can be assumed here"))
        years = line.what.startswith(YEARS_SINCE)
        name = f"assume({name}, {_VALUE['day' if years else shape](line.assumed.strip())})"
    return f"years_since({name})" if line.what.startswith(YEARS_SINCE) else name


def _number(written: str) -> str:
    if found := _PARAMETER.fullmatch(written):
        return f"param('{found[1]}')"
    plain = written.replace(",", "").replace(" ", "").replace("_", "")
    if not _NUMBER.fullmatch(plain):
        raise rule_error("form_number", msg("“{written}” is not a number"), written=written[:40])
    return plain


def _day(written: str) -> str:
    if written in _DAY_SYMBOLS:
        return written
    if not _DAY.fullmatch(written):
        raise rule_error("bad_date", msg("“{written}” is not a date; write YYYY-MM-DD"), written=written[:40])
    return f"DATE '{written}'"


def _text(written: str) -> str:
    if not written.isprintable() or "\\" in written:
        raise rule_error(
            "form_text", msg("“{written}” has a sign that no text of a rule may have"), written=written[:40]
        )
    return "'" + written.replace("'", "''") + "'"


def _truth(written: str) -> str:
    if written not in ("true", "false"):
        raise rule_error("form_truth", msg("choose yes or no"))
    return written


_VALUE: Mapping[Shape, Callable[[str], str]] = {
    "number": _number,
    "day": _day,
    "text": _text,
    "code": _text,
    "list": _text,
    "digits": _text,
    "flag": _truth,
    "named": _truth,
}


def _compared(asked: str, operator: str, values: list[str]) -> str:
    return f"{asked} {operator} {values[0]}"


_TEXT: Mapping[str, Callable[[str, str, list[str]], str]] = {
    "holds": lambda asked, _, values: asked,
    "has": lambda asked, _, values: f"has({asked})",
    "contains": lambda asked, _, values: f"contains({asked}, {values[0]})",
    "begins": lambda asked, _, values: f"{asked}_in({', '.join(values)})",
    "between": lambda asked, _, values: f"{asked} BETWEEN {values[0]} AND {values[1]}",
    "in": lambda asked, _, values: f"{asked} IN ({', '.join(values)})",
}
