"""Lists that say when each application was received: to the second, in a zone, within the window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.domains.builders import published
from tests.domains.lists import HEADERS, MORE, checked, imported, row, sheet
from tests.domains.people import NOW, person

from dure.domains.applications.models import Application

pytestmark = pytest.mark.django_db
WITH = (*HEADERS, *MORE, "접수일시")
FIRST = datetime(2025, 3, 18, 0, 0, 5, tzinfo=UTC)
"""Nine o'clock and five seconds in Korea."""


@pytest.fixture
def officer(db):
    published()
    return person("officer")


def received(officer, *cells: str) -> list[datetime]:
    imported(officer, sheet(*(row(n, 접수일시=cell) for n, cell in enumerate(cells, 1)), headers=WITH))
    found = Application.objects.order_by("merchant__business_no")
    return list(found.values_list("submitted_at", flat=True))


def test_each_row_counts_from_when_it_was_received_in_korean_time_where_no_offset_stands(officer):
    cells = (
        "2025-03-18 09:00:05",
        "2025-03-18T09:00:05+09:00",
        "2025-03-18T00:00:05Z",
        "2025.03.18 09:00:05.25",
    )
    assert received(officer, *cells) == [FIRST, FIRST, FIRST, FIRST + timedelta(milliseconds=250)]


def test_a_row_that_does_not_say_counts_from_the_import(officer):
    assert received(officer, "2025-03-18 09:00:05", "") == [FIRST, NOW]


def test_numbers_are_given_in_the_order_of_receipt(officer):
    received(officer, "2025-03-18 10:00:00", "2025-03-18 09:00:00")
    found = Application.objects.order_by("application_no").values_list("submitted_at", flat=True)
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025-03-18", "cell.received"),
        ("09:00", "cell.received"),
        ("어제", "cell.received"),
        ("2025-01-01 09:00:00", "cell.received_outside"),
        ("2026-01-01 09:00:00", "cell.received_outside"),
        ((NOW + timedelta(seconds=1)).isoformat(), "cell.received_later"),
    ],
)
def test_what_is_no_instant_of_the_window_is_told_and_not_imported(officer, cell, code):
    run = checked(officer, sheet(row(1, 접수일시=cell), row(2, 접수일시="2025-03-18 09:00:05"), headers=WITH))
    assert [(p["params"]["row"], p["params"]["column"], p["code"]) for p in run.problems] == [
        (2, "접수일시", code)
    ]
    assert (run.good, Application.objects.count()) == (1, 0)
