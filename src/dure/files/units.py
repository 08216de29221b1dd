"""Units in brackets behind a header: 연매출액(백만원), 온라인매출비중(%), 상시근로자수(명).

A number is worth what its header says. The powers of ten that stand here are put into it exactly; whatever
else stands in brackets behind the header of a number is refused, for it would make verdicts wrong in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from dure.engine.problems import Problem, msg
from dure.engine.profile.columns import ANSWER, SUPPORT_WON, owner_of
from dure.engine.profile.fields import Field, Kind

Exponents = Mapping[str, int]
"""By unit, the power of ten that makes a cell the field's own unit."""

WON: Exponents = {
    "원": 0, "천원": 3, "만원": 4, "십만원": 5, "백만원": 6, "천만원": 7, "억원": 8, "십억원": 9,
    "천": 3, "만": 4, "백만": 6, "천만": 7, "억": 8, "won": 0, "krw": 0,
}  # fmt: skip
SHARE: Exponents = {"%": -2, "퍼센트": -2, "백분율": -2, "0~1": 0, "0-1": 0}
_COUNTED: Exponents = dict.fromkeys(("명", "인", "개", "개소", "개월", "건", "회", "년", "점", "일"), 0)
_POINTS: Exponents = dict.fromkeys(("점", "100점", "100점만점"), 0)
_UNITS: Mapping[str, Exponents] = {
    "annual_sales": WON,
    "online_sales_share": SHARE,
    "employees": {"명": 0, "인": 0},
    "owner_birth_year": {"년": 0, "년도": 0, "연도": 0, "4자리": 0, "yyyy": 0},
    "credit_score": {"점": 0},
}

DECIMALS = 10
"""Digits behind the point that count in a cell with a unit: what a spreadsheet adds behind is noise."""


def bracket_of(header: str) -> str | None:
    """Return what stands in brackets at the end of a header, None where there are none.

    >>> bracket_of("연매출액 (단위: 백만 원)"), bracket_of("연매출액")
    ('백만원', None)
    """
    found = re.search(r"[(\[](.*?)[)\]]$", unicodedata.normalize("NFKC", header).strip())
    if found is None:
        return None
    return re.sub(r"\s+", "", found[1]).lower().removeprefix("단위").lstrip(":")


def exponent_of(field: Field, header: str) -> int | None:
    """Return the power of ten that a header's unit puts into a number; None: the unit is not understood.

    >>> from dure.engine.profile.fields import PROFILE_FIELDS
    >>> [exponent_of(PROFILE_FIELDS["annual_sales"], f"연매출액({unit})") for unit in ("천원", "원", "달러")]
    [3, 0, None]
    """
    unit = bracket_of(header)
    return 0 if not unit else _units(field).get(unit)


def unit_problem(file: str, field: Field, header: str) -> Problem:
    """Return the problem of a header whose unit is not understood."""
    return Problem(
        "file.unit",
        msg(
            "{file}: the column “{header}” has something in brackets that is no unit of {column}; units"
            " that are understood: {accepted}"
        ),
        {"file": file, "header": header, "column": field.name, "accepted": ", ".join(_units(field))},
    )


def in_own_unit(decimal: str, exponent: int) -> str:
    """Return the SQL of a decimal in the field's own unit, as a double: calculated exactly before."""
    factor = str(10**exponent) if exponent >= 0 else f"{1:0{1 - exponent}d}".replace("0", "0.", 1)
    return f"CAST({decimal} * {factor} AS DOUBLE)"


def _units(field: Field) -> Exponents:
    if owner_of(field.name) == SUPPORT_WON:
        return WON
    if owner_of(field.name) == ANSWER:
        return {**_COUNTED, "원": 0}
    if field.kind is Kind.NUMBER and field.decimals is not None:
        return _POINTS
    return _UNITS.get(field.name, _COUNTED)
