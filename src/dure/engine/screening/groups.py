"""What a population is counted by: groups of merchants as SQL over profile columns."""

from __future__ import annotations

from collections.abc import Sequence

from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import provinces_by_code
from dure.engine.rules.binding import Occasion
from dure.engine.rules.sql import text_literal

NOT_KNOWN = "?"
"""The group of those of whom it is not known."""

DIMENSIONS = ("regions", "sections", "employees", "sales", "sexes", "ages")
COLUMNS = {
    "regions": "region",
    "sections": "ksic",
    "employees": "employees",
    "sales": "annual_sales",
    "sexes": "owner_female",
    "ages": "owner_birth_year",
}
"""The profile column that each is read from."""

EMPLOYEES = (("0", "= 0"), ("1", "< 5"), ("5", "< 10"), ("10", ">= 10"))
"""No employee; up to 4.9; from 5 to 9.9; from 10 on: the limits of the law lie between."""
SALES = (
    ("50m", "<= 50000000"),
    ("100m", "<= 100000000"),
    ("300m", "<= 300000000"),
    ("1b", "<= 1000000000"),
    ("more", "> 1000000000"),
)
AGES = ((30, "20"), (40, "30"), (50, "40"), (60, "50"))
"""Below so many years: the group's name; everybody older is in group 60."""
GROUPS = {
    "employees": tuple(group for group, _ in EMPLOYEES),
    "sales": tuple(group for group, _ in SALES),
    "sexes": ("female", "male"),
    "ages": (*(group for _, group in AGES), "60"),
}
"""Groups in their order, where that is not the order of their codes."""


def group_sql(dimension: str, occasion: Occasion) -> str:
    """Return the SQL of the group that a row belongs to.

    Provinces are those of the occasion's day. Ages are whole years between the birth year and the year of the
    call's opening: the birthday is not known.
    """
    match dimension:
        case "regions":
            renamed = " ".join(
                f"WHEN starts_with(region, {text_literal(prefix)}) THEN {text_literal(province)}"
                for prefix, province in provinces_by_code(occasion.as_of)
            )
            return f"CASE WHEN region IS NULL THEN '{NOT_KNOWN}' {renamed} ELSE left(region, 2) END"
        case "sections":
            letters = "".join(SECTION_OF_DIVISION.get(f"{n:02d}", NOT_KNOWN) for n in range(100))
            place = "CAST(left(ksic, 2) AS INTEGER) + 1"
            return f"coalesce(substr('{letters}', {place}, 1), '{NOT_KNOWN}')"
        case "employees":
            return _cases("employees", EMPLOYEES)
        case "sales":
            return _cases("annual_sales", SALES)
        case "sexes":
            return (
                "CASE WHEN owner_female THEN 'female' WHEN NOT owner_female THEN 'male'"
                f" ELSE '{NOT_KNOWN}' END"
            )
        case "ages":
            age = f"{occasion.opens_on.year} - owner_birth_year"
            cases = " ".join(f"WHEN {age} < {below} THEN '{group}'" for below, group in AGES)
            return f"CASE WHEN owner_birth_year IS NULL THEN '{NOT_KNOWN}' {cases} ELSE '60' END"
        case _:
            raise KeyError(dimension)


def in_order(dimension: str, group: str) -> tuple[int, str]:
    """Return what sorts the groups of a dimension: their order, those not known last.

    >>> sorted(["?", "60", "20"], key=lambda group: in_order("ages", group))
    ['20', '60', '?']
    """
    order: Sequence[str] = GROUPS.get(dimension, ())
    if group == NOT_KNOWN:
        return len(order) + 1, ""
    return (order.index(group), "") if group in order else (0, group)


def _cases(column: str, tests: Sequence[tuple[str, str]]) -> str:
    cases = " ".join(f"WHEN {column} {test} THEN {text_literal(group)}" for group, test in tests)
    return f"CASE {cases} ELSE '{NOT_KNOWN}' END"
