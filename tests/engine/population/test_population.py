"""The synthetic population: chunks make no difference, numbers are valid and nobody's, marginals hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.population import ARRAYS, assumed, draw_merchants, published
from dure.engine.population.draws import pick, within
from dure.engine.population.numbers import business_numbers
from dure.engine.population.people import INDUSTRIES, PROVINCES, SECTIONS
from dure.engine.profile.business_number import is_business_number
from dure.engine.profile.industry import SECTION_OF_DIVISION

SIZE = 200_000


@pytest.fixture(scope="module")
def drawn():
    return draw_merchants(seed=1, first=0, count=SIZE)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9), st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_chunks_of_any_size_give_the_same_merchants(seed, sizes):
    whole = draw_merchants(seed=seed, first=0, count=sum(sizes))
    parts, first = [], 0
    for size in sizes:
        parts.append(draw_merchants(seed=seed, first=first, count=size))
        first += size
    for name in ARRAYS:
        assert np.array_equal(np.concatenate([part[name] for part in parts]), whole[name]), name


def test_another_seed_gives_other_merchants_with_the_same_numbers(drawn):
    other = draw_merchants(seed=2, first=0, count=1000)
    assert np.array_equal(other["number"], drawn["number"][:1000])
    assert not np.array_equal(other["industry"], drawn["industry"][:1000])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 99_999_000))
def test_numbers_have_the_right_check_digit_and_belong_to_nobody(first):
    for number in business_numbers(first, 20):
        text = f"{number:010d}"
        assert is_business_number(text)
        assert int(text[:3]) < 101


def test_the_first_999999_numbers_begin_with_three_zeros_and_all_differ():
    numbers = business_numbers(0, 1_000_000)
    assert f"{numbers[999_998]:010d}".startswith("000")
    assert f"{numbers[999_999]:010d}".startswith("001")
    assert len(np.unique(numbers)) == 1_000_000


def shares(codes, weights) -> tuple[list[float], list[float]]:
    found = np.bincount(codes, minlength=len(weights)) / len(codes)
    wanted = np.array(list(weights)) / sum(weights)
    return found.tolist(), wanted.tolist()


def test_provinces_and_sections_keep_to_the_published_shares(drawn):
    found, wanted = shares(drawn["province"], published.PROVINCES.weights.values())
    assert found == pytest.approx(wanted, abs=0.004)
    section = np.array([SECTIONS.index(s) for s, _ in INDUSTRIES])[drawn["industry"]]
    found, wanted = shares(section, published.SECTIONS.weights.values())
    assert found == pytest.approx(wanted, abs=0.004)


def test_women_keep_to_the_published_share_and_to_those_told_by_section(drawn):
    assert drawn["female"].mean() == pytest.approx(published.WOMEN_BP / 10_000, abs=0.005)
    section = np.array([s for s, _ in INDUSTRIES])[drawn["industry"]]
    for code, share in published.WOMEN_BY_SECTION_BP.items():
        assert drawn["female"][section == code].mean() == pytest.approx(share / 10_000, abs=0.02)


def test_ages_of_owners_keep_to_the_published_shares(drawn):
    age = drawn["age"]
    group = np.clip(age // 10, 2, 6) - 2
    found, wanted = shares(group, published.OWNER_AGES.weights.values())
    assert found == pytest.approx(wanted, abs=0.004)


def test_years_in_business_by_sex_come_close_though_nobody_began_as_a_child(drawn):
    years = drawn["days"] / 365.25
    assert (years <= drawn["age"] - 18 + 0.01).all()
    for who, marginal in (
        (drawn["female"], published.YEARS_OF_WOMEN),
        (~drawn["female"], published.YEARS_OF_MEN),
    ):
        found = [(years[who] < 3).mean(), (years[who] > 7).mean()]
        assert found == pytest.approx(
            [marginal.weights["3"] / 10_000, marginal.weights["45"] / 10_000], abs=0.02
        )


def test_employees_sales_form_and_online_sales_keep_to_the_published_shares(drawn):
    assert (drawn["tenths"] == 0).mean() == pytest.approx(published.ALONE_BP / 10_000, abs=0.004)
    low = published.SALES_UP_TO_50_MILLION_BP / 10_000
    assert (drawn["sales"] <= 50_000_000).mean() == pytest.approx(low, abs=0.005)
    assert drawn["sales"].mean() == pytest.approx(published.MEAN_SALES_WON, rel=0.1)
    assert drawn["corporation"].mean() == pytest.approx(published.CORPORATIONS_BP / 10_000, abs=0.004)
    assert drawn["online"].mean() == pytest.approx(published.SELLS_ONLINE_BP / 10_000, abs=0.004)


def test_cells_are_not_known_as_often_as_assumed(drawn):
    for bit, (name, share) in enumerate(assumed.NOT_KNOWN_BP.items()):
        unknown = 1 - ((drawn["known"] >> bit) & 1).mean()
        assert unknown == pytest.approx(share / 10_000, abs=0.006), name


def test_every_section_has_codes_of_its_own_divisions_and_every_province_districts():
    assert {SECTION_OF_DIVISION[code[:2]] for _, code in INDUSTRIES} == set(SECTIONS)
    assert all(SECTION_OF_DIVISION[code[:2]] == section for section, code in INDUSTRIES)
    assert len(PROVINCES) == 17


@given(st.floats(0, 1, exclude_max=True), st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_a_draw_falls_on_a_place_that_has_weight(uniform, weights):
    if not sum(weights):
        return
    (place,) = pick(np.array([uniform]), weights)
    assert weights[place] > 0
    (same,), (far,) = within(np.array([uniform]), weights)
    assert same == place
    assert 0 <= far < 1
