"""An officer hands in a list of applicants: it is kept, and checked by a job before anything is imported."""

from __future__ import annotations

import hashlib
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import ImportRun
from dure.domains.applications.policies_officer import allow_checking
from dure.domains.applications.screening import published
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.later import later
from dure.domains.uploads.services.keep import keep_file


def import_applicants_start(
    *, actor: SignedActor, now: datetime, programme: str, name: str, content: bytes, language: str
) -> int:
    """Keep a list and have it checked; return the id of the run.

    The same file for the same programme is the same run, however often and whenever it is handed in, unless
    that run was dropped. ``language`` is that of the error sheet. Raises NotAllowed, and Refused where the
    file is not one that is taken or no version is published.
    """
    allow_checking(actor, programme)
    published(programme, now)
    sha256 = hashlib.sha256(content).hexdigest()
    with act("import.start", actor=actor, now=now) as this:
        alone("import", programme, sha256)
        standing = ImportRun.objects.filter(programme=programme, sha256=sha256).exclude(state="dropped")
        if run_id := standing.values_list("pk", flat=True).first():
            return int(run_id)
        file = keep_file(this, purpose="import", name=name, content=content)
        run = ImportRun.objects.create(
            programme=programme, file=file, sha256=sha256, made_by_id=actor.user_id, made_at=now
        )
        this.record("import", run.pk, programme=programme, sha256=sha256)
        later("applications.check_import", run_id=run.pk, language=language)
    return int(run.pk)
