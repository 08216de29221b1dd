"""From the text of a rule to its form: cut at AND, OR, NOT and brackets, then line by line.

A line is taken for what it says only if writing it gives the same tree again; otherwise it stays own text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlglot.tokenizer_core import Token, TokenType

from dure.engine.profile.fields import Field
from dure.engine.rules import tree
from dure.engine.rules.errors import RuleError
from dure.engine.rules.form.parts import FormRefused, Group, Line, OwnText, Part
from dure.engine.rules.form.spans import Span, cut, inside_brackets, words_of
from dure.engine.rules.form.subjects import YEARS_SINCE
from dure.engine.rules.form.writing import line_text, write_form
from dure.engine.rules.reading import parse_rule

MOST_LEVELS = 4
"""Groups in groups in groups: what lies deeper is read as own text, for nobody could follow it on a page."""


def read_form(text: str, fields: Mapping[str, Field]) -> Group:
    """Return the form of a rule's text; raises RuleError as :func:`parse_rule` does.

    Writing the form gives a rule of the same tree.
    """
    rule = parse_rule(text, fields=fields)
    part = _Reading(text, fields).part((0, len(words_of(text))), 0)
    form = part if isinstance(part, Group) else Group("and", (part,))
    try:
        again = parse_rule(write_form(form, fields), fields=fields)
    except FormRefused:
        again = None
    # Own text is always right: should a way of writing be missed here, it is shown as it stands.
    return form if again is not None and again.test == rule.test else Group("and", (OwnText(text.strip()),))


class _Reading:
    def __init__(self, text: str, fields: Mapping[str, Field]) -> None:
        self.text = text
        self.fields = fields
        self.words: list[Token] = words_of(text)

    def part(self, span: Span, level: int) -> Part:
        for word, join in ((TokenType.OR, "or"), (TokenType.AND, "and")):
            spans = cut(self.words, span, word)
            if len(spans) > 1:
                if level >= MOST_LEVELS:
                    return OwnText(self._written(span))
                parts = tuple(self.part(one, level + 1) for one in spans)
                return Group("or" if join == "or" else "and", parts)
        if self.words[span[0]].token_type is TokenType.NOT:
            return _denied(self.part((span[0] + 1, span[1]), level))
        inner = inside_brackets(self.words, span)
        if inner is not None:
            return self.part(inner, level)
        return self._line(self._written(span))

    def _written(self, span: Span) -> str:
        return self.text[self.words[span[0]].start : self.words[span[1] - 1].end + 1]

    def _line(self, text: str) -> Part:
        test = parse_rule(text, fields=self.fields).test
        line = line_of(test)
        if line is None:
            return OwnText(text)
        try:
            again = parse_rule(line_text(line, self.fields), fields=self.fields).test
        except RuleError:
            return OwnText(text)
        return line if (tree.Not(again) if line.negated else again) == test else OwnText(text)


def _denied(part: Part) -> Part:
    if part.negated:
        return Group("and", (part,), negated=True)
    return replace(part, negated=True)


# --- one line -------------------------------------------------------------------------------------


def line_of(test: tree.Test) -> Line | None:
    """Return the line that says a test; None where no line can."""
    match test:
        case tree.Not(inner):
            line = line_of(inner)
            return None if line is None or line.negated else replace(line, negated=True)
        case tree.Truth(field, assumed):
            return Line(field.name, "holds", assumed="" if assumed is None else str(assumed).lower())
        case tree.NamedTest(name, _):
            return Line(name, "holds")
        case tree.Has(field):
            return Line(field.name, "has")
        case tree.Contains(field, entry):
            return Line(field.name, "contains", (entry,))
        case tree.PrefixIn(field, codes) | tree.KsicIn(field, _, codes):
            return Line(field.name, "begins", codes)
        case tree.Compare(operator, left, right):
            return _compared(left, operator, (right,))
        case tree.OneOf(value, options):
            return _asked(value, "in", tuple(_plain(option) for option in options))
        case tree.All((tree.Compare(">=", one, low), tree.Compare("<=", other, high))) if one == other:
            return _compared(one, "between", (low, high))
        case _:
            return None


def _compared(left: tree.Value, operator: str, beside: tuple[tree.Value, ...]) -> Line | None:
    values = [_value(value) for value in beside]
    known = tuple(value for value in values if value is not None)
    return _asked(left, operator, known) if len(known) == len(values) else None


def _asked(value: tree.Value, operator: str, values: tuple[str, ...]) -> Line | None:
    match value:
        case tree.FieldValue(field, assumed):
            return Line(field.name, operator, values, assumed="" if assumed is None else _plain(assumed))
        case tree.YearsSince(tree.FieldValue(field, assumed)):
            stands_in = "" if assumed is None else _plain(assumed)
            return Line(YEARS_SINCE + field.name, operator, values, assumed=stands_in)
        case _:
            return None


def _value(value: tree.Value) -> str | None:
    match value:
        case tree.Literal(fixed, _):
            return _plain(fixed)
        case tree.ParameterSymbol(name):
            return f"param:{name}"
        case tree.DaySymbol(name):
            return f"{name}()"
        case _:
            return None


def _plain(value: tree.Scalar) -> str:
    """Return a fixed value as it is typed: a float with all its digits and without an exponent.

    >>> from datetime import date
    >>> _plain(3), _plain(0.5), _plain(1e-9), _plain(date(2025, 3, 18))
    ('3', '0.5', '0.000000001', '2025-03-18')
    """
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
