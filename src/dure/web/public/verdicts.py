"""A verdict in words: rule by rule with its reason and basis, and each missing fact with a way to tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dure.engine.programme.models.eligibility import EligibilityRule
from dure.engine.programme.models.programme import Programme
from dure.engine.screening import RuleAnswer
from dure.engine.screening.one import Screening
from dure.web.tables import headers
from dure.web.words import field_label


@dataclass(frozen=True, slots=True)
class Told:
    """One rule's answer with the words of the programme file, and what is missing to answer it."""

    rule: EligibilityRule
    answer: bool | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, and where it can be told."""

    label: str
    url: str


def verdict_parts(
    programme: Programme, found: Screening, address_of: Callable[[str], str] = lambda name: f"#id_{name}"
) -> dict[str, Any]:
    """Return what the template of a verdict reads; ``address_of`` says where a fact can be told."""
    rules = {rule.id: rule for rule in programme.eligibility}
    return {
        "found": found,
        "told": [_told(rules[answer.id], answer) for answer in found.answers],
        "failed": [rules[rule] for rule in found.failed],
        "missing": [Missing(field_label(name), address_of(name)) for name in found.missing],
        "rule_headers": headers(_("Whether it is met"), _("Condition"), _("Basis")),
    }


def control_of(name: str) -> str:
    """Return the address, within a page, of the control of a fact: of several, what holds them together."""
    return "#id_ksic_division" if name == "ksic" else f"#id_{name}"


def _told(rule: EligibilityRule, answer: RuleAnswer) -> Told:
    return Told(rule, answer.answer, tuple(field_label(name) for name in answer.missing))
