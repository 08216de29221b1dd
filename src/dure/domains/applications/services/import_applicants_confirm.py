"""An officer has a checked list imported: from now on a job does it."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import ImportRun
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.states import IMPORT_STATES
from dure.domains.events.act import act
from dure.domains.events.later import later
from dure.domains.events.transitions import move
from dure.engine.problems import msg, refuse


def import_applicants_confirm(
    *, actor: SignedActor, now: datetime, run_id: int, without_bad: bool = False, tell: bool = False
) -> None:
    """Begin the import of a run that was checked. Twice is once; the first says whether applicants are told.

    Raises NotAllowed; Refused where rows are wrong and it was not said that they are left out, and where
    the list was not checked, or was dropped.
    """
    run = ImportRun.objects.values("programme", "counts").get(pk=run_id)
    allow_checking(actor, run["programme"])
    if run["counts"].get("bad") and not without_bad:
        raise refuse("import.without_bad", msg("say that the rows that are wrong are left out, or mend them"))
    with act("import.confirm", actor=actor, now=now) as this:
        moved = move(
            this,
            IMPORT_STATES,
            ImportRun,
            [run_id],
            "begin",
            changes={"phase": "waiting", "done_rows": 0, "counts": run["counts"] | {"tell": tell}},
            details={"without_bad": without_bad, "tell": tell},
        )
        if moved:
            later("applications.import", run_id=run_id, user_id=actor.user_id)
            return
        state = ImportRun.objects.values_list("state", flat=True).get(pk=run_id)
        if state not in ("importing", "done"):
            raise refuse("import.state", msg("only a list that was checked can be imported"))
