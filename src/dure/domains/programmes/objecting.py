"""What objections (이의신청) have in common, whatever they are against: the right, its clock, their states.

Subjects keep their own: what was decided, who objects, who decided it, and what a granted one does.
"""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.events.transitions import StateTable, Transition
from dure.engine.law.deadlines import day_of, days_of, last_day
from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.rights import Objection

OPEN = ("filed", "assigned")
"""States of an objection that waits for an answer."""
MOST_LETTERS = 5000


def objection_states(subject: str, by: str) -> StateTable:
    """Return the table of an objection's states; ``by`` is the role that files and withdraws it."""
    return StateTable(
        subject,
        first=("filed",),
        transitions=(
            Transition("assign", OPEN, "assigned", ("officer",)),
            Transition("grant", ("assigned",), "granted", ("officer",)),
            Transition("dismiss", ("assigned",), "dismissed", ("officer",)),
            Transition("withdraw", OPEN, "withdrawn", (by,)),
        ),
    )


def right_of(programme: Programme) -> Objection:
    """Return the right to object that a call gives; raises Refused where it gives none."""
    right = programme.rights.objection
    if right is None:
        raise refuse("objection.no_right", msg("the call gives no right to object"))
    return right


def until_of(programme: Programme, at: datetime) -> date | None:
    """Return the last day to object to what is told at an instant; None where the call gives no right."""
    right = programme.rights.objection
    if right is None:
        return None
    told = day_of(at)
    return last_day(told, days_of(right.file_within, told))


def answer_due(right: Objection, filed: date) -> date:
    """Return the last day to answer an objection that was filed on a day."""
    return last_day(filed, days_of(right.answer_within, filed))


def extended_due(right: Objection, due: date) -> date:
    """Return the last day to answer once the period is extended: counted from the day after the last one.

    Raises Refused where the call does not let it be extended.
    """
    if right.extend_once_by is None:
        raise refuse("objection.no_extension", msg("the call does not let the period be extended"))
    return last_day(due, days_of(right.extend_once_by, due))


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


def refuse_late(now: datetime, until: date | None) -> None:
    """Raise Refused from the day on that follows the last one; without a last day at once."""
    if until is None or day_of(now) > until:
        raise refuse("objection.late", msg("objections were taken until {day}"), day=until or "")


def refuse_closed(state: str) -> None:
    """Raise Refused for an objection that is answered or withdrawn."""
    if state not in OPEN:
        raise refuse("objection.closed", msg("this objection is answered or withdrawn already"))


def refuse_extension(state: str, due_on: date, extended_at: datetime | None, now: datetime) -> None:
    """Raise Refused where the period to answer cannot be extended: answered, extended once, or over."""
    refuse_closed(state)
    if extended_at is not None:
        raise refuse("objection.extended", msg("the period was extended once already"))
    if day_of(now) > due_on:
        raise refuse("objection.overdue", msg("the period is over: it can only be extended before"))
