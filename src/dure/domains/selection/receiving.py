"""What filing an objection has in common, whatever it is against: grounds, file, clock and notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.clocks import answer_due, right_to_object
from dure.domains.selection.models import Objection
from dure.domains.selection.stages import StageCase
from dure.domains.selection.telling import applicants
from dure.domains.uploads.services.keep import keep_file
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

MOST_LETTERS = 5000


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody objects to and why, and one file that proves it."""

    grounds: str
    file: tuple[str, bytes] | None = None


def refuse_wordless(grounds: str) -> None:
    """Raise Refused for grounds that are missing or too long."""
    problems = []
    if not grounds.strip():
        problems.append(Problem("objection.grounds", msg("say what you object to and why")))
    if len(grounds) > MOST_LETTERS:
        problems.append(
            Problem(
                "objection.long", msg("the grounds are longer than {most} letters"), {"most": MOST_LETTERS}
            )
        )
    if problems:
        raise Refused(problems)


def refuse_late(this: Act, until: date | None) -> None:
    """Raise Refused from the day on that follows the last one; without a last day at once."""
    if until is None or day_of(this.now) > until:
        raise refuse("objection.late", msg("objections were taken until {day}"), day=until or "")


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
