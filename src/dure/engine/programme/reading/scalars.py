"""What a plain scalar means: the core schema of YAML 1.2, and nothing of YAML 1.1.

``yes``, ``on``, ``1_000``, ``12:30`` and ``2025-03-18`` are texts here; dates are read by the keys that
want one. YAML 1.2.2, chapter 10.3.2.
"""

from __future__ import annotations

import re

from dure.engine.programme.reading.tree import Value

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {text: text.lower() == "true" for text in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

MAX_DIGITS = 40
"""More digits are not read: such a number is refused as too large whatever they are."""


def core_value(written: str) -> Value:
    """Return the value of a plain scalar; infinities and not-a-number come back as such floats.

    >>> [core_value(s) for s in ("011", "0o17", "1e3", "yes", "2025-03-18", "~", "True")]
    [11, 15, 1000.0, 'yes', '2025-03-18', None, True]
    """
    if written in _NULL:
        return None
    if written in _BOOLEAN:
        return _BOOLEAN[written]
    if written[0] not in "-+.0123456789":
        return written
    if _INTEGER.fullmatch(written):
        return int(written[:MAX_DIGITS])
    if _OCTAL.fullmatch(written):
        return int(written[2:MAX_DIGITS], 8)
    if _HEXADECIMAL.fullmatch(written):
        return int(written[2:MAX_DIGITS], 16)
    if _FLOAT.fullmatch(written):
        return float(written)
    if _NOT_FINITE.fullmatch(written):
        return float(written.replace(".", "", 1).lower())
    return written
