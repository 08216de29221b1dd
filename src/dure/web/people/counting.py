"""Totals of long lists: counted up to a limit, for counting a million rows takes longer than showing some."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

MOST = 10_000


def total(found: QuerySet[Any]) -> dict[str, Any]:
    """Return what a table is told of its total: a count, or words where there are more than are counted."""
    number = counted(found)
    if number > MOST:
        return {"count": None, "total_text": _("More than %(count)s") % {"count": f"{MOST:,}"}}
    return {"count": number, "total_text": ""}


def counted(found: QuerySet[Any]) -> int:
    """Return how many a list has, one more than the limit where there are more."""
    return found.order_by()[: MOST + 1].count()
