"""The page that calculates unemployment benefit: both periods, who decides, what is refused."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/unemployment-benefit/"
TOLD = {"insured_since": "2014-03-03", "closed_on": "2019-10-01", "grade": "1", "forced": "yes"}


def page(language: str = "ko", **told: str):
    return Client(headers={"accept-language": language}).post(ADDRESS, TOLD | told)


@pytest.mark.parametrize(
    ("closed_on", "daily", "days", "total"),
    [("2019-09-30", 29_917, 150, 4_487_550), ("2019-10-01", 35_901, 180, 6_462_180)],
)
def test_the_law_of_the_day_of_closure_counts(closed_on, daily, days, total):
    answer = page(closed_on=closed_on)
    assert answer.status_code == 200
    found = answer.context["found"]["answer"]
    assert (found.daily_won, found.days, found.total_won) == (daily, days, total)
    assert f"{daily:,}" in answer.text
    assert "고용센터만 결정" in answer.text


def test_both_periods_stand_side_by_side_before_anything_is_typed():
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert [values for _name, values in answer.context["periods"]["rows"]] == [
        ["50 %", "60 %"],
        ["90일", "120일"],
        ["120일", "150일"],
        ["150일", "180일"],
        ["180일", "210일"],
    ]


def test_the_page_in_english():
    answer = page("en")
    assert "decided by the employment-insurance office" in answer.text
    assert "180 days" in answer.text


def test_who_would_get_nothing_reads_every_reason():
    answer = page(insured_since="2019-03-01", forced="no")
    assert answer.status_code == 200
    assert len(answer.context["found"]["reasons"]) == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"closed_on": "2018-12-31"}, "closed_on"),
        ({"insured_since": "2019-10-02"}, "insured_since"),
        ({"closed_on": ""}, "closed_on"),
        ({"grade": "8"}, "grade"),
        ({"forced": ""}, "forced"),
    ],
)
def test_what_cannot_be_calculated_is_told_at_its_field_and_stays_typed(told, field):
    answer = page(**told)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    if told.get("closed_on") == "2018-12-31":
        assert "고용센터에 물어보십시오" in form.errors["closed_on"][0]
    assert form["insured_since"].value() == (TOLD | told)["insured_since"]
    assert answer.context["found"] is None
