"""A stage is opened for scoring, with those who are scored; again, with more of them, adds those."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from dure.domains.events.act import Act
from dure.domains.review.windows import begin


def open_scoring(this: Act, *, programme: str, stage: str, entrants: Iterable[tuple[int, str]]) -> int:
    """Open a stage for scoring, once, and add entrants (application id, executor); return how many are new.

    Whoever is an entrant already stays one. Where the scores stand fast already nobody is added, and 0 comes
    back: who moves up then is too late for this stage.
    """
    wanted = sorted(set(entrants))
    window = begin(this, programme, stage)
    if window.state != "open":
        this.record("scoring_window", window.pk, too_late=len(wanted))
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
            " SELECT %s, %s, t.application_id, t.executor, %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS t(application_id, executor)"
            " ON CONFLICT (stage, application_id, executor) DO NOTHING",
            [programme, stage, this.now, [one for one, _ in wanted], [executor for _, executor in wanted]],
        )
        added = int(cursor.rowcount)
    if added:
        this.record("scoring_window", window.pk, entrants=added)
    return added
