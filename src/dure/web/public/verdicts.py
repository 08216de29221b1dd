"""A verdict in words: rule by rule with its reason and basis, and each missing fact with a way to tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dure.engine.profile.columns import ANSWER, owner_of
from dure.engine.programme.models.eligibility import EligibilityRule
from dure.engine.programme.models.programme import Programme
from dure.engine.screening import RuleAnswer
from dure.engine.screening.one import Screening
from dure.web.column_words import column_label
from dure.web.tables import headers
from dure.web.templatetags.days import day


@dataclass(frozen=True, slots=True)
class Told:
    """One rule's answer with the words of the programme file, and what is missing to answer it."""

    rule: EligibilityRule
    answer: bool | None
    missing: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, and where it can be told: an empty address where nobody tells it."""

    label: str
    url: str


def verdict_parts(
    programme: Programme, found: Screening, address_of: Callable[[str], str] = lambda name: f"#id_{name}"
) -> dict[str, Any]:
    """Return what the template of a verdict reads; ``address_of`` says where a fact can be told."""
    rules = {rule.id: rule for rule in programme.eligibility}
    return {
        "found": found,
        "told": [_told(programme, rules[answer.id], answer) for answer in found.answers],
        "failed": [rules[rule] for rule in found.failed],
        "missing": [
            Missing(column_label(name, programme), address_of(name) if is_told(name) else "")
            for name in found.missing
        ],
        "rule_headers": headers(_("Whether it is met"), _("Condition"), _("Basis")),
    }


def missing_words(programme: Programme, answer: RuleAnswer) -> tuple[str, ...]:
    """Return what is missing to answer a rule, and why a code that is told does not do."""
    words = [column_label(name, programme) for name in answer.missing]
    if answer.other_revision:
        words.append(
            _("the industry code is of revision %(revision)s of the classification, the rule reads another")
            % {"revision": answer.other_revision}
        )
    return tuple(words)


def assumed_words(programme: Programme, answer: RuleAnswer) -> tuple[str, ...]:
    """Return what stood in for facts that are not known."""
    return tuple(f"{column_label(name, programme)}: {assumed_text(value)}" for name, value in answer.assumed)


def assumed_text(value: Any) -> str:
    """Return an assumed value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return day(value) if isinstance(value, date) else str(value)


def is_told(name: str) -> bool:
    """Say whether whoever applies tells a column: a fact, or an answer in the application."""
    return owner_of(name) in ("", ANSWER)


def control_of(name: str) -> str:
    """Return the address, within a page, of the control of a fact: of several, what holds them together.

    An answer has none beside facts: it is given in the application.
    """
    if owner_of(name):
        return ""
    return "#id_ksic_division" if name == "ksic" else f"#id_{name}"


def _told(programme: Programme, rule: EligibilityRule, answer: RuleAnswer) -> Told:
    return Told(rule, answer.answer, missing_words(programme, answer), assumed_words(programme, answer))
