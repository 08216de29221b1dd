"""An officer opens the scoring of the first stage: of all who were accepted, at each executor they chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.review.policies import allow_running
from dure.domains.review.rounds import published_programme
from dure.domains.review.windows import begin, closed
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Opened:
    """How many (application, executor) pairs are scored now that were not, and how many are no more."""

    added: int
    left: int


def open_first_stage(*, actor: SignedActor, now: datetime, programme: str) -> Opened:
    """Open the first stage for scoring, or bring its entrants up to date.

    Whoever was accepted since is added; whoever is no more accepted, or chose other executors since, leaves
    (what was scored is kept). Twice is once. Raises NotAllowed, and Refused where there is no such programme
    or the scores stand fast.
    """
    allow_running(actor, programme)
    found = published_programme(programme)
    if found is None:
        raise refuse("review.programme", msg("there is no such programme"))
    stage = found.programme.stages[0]
    with act("scoring.open_first_stage", actor=actor, now=now) as this:
        window = begin(this, programme, stage.id)
        if window.state != "open":
            raise closed()
        with connection.cursor() as cursor:
            # Over all executors each stands once: for whom it is held by, or, where executors are listed for
            # a later stage only, for the stage as a whole.
            whole = "coalesce(a.choices[1], '')" if found.programme.choosing_stage is None else "''"
            wanted = "unnest(a.choices)" if stage.is_by_executor else whole
            wanted = f"SELECT a.id AS application_id, {wanted} AS executor FROM applications_application a"
            wanted += " WHERE a.programme = %s AND a.state = 'accepted'"
            cursor.execute(
                f"DELETE FROM review_entrant e WHERE e.programme = %s AND e.stage = %s AND NOT EXISTS"
                f" (SELECT 1 FROM ({wanted}) w"
                " WHERE w.application_id = e.application_id AND w.executor = e.executor)",
                [programme, stage.id, programme],
            )
            left = int(cursor.rowcount)
            cursor.execute(
                "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
                f" SELECT DISTINCT %s, %s, w.application_id, w.executor, %s::timestamptz FROM ({wanted}) w"
                " ORDER BY 3, 4 ON CONFLICT (stage, application_id, executor) DO NOTHING",
                [programme, stage.id, now, programme],
            )
            added = int(cursor.rowcount)
        if added or left:
            this.record("scoring_window", window.pk, entrants=added, left=left)
    return Opened(added, left)
