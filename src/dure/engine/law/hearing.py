"""How long somebody has to answer before an authority takes something away (의견제출기한).

행정절차법 제21조: whoever is to lose a right is told beforehand what is meant to be done, on which facts and
which provision, and until when to answer; the period is to be set so that ten days or more are left for it.
제27조의2: what is answered is taken into account. Before 2020-06-11 the law asked for a reasonable period
and named no days: such a day has no value here.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period
from dure.engine.law.deadlines import last_day

OPINION_DAYS = Parameter(
    "opinion_days",
    "days, at least",
    (Period(date(2020, 6, 11), None, 10, "행정절차법 제21조제3항(2019. 12. 10. 개정)"),),
)
"""Not among the parameters that rules read: it decides nothing about applicants."""


def least_until(told: date) -> date:
    """Return the first day that may be the last one to answer what is told on a day.

    >>> least_until(date(2025, 5, 16)), least_until(date(2025, 9, 24))
    (datetime.date(2025, 5, 26), datetime.date(2025, 10, 10))
    """
    return last_day(told, OPINION_DAYS.on(told))
