"""The places that are left of a call served in the order of arrival, as pages show them: a snapshot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dure.domains.applications.arrivals import places_left
from dure.domains.benefits.queries_open import open_state
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.programme import Programme
from dure.web.templatetags.programme import told


def left_shown(programme: Programme, at: datetime) -> dict[str, Any]:
    """Return what ``public/parts/places_left.html`` and ``open_left.html`` read; nothing for other calls."""
    opened = None
    if programme.open_benefit is not None:
        opened = open_state(programme.id, day_of(at))
    left = places_left(programme)
    if left is None:
        return {"left": None, "opened": opened, "left_at": at}
    names = {executor.id: told(executor.name) for executor in programme.executors}
    return {
        "left": left,
        "opened": opened,
        "left_at": at,
        "left_at_executors": [{"name": names[one], "left": many} for one, many in (left.at or {}).items()],
    }
