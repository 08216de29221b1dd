"""Region codes on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.law import figures

from dure.engine.profile.region import (
    CAPITAL_AREA,
    code_on,
    districts_on,
    of_another_time,
    province_on,
    renamed_on,
    replacements,
)
from dure.engine.profile.region_changes import CODE_CHANGES, REGROUPINGS

codes = st.one_of(
    st.text("0123456789", min_size=5, max_size=5),
    st.builds(str.__add__, st.sampled_from(["42", "45", "51", "52", "47720", "27720"]), st.just("11025000")),
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_changes_are_those_of_the_fact_sheet():
    assert tuple((c.on, c.old, c.new) for c in CODE_CHANGES) == figures.REGION_CHANGES
    assert CAPITAL_AREA == figures.CAPITAL_AREA
    assert all(change.source for change in CODE_CHANGES)


@pytest.mark.parametrize(("on", "old", "new"), figures.REGION_CHANGES)
@pytest.mark.parametrize("rest", ["", "025000"])
def test_a_code_changes_on_its_day_and_keeps_its_end(on, old, new, rest):
    before = on - timedelta(days=1)
    for written in (old + rest, new + rest):
        assert code_on(written, before) == old + rest
        assert code_on(written, on) == new + rest


def test_other_places_keep_their_codes():
    for code in (
        "11680",
        "2711010100",
        "47110",
        "4771000000",
        "2772",
        "47721",
        "28110",
        "36110",
        "5011010100",
    ):
        for day in (date(2020, 1, 1), date(2023, 6, 11), date(2025, 3, 18)):
            assert code_on(code, day) == code


def told():
    return {
        day: {old: news.split() for old, news in by_old.items()} for day, by_old in figures.REGROUPED.items()
    }


def test_the_regroupings_are_those_of_the_table_typed_twice():
    found: dict[str, dict[str, list[str]]] = {}
    for regrouping in REGROUPINGS:
        assert regrouping.source
        for old, new in regrouping.pairs:
            found.setdefault(regrouping.on.isoformat(), {}).setdefault(old, []).append(new)
    assert found == told()
    assert sum(len(by_old) for by_old in found.values()) == 32


@pytest.mark.parametrize(
    ("old", "new"), [(old, *news) for old, news in told()["2026-07-01"].items() if old[:2] in ("29", "46")]
)
def test_the_27_districts_of_the_joined_province_have_their_code_by_the_day(old, new):
    before, on = date(2026, 6, 30), date(2026, 7, 1)
    for written in (old, new):
        assert (code_on(written, before), code_on(written, on)) == (old, new)
        assert (province_on(written, before), province_on(written, on)) == (old[:2], "12")
    assert of_another_time([old]).sure == (new,)
    assert of_another_time([new]).sure == (old,)


@pytest.mark.parametrize(
    ("asked", "sure", "unsure"),
    [
        ("28110", "28155", "28125"),
        ("28140", "", "28125"),
        ("28125", "28140", "28110"),
        ("28155", "", "28110"),
        ("28260", "28275 28290", ""),
        ("28275", "", "28260"),
        ("28275 28290", "28260", ""),
        ("41591 41593 41595", "", "41590"),
        ("41591 41593 41595 41597", "41590", ""),
        ("41194", "", "41190"),
        ("28", "", ""),
        ("2811010100", "", "28125 28155"),
        ("29 46", "12", ""),
        ("12", "29 46", ""),
        ("11110", "", ""),
    ],
)
def test_the_ground_of_a_district_before_and_after(asked, sure, unsure):
    found = of_another_time(asked.split())
    assert (list(found.sure), list(found.unsure)) == (sure.split(), unsure.split())


def test_the_districts_of_incheon_by_the_day():
    codes = ["28110", "28140", "28177", "28260"]
    assert districts_on(codes, date(2026, 6, 30)) == tuple(codes)
    assert districts_on(codes, date(2026, 7, 1)) == ("28125", "28155", "28177", "28275", "28290")


@given(codes, days)
def test_a_code_brought_to_a_day_stays_there(code, day):
    assert code_on(code_on(code, day), day) == code_on(code, day)


@given(codes, days, days)
def test_the_way_to_a_day_does_not_matter(code, one, other):
    assert renamed_on(renamed_on(code, one), other) == renamed_on(code, other)


def test_replacements_name_each_change_once():
    assert replacements(date(2023, 6, 30)) == (("42", "51"), ("27720", "47720"), ("52", "45"))
