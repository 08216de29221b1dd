"""The rule language: SQL boolean expressions with an exact three-valued meaning.

Text → (grammar) parsed tree → (reading) typed tree, CASE lifted out of values → (binding to a day) core tree
→ answer in process, or SQL text. ``docs/rules.md`` has the semantics.
"""

from dure.engine.rules.errors import RuleError
from dure.engine.rules.reading import parse_rule
from dure.engine.rules.tree import Rule

__all__ = ["Rule", "RuleError", "parse_rule"]
