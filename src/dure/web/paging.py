"""Keyset paging: a page is what comes after the last row of the page before, however many rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the marks by which the next one and the first are asked for."""

    rows: list[Any]
    next_url: str
    first_url: str
    """Addresses that keep the rest of the query; empty where there is no such page."""


def page_of(
    request: HttpRequest, found: QuerySet[Any], by: str, size: int, *, descending: bool = False
) -> Page:
    """Return the page that ``?after=`` asks for, ordered by a column that is never null, then by id."""
    sign = "-" if descending else ""
    ordered = found.order_by(f"{sign}{by}", "id")
    mark = _read(request.GET.get("after", ""))
    if mark is not None:
        value, last = mark
        side = "lt" if descending else "gt"
        ordered = ordered.filter(Q(**{f"{by}__{side}": value}) | Q(**{by: value, "id__gt": last}))
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
    return signing.dumps([kept, row.pk], salt="page", compress=True)


def _read(text: str) -> tuple[Any, int] | None:
    """Return what a mark says; a mark that is not ours counts as none."""
    if not text:
        return None
    try:
        value, last = signing.loads(text, salt="page")
    except (signing.BadSignature, ValueError):
        return None
    return value, int(last)
