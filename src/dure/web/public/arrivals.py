"""The places that are left of a call served in the order of arrival, as pages show them: a snapshot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dure.domains.applications.arrivals import places_left
from dure.engine.programme.models.programme import Programme
from dure.web.templatetags.programme import told


def left_shown(programme: Programme, at: datetime) -> dict[str, Any]:
    """Return what ``public/parts/places_left.html`` reads; nothing for other ways of choosing."""
    left = places_left(programme)
    if left is None:
        return {"left": None}
    names = {executor.id: told(executor.name) for executor in programme.executors}
    return {
        "left": left,
        "left_at": at,
        "left_at_executors": [{"name": names[one], "left": many} for one, many in (left.at or {}).items()],
    }
