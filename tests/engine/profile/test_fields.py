"""The columns of the profile: names, order, and which of them can be none."""

from __future__ import annotations

import pytest
from tests.engine.rules.rows import NONE_ABLE, PROFILE

from dure.engine.profile import PROFILE_COLUMNS, PROFILE_FIELDS, Kind

TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.LIST: "VARCHAR[]",
}


def test_columns_stand_in_the_order_of_the_profile_with_their_types():
    assert {f.name: TYPES[f.kind] for f in PROFILE_COLUMNS} == PROFILE
    assert [f.name for f in PROFILE_COLUMNS] == list(PROFILE)


def test_six_columns_can_be_none():
    assert {f.name for f in PROFILE_COLUMNS if f.none_able} == set(NONE_ABLE)
    assert len(NONE_ABLE) == 6
    assert PROFILE_FIELDS["closed_on"].companion == "has.closed_on"


def test_codes_of_coded_columns():
    assert {f.name: f.choices for f in PROFILE_COLUMNS if f.choices} == {
        "legal_form": ("sole", "corporation"),
        "ksic_revision": ("10", "11"),
        "business_status": ("active", "suspended", "closed"),
        "credit_bureau": ("NICE", "KCB"),
    }


def test_a_derived_field_is_no_column():
    youth_led = PROFILE_FIELDS["youth_led"]
    assert youth_led.is_derived
    assert youth_led.needs == ("owner_birth_year",)
    assert youth_led not in PROFILE_COLUMNS
    assert not PROFILE_FIELDS["owner_birth_year"].is_derived


def test_fields_cannot_be_changed():
    with pytest.raises(TypeError):
        PROFILE_FIELDS["x"] = PROFILE_FIELDS["ksic"]  # type: ignore[index]
