"""The one clock: DURE_NOW sets it; everything below takes ``now`` as an argument."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime

from dure.engine.problems import msg, refuse


def now(environ: Mapping[str, str] = os.environ) -> datetime:
    """Return the instant that counts as now, in UTC; raises Refused where DURE_NOW is no instant."""
    told = told_now(environ)
    return datetime.now(UTC) if told is None else told


def told_now(environ: Mapping[str, str] = os.environ) -> datetime | None:
    """Return the instant that DURE_NOW tells, or None where the clock counts."""
    text = environ.get("DURE_NOW", "")
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise refuse(
            "clock.now", msg("DURE_NOW is “{written}”: write 2025-03-20T10:00:00+09:00"), written=text
        )
    return instant.astimezone(UTC)
