"""The event log as one that is sealed."""

from __future__ import annotations

from dure.domains.events.models import Seal, SealMark
from dure.domains.events.sealing import Log, instant

EVENTS = Log(
    name="events",
    table="events_event",
    column="id",
    rows="events_event",
    number="id",
    # As JSON, so that no two events read alike.
    says=f"""jsonb_build_array(id, act, act_id, actor_id, role, {instant("at")},
        {instant("recorded_at")}, subject, subject_id, reason, details)::text""",
    seals=Seal,
    marks=SealMark,
)
