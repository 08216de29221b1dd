"""A regional centre writes what came of a visit, or that it did not take place."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.bodies.models import Visit
from dure.domains.bodies.policies import allow_centre
from dure.domains.bodies.states import VISIT_STATES
from dure.domains.bodies.words import faults
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse


def close_visit(
    *, actor: SignedActor, now: datetime, visit_id: int, visited_on: date | None, report: str
) -> None:
    """Report a visit of a day, or, without a day, why it was called off. The same again changes nothing.

    Raises NotAllowed; Refused for a day to come, without words, and where another report stands.
    """
    sought = Visit.objects.get(pk=visit_id)
    allow_centre(actor, sought.centre, sought.programme)
    report = report.strip()
    problems = faults("visit.report", report)
    if visited_on is not None and visited_on > day_of(now):
        problems.append(Problem("visit.visited_on", msg("this day is still to come")))
    if problems:
        raise Refused(problems)
    with act("visit.close", actor=actor, now=now) as this:
        changes = {"closed_at": now, "report": report, "visited_on": visited_on}
        name = "cancel" if visited_on is None else "report"
        if move(this, VISIT_STATES, Visit, [visit_id], name, changes=changes):
            return
        held = Visit.objects.get(pk=visit_id)
        if (held.state, held.visited_on, held.report) != (VISIT_STATES.named(name).after, visited_on, report):
            raise refuse("visit.closed", msg("what came of this visit is written already"))
