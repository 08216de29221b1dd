"""Until when a provider's profile is kept."""

from __future__ import annotations

from datetime import date

import pytest

from dure.engine.law.dated import MissingParameter
from dure.engine.law.provider_profiles import PROVIDER_PROFILE_MONTHS
from dure.engine.pairing.keeping import Support, profile_kept_until

CHANGED = date(2025, 3, 24)


def test_a_programme_whose_period_is_not_told_keeps_the_profile():
    told = Support(date(2025, 6, 30), 60)
    assert profile_kept_until(CHANGED, 12, [told, Support(date(2025, 6, 30), None)]) is None


def test_a_profile_that_was_changed_since_is_kept_no_shorter_than_one_never_matched():
    short = Support(date(2020, 1, 31), 1)
    assert profile_kept_until(CHANGED, 12, [short]) == date(2026, 3, 24)
    assert profile_kept_until(CHANGED, 0, [short]) == date(2025, 3, 24)


def test_the_months_have_a_source_and_no_value_before_it():
    assert PROVIDER_PROFILE_MONTHS.on(date(2023, 9, 15)) == 12
    with pytest.raises(MissingParameter):
        PROVIDER_PROFILE_MONTHS.on(date(2023, 9, 14))
