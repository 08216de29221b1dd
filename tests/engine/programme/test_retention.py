"""Until when records are kept: counted in months from the last day that a programme file tells."""

from __future__ import annotations

from datetime import date

import pytest

from dure.engine.law.access_log import ACCESS_LOG_MONTHS
from dure.engine.law.dated import MissingParameter
from dure.engine.programme import load
from dure.engine.programme.retention import kept_until, months_after, programme_end
from dure.library import library_bytes

TOPS = library_bytes("tops-2025")


def changed(*pairs: tuple[bytes, bytes]) -> bytes:
    raw = TOPS
    for old, new in pairs:
        assert old in raw
        raw = raw.replace(old, new)
    return raw


def test_tops_ends_with_its_last_announcement_and_is_kept_for_five_years():
    programme = load(TOPS).programme
    assert programme_end(programme) == date(2025, 10, 17)
    assert kept_until(programme) == date(2030, 10, 17)


def test_a_programme_without_announcements_ends_with_its_window():
    raw = changed(
        (b"announced_on: 2025-05-16, ", b""),
        (b"announced_on: 2025-07-18, ", b""),
        (b"announced_on: 2025-10-17, ", b""),
    )
    programme = load(raw).programme
    assert programme_end(programme) == programme.window.closes_on


def test_what_counts_from_a_settlement_cannot_be_told_yet():
    raw = changed((b"counted_from: programme_end", b"counted_from: settlement"))
    assert kept_until(load(raw).programme) is None


def test_a_decision_is_the_last_announcement():
    raw = changed((b"counted_from: programme_end", b"counted_from: decision"))
    assert kept_until(load(raw).programme) == kept_until(load(TOPS).programme)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 6, 30), 0, date(2025, 6, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_on_a_day_that_there_is(day, months, then):
    assert months_after(day, months) == then


def test_the_access_log_is_kept_for_two_years_since_the_notice_of_2019():
    days = (date(2019, 6, 6), date(2019, 6, 7), date(2025, 3, 24))
    assert [ACCESS_LOG_MONTHS.on(day) for day in days] == [6, 24, 24]
    with pytest.raises(MissingParameter):
        ACCESS_LOG_MONTHS.on(date(2016, 8, 31))
