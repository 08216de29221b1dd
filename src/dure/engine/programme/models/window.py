"""When people can apply."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Instant

SEOUL = timezone(timedelta(hours=9), "Asia/Seoul")
"""Korea keeps no summer time since 1988: a fixed offset is exact for every programme."""


class Window(Part):
    """The application window, half-open: from ``opens_at`` up to but not including ``closes_at``."""

    opens_at: Instant
    closes_at: Instant

    @property
    def opens_on(self) -> date:
        """The day in Seoul on which the call opens: rules read it as opens_on()."""
        return self.opens_at.astimezone(SEOUL).date()

    @property
    def closes_on(self) -> date:
        """The last day in Seoul on which something of the window is left."""
        return (self.closes_at - timedelta(microseconds=1)).astimezone(SEOUL).date()
