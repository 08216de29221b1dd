"""Keyset paging: a page is what comes after the last row of the page before, however many rows there are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from dure.domains.privacy.encryption import seal, unseal

FEW = 500
"""So many rows are found one by one and sorted, rather than looked for along an index."""


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
    mark: str = "after",
) -> Page:
    """Return the page that ``?after=`` asks for, ordered by a column that is never null, then by id.

    Where a page has several lists, each is asked for by a ``mark`` of its own, and the others stay.
    ``backwards`` descends in both, so that an index of the column and id is walked from its end.
    """
    descending = descending or backwards
    sign, id_sign = "-" if descending else "", "-" if backwards else ""
    ordered = found.order_by(f"{sign}{by}", f"{id_sign}id")
    found_mark = _read(request.GET.get(mark, ""))
    if found_mark is not None:
        value, last = found_mark
        side, id_side = "lt" if descending else "gt", "lt" if backwards else "gt"
        # The first condition says nothing new; by it an index is entered where the page begins.
        ordered = ordered.filter(Q(**{f"{by}__{side}e": value})).filter(
            Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"id__{id_side}": last})
        )
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    next_url = _address(request, mark, mark_after(getattr(rows[-1], by), rows[-1].pk)) if more else ""
    return Page(rows, next_url, "" if found_mark is None else _address(request, mark, ""))


def _address(request: HttpRequest, name: str, mark: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    if mark:
        query[name] = mark
    return f"{request.path}?{query.urlencode()}" if query else request.path


def narrowed(found: QuerySet[Any], *by: str) -> tuple[QuerySet[Any], int]:
    """Return a list that is quick to sort where a filter leaves little of it, and how many rows that is.

    In the order of a page the database would walk an index until the page is full: through all of it where
    a filter is rare. So up to :data:`FEW` ids are asked for first, in an order that an index of the filter's
    columns has (``by``); where there are no more, the list is of these. Else it stays, and the number is
    ``FEW + 1``.
    """
    ids = list(found.order_by(*by).values_list("pk", flat=True)[: FEW + 1])
    return (found.filter(pk__in=ids) if len(ids) <= FEW else found), len(ids)


def mark_after(value: Any, last: int) -> str:
    """Return the mark of the page that follows a row, by the row's value of the order and its id."""
    kept = value.isoformat() if isinstance(value, datetime) else value
    # Sealed, not only signed: an address ends up in logs, and a list may be ordered by names.
    return seal(json.dumps([kept, last], ensure_ascii=False, default=str))


def _read(text: str) -> tuple[Any, int] | None:
    """Return what a mark says; a mark that is not ours counts as none."""
    if not text:
        return None
    try:
        value, last = json.loads(unseal(text))
    except ValueError:
        return None
    return value, int(last)
