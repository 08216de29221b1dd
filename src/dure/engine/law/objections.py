"""The clocks of an objection (이의신청) to an administrative decision: 행정기본법 제36조."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_IN_FORCE = date(2023, 3, 24)
"""Before that day each act had clocks of its own: there is no value."""

OBJECTION_FILE_DAYS = Parameter(
    "objection_file_days",
    "days from the notice of the decision",
    (Period(_IN_FORCE, None, 30, "행정기본법 제36조제1항 (2023-03-24 시행)"),),
)
OBJECTION_ANSWER_DAYS = Parameter(
    "objection_answer_days",
    "days from the objection",
    (Period(_IN_FORCE, None, 14, "행정기본법 제36조제2항 (2023-03-24 시행)"),),
)
OBJECTION_EXTENSION_DAYS = Parameter(
    "objection_extension_days",
    "days from the end of the period, once",
    (Period(_IN_FORCE, None, 10, "행정기본법 제36조제2항 단서 (2023-03-24 시행)"),),
)
