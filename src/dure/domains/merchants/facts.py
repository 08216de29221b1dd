"""Facts that somebody tells about a merchant: what they may be, and the columns that they are kept in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dure.engine.problems import Problem, msg
from dure.engine.profile.fields import PROFILE_COLUMNS, Field, Kind
from dure.engine.profile.industry import SECTION_OF_DIVISION, revision_on

FROM_TAX_SERVICE = ("business_no", "business_status")
"""What nobody tells: the number does not change, and the status is the tax service's."""

TOLD = tuple(field for field in PROFILE_COLUMNS if field.name not in FROM_TAX_SERVICE)
CONTACTS = ("owner_name", "phone", "email", "address")
"""What is kept encrypted; ``address`` is that of the business."""
_LONGEST = {"name": 200, "mail_order_no": 60, "market_id": 60, "channels": 120, "designations": 60}


def problems_of(facts: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with facts (a part of an engine's row); each code ends in the field's name."""
    return [problem for field in TOLD if field.name in facts for problem in _problems(field, facts)]


def columns_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a merchant that facts are kept in."""
    columns: dict[str, Any] = {}
    for field in TOLD:
        if field.name not in facts:
            continue
        value = facts[field.name]
        if field.name in ("employees", "online_sales_share") and value is not None:
            value = Decimal(str(value))
        columns[field.name] = ("" if value is None else value) if field.name == "name" else value
        if field.none_able:
            columns[f"has_{field.name}"] = True if value is not None else facts.get(field.companion)
    return columns


def with_revision(columns: Mapping[str, Any], known: str | None, day: date) -> dict[str, Any]:
    """Return columns with the revision of an industry code that is told without one.

    ``known`` is the code that stands there. A code that is new is of the revision in force on ``day``; the
    same code again keeps the revision that it has, and no code has none.
    """
    found = dict(columns)
    if "ksic" not in found:
        return found
    code = found["ksic"]
    if code is None:
        found["ksic_revision"] = None
    elif found.get("ksic_revision") is None:
        found.pop("ksic_revision", None)
        if code != known:
            found["ksic_revision"] = revision_on(day)
    return found


def _problems(field: Field, facts: Mapping[str, Any]) -> Iterator[Problem]:
    value = facts[field.name]
    if value is None:
        if field.none_able and facts.get(field.companion) is True:
            yield Problem(f"fact.{field.name}", msg("tell which, or that there is none"))
        return
    if field.none_able and facts.get(field.companion) is False:
        yield Problem(
            f"fact.{field.name}", msg("a value is entered and “none” is marked too: keep one of the two")
        )
    message = _fault(field, value)
    if message:
        yield Problem(f"fact.{field.name}", message)


def _fault(field: Field, value: Any) -> str:
    match field.kind:
        case Kind.NUMBER:
            low, high = field.low or 0, field.high or float("inf")
            return "" if low <= value <= high else msg("this number cannot be: compare it with the unit")
        case Kind.BOOLEAN:
            return "" if isinstance(value, bool) else msg("answer yes or no")
        case Kind.DATE:
            return "" if isinstance(value, date) else msg("write a day, such as 2019-05-01")
        case Kind.LIST:
            too_long = any(len(part) > _LONGEST[field.name] for part in value)
            return msg("this is longer than can be kept") if too_long or len(value) > 100 else ""
        case _:
            return _fault_of_text(field, value)


def _fault_of_text(field: Field, value: str) -> str:
    if field.choices:
        return "" if value in field.choices else msg("choose one of the answers")
    if field.name == "ksic":
        known = re.fullmatch(r"[0-9]{2,5}", value) and value[:2] in SECTION_OF_DIVISION
        return "" if known else msg("an industry code has two to five digits, the first two of a division")
    if field.name == "region":
        return "" if re.fullmatch(r"[0-9]{5}([0-9]{5})?", value) else msg("choose a region from the list")
    return msg("this is longer than can be kept") if len(value) > _LONGEST.get(field.name, 200) else ""
