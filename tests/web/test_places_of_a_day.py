"""Lists of places offer each place once, by the code of the day on which the page is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from dure.engine.profile.fields import PROFILE_FIELDS
from dure.web.districts import DISTRICTS, districts_of
from dure.web.executor.forms import FilterForm
from dure.web.matching.forms import ProfileForm as ProviderForm
from dure.web.places import provinces_of
from dure.web.public.profile_form import ProfileForm
from dure.web.voting.forms import BallotForm

BEFORE, SINCE, OLD = date(2025, 5, 20), date(2026, 7, 1), date(2023, 6, 10)


def _codes(choices) -> list[str]:
    return [
        code
        for value, group in choices
        for code in ([one for one, _ in group] if isinstance(group, list | tuple) else [value])
        if code
    ]


def _districts(day: date, known: dict[str, str] | None = None) -> list[str]:
    form = ProfileForm(None, day=day, fields=[PROFILE_FIELDS["region"]], known=known)
    return _codes(form.fields["region"].choices)


def test_provinces_have_the_number_of_the_day_and_stand_once():
    assert [code for code in provinces_of(OLD) if code in ("12", "42", "45", "51", "52")] == ["42", "45"]
    assert [code for code in provinces_of(BEFORE) if code in ("12", "29", "42", "45", "46", "51", "52")] == [
        *("29", "46", "51", "52")
    ]
    assert [code for code in provinces_of(SINCE) if code in ("12", "29", "46")] == ["12", "29", "46"]
    assert len(provinces_of(BEFORE)) == 17


def test_what_was_picked_under_an_old_number_stays_under_that_of_the_day():
    assert list(provinces_of(BEFORE, ["42", "12"]))[-1] == "12"
    assert "42" not in provinces_of(BEFORE, ["42"])


def test_districts_are_those_of_the_day():
    assert districts_of(SINCE) == DISTRICTS
    before = districts_of(BEFORE)
    assert (before["28"]["28110"], before["28"]["28140"], before["28"]["28260"]) == ("중구", "동구", "서구")
    assert (before["41"]["41590"], before["41"]["41192"]) == ("화성시", "부천시 원미구")
    assert (before["29"]["29110"], before["46"]["46130"]) == ("동구", "여수시")
    assert not {"28125", "28155", "41591", "12110"} & {code for names in before.values() for code in names}
    old = districts_of(OLD)
    assert (old["42"]["42110"], old["45"]["45111"], old["47"]["47720"]) == (
        "춘천시",
        "전주시 완산구",
        "군위군",
    )
    assert "41192" in districts_of(date(2024, 1, 1))["41"]
    assert districts_of(date(2023, 12, 31))["41"]["41190"] == "부천시"


@pytest.mark.parametrize("day", [OLD, BEFORE, SINCE])
def test_no_district_stands_twice(day):
    codes = _districts(day)
    assert len(codes) == len(set(codes)) > 240


@pytest.mark.parametrize(
    ("known", "day"),
    [("4211010100", BEFORE), ("51110", OLD), ("12110", BEFORE), ("46110", SINCE), ("28140", SINCE)],
)
def test_a_code_of_another_day_is_shown_at_its_place_and_kept_as_it_was(known, day):
    codes = _districts(day, {"region": known})
    assert codes.count(known) == 1
    form = ProfileForm({"region": known}, day=day, fields=[PROFILE_FIELDS["region"]], known={"region": known})
    assert form.is_valid(), form.errors


def test_a_provider_of_old_codes_is_shown_by_those_of_the_day():
    form = ProviderForm(initial={"region": "42110", "regions": ["45"]}, day=BEFORE)
    assert (form.initial["region"], form.initial["regions"]) == ("51110", ["52"])
    assert "51110" in _codes(form.fields["region"].choices)
    assert "52" in _codes(form.fields["regions"].choices)


def test_filters_of_lists_offer_the_provinces_of_the_day():
    assert "12" not in dict(FilterForm({}, BEFORE).fields["province"].choices)
    assert "12" in dict(FilterForm({}, SINCE).fields["province"].choices)


def test_a_ballot_offers_each_region_once():
    form = BallotForm(("42", "51", "26110"), BEFORE, None)
    assert _codes(form.fields["region"].choices) == ["51", "26110"]
