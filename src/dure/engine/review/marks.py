"""One mark as people type it: 0 to 100 with up to three decimals, as thousandths of a point."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from dure.engine.review.combining import MOST

MarkFault: TypeAlias = Literal["number", "decimals", "range"]

_PLAIN = re.compile(r"(\d{1,9})(?:\.(\d{0,30}))?|\.(\d{1,30})", re.ASCII)
_DECIMALS = 3


def read_mark(text: str) -> int | MarkFault:
    """Return the thousandths of a mark, or what is wrong with it: no number, too many decimals, not 0–100.

    Zeros behind the third decimal are no decimals. A sign other than a plus, thousands separators, percent
    signs and exponents make it no number: whoever wrote them may have meant something else.

    >>> read_mark("87.5"), read_mark("100"), read_mark("87.1230"), read_mark("87.1234")
    (87500, 100000, 87123, 'decimals')
    >>> read_mark("100.001"), read_mark("-1"), read_mark("8,5"), read_mark("구십")
    ('range', 'range', 'number', 'number')
    """
    text = text.strip().removeprefix("+")
    negative = text.startswith("-")
    found = _PLAIN.fullmatch(text.removeprefix("-"))
    if found is None:
        return "number"
    whole, behind, only_behind = found.groups()
    decimals = (behind or only_behind or "").rstrip("0")
    if len(decimals) > _DECIMALS:
        return "decimals"
    thousandths = int(whole or 0) * 1000 + int(decimals.ljust(_DECIMALS, "0"))
    if thousandths > MOST or (negative and thousandths):
        return "range"
    return thousandths


def mark_text(thousandths: int | None) -> str:
    """Return a mark as it stands in a form: no needless zeros; empty for none.

    >>> mark_text(87_500), mark_text(90_000), mark_text(1), mark_text(None)
    ('87.5', '90', '0.001', '')
    """
    if thousandths is None:
        return ""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
