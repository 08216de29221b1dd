"""Region codes on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.law import figures

from dure.engine.profile.region import CAPITAL_AREA, CODE_CHANGES, code_on, replacements

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


@given(codes, days)
def test_a_code_brought_to_a_day_stays_there(code, day):
    assert code_on(code_on(code, day), day) == code_on(code, day)


@given(codes, days, days)
def test_the_way_to_a_day_does_not_matter(code, one, other):
    assert code_on(code_on(code, one), other) == code_on(code, other)


def test_replacements_name_each_change_once():
    assert replacements(date(2023, 6, 30)) == (("42", "51"), ("27720", "47720"), ("52", "45"))
