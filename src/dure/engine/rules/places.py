"""Faults of a rule at their places: every error of reading is made here, with an offset in the text."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.tokenizer_core import Token

from dure.engine.problems import msg
from dure.engine.rules.errors import RuleError, rule_error


class Places:
    """Makes the errors of one rule's text from the nodes in which they were found."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def error(self, code: str, message: str, node: exp.Expr, **params: object) -> RuleError:
        """Return the error for a fault in a node."""
        return rule_error(code, message, self.offset(node), **params)

    def foreign(self, node: exp.Expr) -> RuleError:
        """Return the error for something that is SQL, but not of the language."""
        return self.error(
            "not_in_language",
            msg("“{written}” is not part of the rule language"),
            node,
            written=self.written(node),
        )

    def not_a_test(self, node: exp.Expr) -> RuleError:
        """Return the error for a value where a test is needed."""
        return self.error(
            "not_a_test", msg("“{written}” is not a yes-or-no test"), node, written=self.written(node)
        )

    def not_a_value(self, node: exp.Expr) -> RuleError:
        """Return the error for a test where a value is needed."""
        return self.error(
            "not_a_value", msg("“{written}” is a test, not a value"), node, written=self.written(node)
        )

    def written(self, node: exp.Expr) -> str:
        """Return how a node is written, shortened."""
        return node.sql()[:60]

    def offset(self, node: exp.Expr) -> int:
        """Return where the first word of a node stands; 0 if it cannot be told."""
        starts = [start for part in node.walk() if isinstance(start := part.meta.get("start"), int)]
        if starts:
            return min(starts)
        word = str(node.this).lower() if isinstance(node, exp.Boolean) else ""
        return next((t.start for t in self.tokens if word and t.text.lower() == word), 0)
