"""Codes of vouchers, as they are typed at a counter: fourteen digits and two that check them.

The check is ISO 7064 MOD 97-10: it finds every wrong digit and every two that were exchanged.
"""

from __future__ import annotations

import re

BODY = 14
WHOLE = 16


def with_check(body: str) -> str:
    """Return a code of its fourteen digits.

    >>> with_check("41077205830006")
    '4107720583000616'
    """
    if not re.fullmatch(rf"\d{{{BODY}}}", body, re.ASCII):
        raise ValueError("fourteen digits")
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def code_in(text: str) -> str | None:
    """Return the code that a text says, whatever stands between its digits; None where it is none.

    >>> code_in("4107-7205 8300 0616"), code_in("4107 7205 8300 0661"), code_in("dure:4107720583000616")
    ('4107720583000616', None, '4107720583000616')
    """
    digits = re.sub(r"[\s\-]", "", text.removeprefix("dure:"))
    if not re.fullmatch(rf"\d{{{WHOLE}}}", digits, re.ASCII):
        return None
    return digits if with_check(digits[:BODY]) == digits else None


def in_groups(code: str) -> str:
    """Return a code as people read it.

    >>> in_groups("4107720583000616")
    '4107 7205 8300 0616'
    """
    return " ".join(code[n : n + 4] for n in range(0, WHOLE, 4))
