"""The periods of a call in days of the calendar: to accept a place, to object, to answer an objection."""

from __future__ import annotations

from datetime import date, datetime

from dure.domains.programmes.objecting import answer_due as answer_due
from dure.domains.programmes.objecting import extended_due as extended_due
from dure.domains.programmes.objecting import right_of, until_of
from dure.domains.selection.stages import StageCase
from dure.engine.law.deadlines import day_of, end_of, last_day
from dure.engine.programme.models.rights import Objection


def place_due(case: StageCase, at: datetime) -> datetime | None:
    """Return by when a place that is offered at an instant must be taken; None: it is taken at once."""
    days = case.stage.dates.accept_within_days
    return None if days is None else end_of(last_day(day_of(at), days))


def object_until(case: StageCase, at: datetime) -> date | None:
    """Return the last day to object to what is told at an instant; None where the call gives no right."""
    return until_of(case.programme, at)


def right_to_object(case: StageCase) -> Objection:
    """Return the right to object that the call gives; raises Refused where it gives none."""
    return right_of(case.programme)
