"""A rule in words on officers' pages: the sentence with names of codes, and operators as they are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dure.domains.programmes.queries import ProgrammeVersion, loaded, rulebook
from dure.engine.problems import Refused
from dure.engine.profile.fields import Field, Kind
from dure.engine.rules.binding import Occasion
from dure.engine.rules.form.subjects import Shape
from dure.engine.rules.sentence import Words, rule_sentence
from dure.engine.rules.sentence.words import number
from dure.engine.rules.tree import Rule, Scalar
from dure.web.officer.rule_builder.subjects import PARAMETERS, Facts
from dure.web.officer.words import value_text
from dure.web.public.profile_words import CODES, DESIGNATIONS
from dure.web.templatetags.amounts import money
from dure.web.templatetags.days import day_text
from dure.web.words import industry, page_language, place

_NUMBERS: Mapping[str, Promise] = {
    "<": lazy("is less than"),
    "<=": lazy("is at most"),
    ">": lazy("is more than"),
    ">=": lazy("is at least"),
    "=": lazy("is equal to"),
    "<>": lazy("is other than"),
    "between": lazy("is from … to …, both included"),
    "not between": lazy("is not from … to …"),
    "in": lazy("is one of these"),
    "not in": lazy("is none of these"),
}
_DAYS: Mapping[str, Promise] = {
    **_NUMBERS,
    "<": lazy("is before"),
    "<=": lazy("is on or before"),
    ">": lazy("is after"),
    ">=": lazy("is on or after"),
    "=": lazy("is the day"),
    "not <": lazy("is not before, or there is none"),
    "not <=": lazy("is not on or before, or there is none"),
    "not >": lazy("is not after, or there is none"),
    "not >=": lazy("is not on or after, or there is none"),
    "not =": lazy("is not the day, or there is none"),
}
_OTHERS: Mapping[str, Promise] = {
    **_NUMBERS,
    "holds": lazy("is so"),
    "not holds": lazy("is not so"),
    "has": lazy("is there"),
    "not has": lazy("is none"),
    "contains": lazy("has the entry"),
    "not contains": lazy("does not have the entry"),
    "begins": lazy("begins with one of these codes"),
    "not begins": lazy("begins with none of these codes"),
}


def operator_word(shape: Shape, operator: str) -> str:
    """Return an operator in words; ``not`` before it denies it, so that none passes too."""
    words = _DAYS if shape == "day" else _NUMBERS if shape == "number" else _OTHERS
    word = words.get(operator) or _OTHERS.get(operator)
    if word is not None:
        return str(word)
    positive = words[operator.removeprefix("not ")]
    return _("is not so, or there is none: %(operator)s") % {"operator": positive}


def sentence_of_rule(rule: Rule, occasion: Occasion, facts: Facts) -> str:
    """Return a rule as a sentence in the language of the page; empty where the law lacks a figure."""
    try:
        return rule_sentence(rule, occasion, _words(facts), page_language())
    except Refused:
        return ""


def sentences_of(version: ProgrammeVersion) -> dict[str, str]:
    """Return the sentence of each rule of a version by its id; none where the law lacks a figure."""
    try:
        book = rulebook(version)
    except Refused:
        return {}
    facts = Facts(loaded(version).programme)
    return {bound.id: sentence_of_rule(bound.rule, book.occasion, facts) for bound in book.rules}


def prefix_word(kind: str, prefix: str) -> str:
    """Return the beginning of a code in words, the code itself behind it."""
    if kind == "ksic" and ":" in prefix:
        revision, _sign, code = prefix.partition(":")
        return _("%(code)s of revision %(revision)s") % {"code": code, "revision": revision}
    name = place(prefix) if kind == "region" else industry(prefix).removesuffix(f" ({prefix})")
    return f"{name} ({prefix})" if name.strip() else prefix


def _value(field: Field, value: Scalar) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        word = DESIGNATIONS.get(value) if field.kind is Kind.LIST else CODES.get(value)
        if field.name in ("ksic", "region"):
            return prefix_word(field.name, value)
        if word is not None:
            return str(word)
        return value if field.kind is Kind.LIST else f"“{value_text(field.name, value)}”"
    if field.name == "annual_sales" and isinstance(value, int):
        return money(value)
    if field.name == "employees":
        text = number(value)
        return ngettext("%(number)s person", "%(number)s people", 1 if value == 1 else 2) % {"number": text}
    if field.name == "online_sales_share":
        return f"{number(value * 100)}%"
    return str(value) if field.name == "owner_birth_year" else number(value)


def _words(facts: Facts) -> Words:
    """Return the names of a sentence about a programme, in the language of the page."""

    def value(field: Field, told: Scalar) -> str:
        word = facts.code_word(field.name, told) if isinstance(told, str) else None
        return _value(field, told) if word is None else word

    return Words(
        field=lambda name: facts.subject(name).label,
        value=value,
        prefix=prefix_word,
        parameter=lambda name: str(PARAMETERS.get(name, name)),
        day=day_text,
    )
