"""The figures of the dated law that rules may name, as officers read them: value, next change, source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.law.dated import MissingParameter
from dure.engine.law.parameters import NUMBERS
from dure.web.officer.rule_builder.subjects import PARAMETERS
from dure.web.templatetags.amounts import count
from dure.web.templatetags.days import day_text

_FEWER_PEOPLE = lazy("fewer than %(number)s people")
_AGE = lazy("%(number)s years of age or less")
_YEARS = lazy("%(number)s years or more")
_POINTS = lazy("%(number)s points or less")
_WON = lazy("%(number)s won or less")
_MONTHS = lazy("%(number)s months")
_DAYS = lazy("%(number)s days")
VALUES: Mapping[str, Promise] = {
    "small_merchant_employees_large": _FEWER_PEOPLE,
    "small_merchant_employees_other": _FEWER_PEOPLE,
    "sme_sales_ceiling_lowest": _WON,
    "youth_age": _AGE,
    "hundred_year_store_years": _YEARS,
    "master_maker_years": _YEARS,
    "low_credit_score_nice": _POINTS,
    "low_credit_score_kcb": _POINTS,
    "self_employed_insured_years": _YEARS,
    "self_employed_insured_employees": _FEWER_PEOPLE,
    "self_employed_benefit_draw_months": _MONTHS,
    "storm_insurance_cover_won": _WON,
    "message_credit_won": _WON,
    "tax_clearance_days": _DAYS,
    "objection_file_days": _DAYS,
    "objection_answer_days": _DAYS,
    "objection_extension_days": _DAYS,
}
"""Each figure with its unit, and on which side of it the law stands."""


def parameter_rows(day: date) -> list[dict[str, Any]]:
    """Return every figure that ``param('name')`` reads, as it stands on a day."""
    return [
        {"written": f"param('{name}')", "label": str(PARAMETERS[name]), **_standing(name, day)}
        for name in NUMBERS
    ]


def _standing(name: str, day: date) -> dict[str, str]:
    figure = NUMBERS[name]
    try:
        period = figure.period_on(day)
    except MissingParameter:
        period = None
    # A later source that says the same is no change to whoever writes a rule.
    now = None if period is None else period.value
    later = [one for one in figure.periods if one.start > day and one.value != now]
    change = f"{day_text(later[0].start)}: {_value(name, later[0].value)}" if later else ""
    if period is None:
        return {"value": _("No figure on this day"), "since": "", "change": change, "source": ""}
    return {
        "value": _value(name, period.value),
        "since": day_text(period.start),
        "change": change,
        "source": period.source,
    }


def _value(name: str, value: int) -> str:
    return str(VALUES[name]) % {"number": count(value)}
