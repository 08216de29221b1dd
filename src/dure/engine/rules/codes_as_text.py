"""Codes of the profile that are compared as they are written, and how they are asked instead.

Regions change their codes and industries their classification: what is equal in meaning is not equal as text,
and the opposite of such a test would be true of everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from dure.engine.problems import msg
from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.rules.calls import CODES

if TYPE_CHECKING:
    from dure.engine.rules.reading import Reader

CODE_AS_TEXT = msg(
    "“{field}” is not compared as text, for its codes change with time: write {instead}, which understands"
    " old and new ones"
)


def refuse_codes_as_text(reader: Reader, nodes: Sequence[exp.Expr], *, denied: bool = False) -> None:
    """Raise RuleError at the first code of a merchant in what is compared; ``denied``: with <>.

    Those who tell of themselves, as providers do, have fields of these names of their own.
    """
    for column in (column for node in nodes for column in node.find_all(exp.Column)):
        name = column.name
        if name not in CODES or column.table or reader.fields.get(name) != PROFILE_FIELDS[name]:
            continue
        instead = _asked_instead(name, nodes, denied=denied)
        raise reader.error("code_as_text", CODE_AS_TEXT, column, field=name, instead=instead)


def _asked_instead(name: str, nodes: Sequence[exp.Expr], *, denied: bool) -> str:
    """Return what asks for the codes that stand there."""
    codes = [one.this for node in nodes for one in node.find_all(exp.Literal) if one.is_string]
    written = ", ".join(f"'{code}'" for code in codes) or "'…'"
    return f"{'NOT ' if denied else ''}{name}_in({written})"
