"""Text that a spreadsheet would take for a formula: an apostrophe before it on writing, off on reading.

Guarding is reversible: text that begins with apostrophes before such a sign gets one more. Plain signed
numbers are no formulas.
"""

from __future__ import annotations

import re

ERRORS = (
    "#N/A",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#CALC!",
    "#SPILL!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#GETTING_DATA",
)
"""What a spreadsheet shows where a formula has failed."""

_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")
_NUMBER = re.compile(r"[+-]\d+(\.\d+)?")


def guard(text: str) -> str:
    """Return the text as it may stand in a spreadsheet's cell.

    >>> guard("=1+1"), guard("-5"), guard("홍")
    ("'=1+1", '-5', '홍')
    """
    if text[:1] not in _FIRST or not _GUARDED.match(text) or _NUMBER.fullmatch(text):
        return text
    return "'" + text


def unguard(text: str) -> str:
    """Return the text that was meant by a cell.

    >>> unguard("'=1+1"), unguard("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def guard_sql(text: str) -> str:
    """Return the SQL of :func:`guard` for an SQL text expression."""
    return (
        f"CASE WHEN left({text}, 1) IN ('=', '+', '-', '@', chr(9), chr(13), '''')"
        f" AND regexp_matches({text}, '^''*[=+\\-@\\t\\r]')"
        f" AND NOT regexp_full_match({text}, '[+-]\\d+(\\.\\d+)?') THEN '''' || {text} ELSE {text} END"
    )


def unguard_sql(text: str) -> str:
    """Return the SQL of :func:`unguard` for an SQL text expression."""
    return (
        f"CASE WHEN left({text}, 1) = '''' AND regexp_matches({text}, '^''+[=+\\-@\\t\\r]')"
        f" THEN substr({text}, 2) ELSE {text} END"
    )
