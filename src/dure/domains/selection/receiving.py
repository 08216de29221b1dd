"""What filing an objection has in common, whatever it is against: grounds, file, clock and notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.programmes.objecting import MOST_LETTERS as MOST_LETTERS
from dure.domains.programmes.objecting import refuse_late as refuse_late
from dure.domains.programmes.objecting import refuse_wordless as refuse_wordless
from dure.domains.selection.clocks import answer_due, right_to_object
from dure.domains.selection.models import Objection
from dure.domains.selection.stages import StageCase
from dure.domains.selection.telling import applicants
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody objects to and why, and one file that proves it."""

    grounds: str
    file: tuple[str, bytes] | None = None


def receive(
    this: Act, case: StageCase, application_id: int, said: Said, *, at: str, against: Mapping[str, Any]
) -> int:
    """Keep an objection with its clock, tell the applicant, and return its id.

    ``against`` are the columns that say what it is against, ``at`` where that was decided.
    """
    right = right_to_object(case)
    kept = None
    if said.file is not None:
        kept = keep_file(this, purpose="objection", name=said.file[0], content=said.file[1])
    objection = Objection.objects.create(
        application_id=application_id,
        grounds=said.grounds.strip(),
        file=kept,
        filed_by_id=this.actor.user_id or 0,
        filed_at=this.now,
        due_on=answer_due(right, day_of(this.now)),
        **against,
    )
    this.record("objection", objection.pk, state="filed", due_on=objection.due_on.isoformat())
    this.record("application", application_id, objection="filed", stage=at)
    due = {"due": objection.due_on.isoformat()}
    told_to = applicants(case, [application_id], lambda _: due, f"/my/objections/{objection.pk}/")
    notify(this, told_to, template="objection_received", key=f"objection/{objection.pk}")
    return int(objection.pk)
