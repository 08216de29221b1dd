"""Days and instants as people read them: ``2024. 6. 18.(화)``, always in Korean time.

Days (`_on`) are dates; instants (`_at`) are aware date-times and are shown in Asia/Seoul, whatever the
server's zone. English shows ``18 June 2024 (Tue)``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

SEOUL = ZoneInfo("Asia/Seoul")
_WEEKDAYS = {
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _language() -> Literal["ko", "en"]:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def _local(moment: datetime) -> datetime:
    """Return an aware instant in Korean time; a naive one would be a guess and is refused."""
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a zone cannot be shown: {moment!r}")
    return moment.astimezone(SEOUL)


def day_text(on: date) -> str:
    """Return a day with its weekday in the language of the page; an instant gives its day in Korean time."""
    day = _local(on).date() if isinstance(on, datetime) else on
    weekday = _WEEKDAYS[_language()][day.weekday()]
    if _language() == "ko":
        return f"{day.year}. {day.month}. {day.day}.({weekday})"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({weekday})"


def instant_text(at: datetime) -> str:
    """Return an instant in Korean time: day, weekday, hours and minutes."""
    local = _local(at)
    return f"{day_text(local.date())} {local:%H:%M}"


@register.filter
def day(on: date | None) -> str:
    """Show a day as ``2024. 6. 18.(화)``; nothing for None.

    >>> from django.utils.translation import override
    >>> with override("ko"):
    ...     day(date(2024, 6, 18))
    '2024. 6. 18.(화)'
    """
    return day_text(on) if on else ""


@register.filter
def instant(at: datetime | None) -> str:
    """Show an instant as ``2024. 6. 18.(화) 14:05`` in Korean time; nothing for None."""
    return instant_text(at) if at else ""


@register.filter
def until(at: datetime | None) -> str:
    """Show the last minute before an instant, as people are told when something is due; nothing for None.

    >>> from django.utils.translation import override
    >>> with override("ko"):
    ...     until(datetime.fromisoformat("2025-03-28T00:00:00+09:00"))
    '2025. 3. 27.(목) 23:59'
    """
    return instant_text(at - timedelta(microseconds=1)) if at else ""


@register.simple_tag
def moment(at: date | datetime | None) -> SafeString | str:
    """Show a day or an instant inside a ``<time>`` that machines can read; nothing for None."""
    if not at:
        return ""
    machine = _local(at).isoformat("T", "minutes") if isinstance(at, datetime) else at.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, _text(at))


@register.simple_tag
def period(first: date | None, last: date | None) -> SafeString | str:
    """Show a period from its first to its last day (or instant), both included; an open end stays open.

    Inside, periods are half-open: whoever calls passes the last day that still belongs to it.
    """
    if not (first or last):
        return ""
    texts = [f"{_text(first)} ~" if first else "~", _text(last) if last else ""]
    # A line may break between the two days, never within one.
    return format_html_join(" ", '<span class="dure-nowrap">{}</span>', ((text,) for text in texts if text))


def _text(on: date) -> str:
    return instant_text(on) if isinstance(on, datetime) else day_text(on)
