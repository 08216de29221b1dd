"""What is wrong with a rule's text."""

from __future__ import annotations

from dure.engine.problems import Problem, Refused


class RuleError(Refused):
    """A rule that is not in the language; ``offset`` in the problem's params is the place in its text."""


def rule_error(code: str, message: str, offset: int = 0, **params: object) -> RuleError:
    """Return the error for one fault at a character offset (0-based) of the rule's text."""
    return RuleError([Problem(f"rule.{code}", message, {**params, "offset": offset})])
