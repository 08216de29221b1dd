"""An import that failed stops: nothing was imported, and the officer may try again."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import ImportRun
from dure.domains.applications.states import IMPORT_STATES
from dure.domains.events.act import act
from dure.domains.events.kept_problems import as_data
from dure.domains.events.transitions import move
from dure.engine.problems import Problem, Refused, msg


def import_applicants_stop(*, now: datetime, run_id: int, error: Exception) -> None:
    """Put a run back to where it was checked and keep why; a second time changes nothing."""
    problems = (
        error.problems
        if isinstance(error, Refused)
        else (Problem("import.failed", msg("the import stopped by a fault of the service: try again")),)
    )
    with act("import.stop", actor=SYSTEM, now=now) as this:
        counts = ImportRun.objects.values_list("counts", flat=True).get(pk=run_id)
        move(
            this,
            IMPORT_STATES,
            ImportRun,
            [run_id],
            "stop",
            changes={"phase": "", "done_rows": 0, "counts": counts | {"stopped": as_data(problems)}},
            details={"fault": type(error).__name__},
        )
