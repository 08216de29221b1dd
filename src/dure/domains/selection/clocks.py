"""The periods of a call in days of the calendar: to accept a place, to object, to answer an objection."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.selection.stages import StageCase
from dure.engine.law.deadlines import day_of, days_of, end_of, last_day
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.rights import Objection


def place_due(case: StageCase, at: datetime) -> datetime | None:
    """Return by when a place that is offered at an instant must be taken; None: it is taken at once."""
    days = case.stage.dates.accept_within_days
    return None if days is None else end_of(last_day(day_of(at), days))


def object_until(case: StageCase, at: datetime) -> date | None:
    """Return the last day to object to what is told at an instant; None where the call gives no right."""
    right = case.programme.rights.objection
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


def right_to_object(case: StageCase) -> Objection:
    """Return the right to object that the call gives; raises Refused where it gives none."""
    right = case.programme.rights.objection
    if right is None:
        raise refuse("objection.no_right", msg("the call gives no right to object"))
    return right
