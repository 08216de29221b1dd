"""The name somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_name(written: str, names: Iterable[str]) -> str | None:
    """Return the name closest to what was written, None where nothing is close.

    >>> nearest_name("capasity", ["id", "name", "capacity"])
    'capacity'
    """
    known = list(names)
    folded = {name.casefold(): name for name in known}
    if written.casefold() in folded:
        return folded[written.casefold()]
    close = difflib.get_close_matches(written, known, n=1, cutoff=0.6)
    return close[0] if close else None
