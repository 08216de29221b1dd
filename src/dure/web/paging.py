"""Keyset paging: a page is what comes after the last row of the page before, however many rows there are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from dure.domains.privacy.encryption import seal, unseal


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the marks by which the next one and the first are asked for."""

    rows: list[Any]
    next_url: str
    first_url: str
    """Addresses that keep the rest of the query; empty where there is no such page."""


def page_of(
    request: HttpRequest,
    found: QuerySet[Any],
    by: str,
    size: int,
    *,
    descending: bool = False,
    backwards: bool = False,
) -> Page:
    """Return the page that ``?after=`` asks for, ordered by a column that is never null, then by id.

    ``backwards`` descends in both, so that an index of the column and id is walked from its end.
    """
    descending = descending or backwards
    sign, id_sign = "-" if descending else "", "-" if backwards else ""
    ordered = found.order_by(f"{sign}{by}", f"{id_sign}id")
    mark = _read(request.GET.get("after", ""))
    if mark is not None:
        value, last = mark
        side, id_side = "lt" if descending else "gt", "lt" if backwards else "gt"
        # The first condition says nothing new; by it an index is entered where the page begins.
        ordered = ordered.filter(Q(**{f"{by}__{side}e": value})).filter(
            Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"id__{id_side}": last})
        )
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    next_url = _address(request, _mark(rows[-1], by)) if more else ""
    return Page(rows, next_url, "" if mark is None else _address(request, ""))


def _address(request: HttpRequest, mark: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if mark:
        query["after"] = mark
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _mark(row: Any, by: str) -> str:
    value = getattr(row, by)
    kept = value.isoformat() if isinstance(value, datetime) else value
    # Sealed, not only signed: an address ends up in logs, and a list may be ordered by names.
    return seal(json.dumps([kept, row.pk], ensure_ascii=False, default=str))


def _read(text: str) -> tuple[Any, int] | None:
    """Return what a mark says; a mark that is not ours counts as none."""
    if not text:
        return None
    try:
        value, last = json.loads(unseal(text))
    except ValueError:
        return None
    return value, int(last)
