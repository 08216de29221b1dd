"""The page that reckons a loan again: both schedules, who decides, what is refused."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/loan-repayment/"
TOLD = {
    "principal_won": "12000000",
    "rate_percent": "3.65",
    "drawn_on": "2025-01-01",
    "months": "6",
    "grace_months": "0",
    "method": "equal_principal",
    "after": "2",
    "deferred_months": "2",
    "added_months": "2",
    "new_rate_percent": "",
}


def page(language: str = "ko", **told: str):
    return Client(headers={"accept-language": language}).post(ADDRESS, TOLD | told)


def test_both_schedules_stand_side_by_side():
    answer = page("en")
    assert answer.status_code == 200
    found = answer.context["found"]
    assert [(before, after) for _name, before, after in found["sums"]] == [
        ("1 July 2025 (Tue)", "1 September 2025 (Mon)"),
        ("6", "8"),
        ("126,400 won", "175,400 won"),
        ("2,037,200 won", "2,037,200 won"),
    ]
    assert [row["before"] for row in found["rows"]] == [
        "2,024,800 won",
        "2,018,000 won",
        "2,012,400 won",
        "2,006,000 won",
        "—",
        "—",
    ]
    assert found["rows"][0]["cells"] == ["24,800 won", "0 won", "24,800 won", "8,000,000 won"]
    assert "decided by the lender" in answer.text


def test_a_new_rate_counts_from_the_change_on():
    found = page(deferred_months="0", added_months="0", new_rate_percent="7.3").context["found"]
    assert found["rows"][0]["cells"][2] == "49,600원"


def test_the_page_asks_before_anything_is_typed():
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer.context["found"]) == (200, None)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"principal_won": "0"}, "principal_won"),
        ({"principal_won": "1000000000001"}, "principal_won"),
        ({"rate_percent": "3.655"}, "rate_percent"),
        ({"rate_percent": "101"}, "rate_percent"),
        ({"months": "601"}, "months"),
        ({"grace_months": "6"}, "grace_months"),
        ({"method": ""}, "method"),
        ({"after": "6"}, "after"),
        ({"deferred_months": "6"}, "deferred_months"),
        ({"added_months": "600"}, "months"),
        ({"drawn_on": "9999-12-01"}, "drawn_on"),
        ({"drawn_on": "x"}, "drawn_on"),
        ({"new_rate_percent": "-1"}, "new_rate_percent"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_stays_typed(told, field):
    answer = page(**told)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form[field].value() == (TOLD | told)[field]
