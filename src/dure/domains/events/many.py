"""The same event of many subjects, written in one statement: for lists of tens of thousands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from dure.domains.events.act import Act


def record_many(this: Act, subject: str, subject_ids: Sequence[object], **details: Any) -> None:
    """Note what an act did to many subjects, in their order; as :meth:`Act.record` does for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO events_event
                (act, act_id, actor_id, role, at, recorded_at, subject, subject_id, reason, details)
            SELECT %s, %s, %s, %s, %s, now(), %s, id, %s, %s::jsonb
            FROM unnest(%s::text[]) WITH ORDINALITY AS t (id, place) ORDER BY place
            """,
            [
                *(this.name, this.id, this.actor.user_id, this.actor.role, this.now, subject, this.reason),
                json.dumps(details, ensure_ascii=False),
                [str(subject_id) for subject_id in subject_ids],
            ],
        )
