"""Headers of tables, as the table component reads them."""

from __future__ import annotations

from typing import TypedDict


class Header(TypedDict, total=False):
    """One header: its words, whether its column holds numbers, and where a click sorts it anew."""

    label: str
    numeric: bool
    url: str
    direction: str


def headers(*labels: str, numeric: tuple[str, ...] = ()) -> list[Header]:
    """Return headers; those named in ``numeric`` stand over numbers."""
    return [{"label": label, "numeric": label in numeric} for label in labels]


def crumbs(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Return breadcrumbs from (label, address) pairs; the last is the page itself."""
    return [{"label": label, "url": address} for label, address in pairs]
