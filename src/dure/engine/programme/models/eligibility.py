"""Who may take part: rules, each with the reason that is told and its legal basis."""

from __future__ import annotations

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Citation, Id, RuleText, Text


class EligibilityRule(Part):
    """One condition; a merchant is eligible when every rule holds."""

    id: Id
    rule: RuleText
    reason: Text
    """What is told to whoever fails it: a sentence, not the rule."""
    basis: Citation | None = None
    """The law or guideline it rests on."""
