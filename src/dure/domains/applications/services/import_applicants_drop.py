"""An officer drops a list that is not to be imported: the file and what was made of it are destroyed."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import ImportRun
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.states import IMPORT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.services.destroy import destroy_file
from dure.engine.problems import msg, refuse


def import_applicants_drop(*, actor: SignedActor, now: datetime, run_id: int) -> None:
    """Drop a run; the same file may then be handed in anew. Twice is once. Raises NotAllowed and Refused."""
    run = ImportRun.objects.get(pk=run_id)
    allow_checking(actor, run.programme)
    with act("import.drop", actor=actor, now=now) as this:
        files = [pk for pk in (run.file_id, run.error_sheet_id, run.good_rows_id) if pk is not None]
        moved = move(this, IMPORT_STATES, ImportRun, [run_id], "drop")
        if moved:
            for file in StoredFile.objects.filter(pk__in=files).order_by("pk"):
                destroy_file(this, file)
            return
        state = ImportRun.objects.values_list("state", flat=True).get(pk=run_id)
        if state != "dropped":
            raise refuse("import.drop", msg("a list that was imported, or is under way, is not dropped"))
