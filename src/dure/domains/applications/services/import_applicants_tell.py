"""Applicants that a list brought in are told of the receipt: after the import, by a job of its act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import actor_of
from dure.domains.applications.importing_telling import tell_imported
from dure.domains.applications.models import ImportRun
from dure.domains.applications.screening import published
from dure.domains.events.act import act


def import_applicants_tell(
    *, now: datetime, run_id: int, user_id: int, application_ids: Sequence[int]
) -> None:
    """Tell the applicants that an import made, one letter a person; a second time changes nothing.

    All of them at once, for whoever stands behind several rows gets one letter.
    """
    run = ImportRun.objects.get(pk=run_id)
    programme = published(run.programme, now).loaded.programme
    with act("import.tell", actor=actor_of(user_id, now), now=now, key=str(run_id)) as this:
        if this.repeated:
            return
        letters = tell_imported(this, application_ids, programme, at=run.done_at or now, key=str(run_id))
        ImportRun.objects.filter(pk=run_id).update(counts=run.counts | {"letters": letters})
        this.record("import", run_id, letters=letters)
