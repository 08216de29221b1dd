"""Amounts, counts and sizes as people read them: ``1,234,000원``, ``1,234``, ``10MB``."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext, ngettext

register = template.Library()

NOTHING = ""


@register.filter
def money(amount_won: int | str | None) -> str:
    """Return integer won with separators and the unit; nothing for None, or for a name that a page lacks.

    >>> from django.utils.translation import override
    >>> with override("ko"):
    ...     money(1234000)
    '1,234,000원'
    """
    if amount_won is None or amount_won == "":
        return NOTHING
    return gettext("%(amount)s won") % {"amount": f"{int(amount_won):,}"}


@register.filter
def count(number: int | str | None) -> str:
    """Return an integer with separators; nothing for None.

    >>> count(1234567)
    '1,234,567'
    """
    return NOTHING if number is None or number == "" else f"{int(number):,}"


@register.filter
def seats(number: int | str | None) -> str:
    """Return a number of places with its unit; nothing for None."""
    if number is None or number == "":
        return NOTHING
    return ngettext("%(number)s place", "%(number)s places", int(number)) % {"number": count(number)}


@register.filter
def applications(number: int | str | None) -> str:
    """Return a number of applications with its unit; nothing for None."""
    if number is None or number == "":
        return NOTHING
    words = ngettext("%(number)s application", "%(number)s applications", int(number))
    return words % {"number": count(number)}


@register.filter
def total(number: int) -> str:
    """Return how many there are in all, as the line above a list says it."""
    return ngettext("%(number)s result", "%(number)s results", int(number)) % {"number": count(number)}


@register.filter
def percent(rate_bp: int | str | None) -> str:
    """Return basis points as a percentage, without a needless ending.

    >>> percent(1250), percent(10000), percent(5)
    ('12.5%', '100%', '0.05%')
    """
    if rate_bp is None or rate_bp == "":
        return NOTHING
    whole, rest = divmod(abs(int(rate_bp)), 100)
    sign = "-" if int(rate_bp) < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "") + "%"


@register.filter
def file_size(size_bytes: int | str | None) -> str:
    """Return a size in the largest unit that leaves at least 1, one decimal below 10.

    >>> file_size(900), file_size(17_400), file_size(1_572_864), file_size(20 * 1024 * 1024)
    ('900B', '17KB', '1.5MB', '20MB')
    """
    if size_bytes is None or size_bytes == "":
        return NOTHING
    size, unit = float(size_bytes), "B"
    for larger in ("KB", "MB", "GB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.1f}".removesuffix(".0") + unit if size < 10 and unit != "B" else f"{size:.0f}{unit}"
