"""What a text tells a reader: a value that stands by itself, not digits inside a key or a token."""

from __future__ import annotations

import re


def told(text: str, *values: str) -> list[str]:
    """Return those values that stand in the text as a word; chance makes any four digits in a hash."""
    return [one for one in values if re.search(rf"(?<![0-9A-Za-z-]){re.escape(one)}(?![0-9A-Za-z-])", text)]
