"""The shipped files: valid, without surprises, and as the contract says."""

from __future__ import annotations

import json

import jsonschema
import pytest

from dure.engine.programme import load
from dure.engine.programme.normal import normalised
from dure.engine.programme.schema import json_schema
from dure.library import library_bytes, library_ids

TOPS = load(library_bytes("tops-2025"))
SCHEMA = jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("programme_id", library_ids())
def test_a_shipped_file_has_its_own_name_no_surprises_and_names_exactly_what_is_not_run(programme_id):
    loaded = load(library_bytes(programme_id))
    assert loaded.programme.id == programme_id
    assert loaded.problems == ()
    assert set(loaded.programme.needs) == set(loaded.unmet_needs)


@pytest.mark.parametrize("programme_id", library_ids())
def test_a_shipped_file_fits_the_json_schema(programme_id):
    assert list(SCHEMA.iter_errors(load(library_bytes(programme_id)).document)) == []


def test_the_json_schema_refuses_what_the_models_refuse():
    SCHEMA.check_schema(json_schema())
    for key, value in (("colour", 1), ("id", "Two Words"), ("stages", 5), ("year", "2025")):
        assert list(SCHEMA.iter_errors({**TOPS.document, key: value})) != []


def test_the_json_schema_describes_its_keys():
    stage = json_schema()["$defs"]["Stage"]["properties"]
    assert stage["benefits"]["description"] == "What its selected are granted."


def test_the_funnel_of_tops_2025():
    shown = normalised(TOPS)
    assert (shown["system"], shown["year"], shown["reference_day"]) == (1, 2025, "2025-03-18")
    assert [(s["id"], s["quota"]) for s in shown["stages"]] == [
        ("consult", {"total": 3000, "per_executor": 300}),
        ("promote", {"total": 300, "per_executor": 30}),
        ("champion", {"total": 30, "per_executor": None}),
    ]
    assert [s["reserve_length"] for s in shown["stages"]] == [60, 10, 5]
    assert [s["choices_limit"] for s in shown["stages"]] == [10, 10, None]
    assert [e["capacity"] for e in shown["executors"]] == [{"consult": 300, "promote": 30}] * 10


def test_the_set_asides_of_tops_2025_are_the_same_in_all_stages():
    for stage in TOPS.programme.stages:
        assert [(s.id, s.share_bp, s.rule) for s in stage.set_asides] == [
            ("outside_capital", 4000, "NOT in_capital_area()"),
            ("female", 1000, "owner_female"),
            ("youth", 1000, "youth_led"),
        ]
        assert stage.caps == ()


def test_the_rules_of_tops_2025():
    assert [rule.id for rule in TOPS.programme.eligibility] == [
        "small_merchant",
        "in_business",
        "sells_online",
        "no_tax_arrears",
        "not_sanctioned",
        "industry_allowed",
    ]


def test_what_is_shown_has_every_key_and_is_plain_json():
    shown = normalised(TOPS)
    assert list(shown)[:5] == ["id", "hash", "title", "system", "year"]
    assert {"executors", "stages", "eligibility", "benefits", "funds", "needs", "unmet_needs"} <= set(shown)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["window"]["opens_at"] == "2025-03-18T09:00:00+09:00"


def test_places_of_an_executor_are_filled_in():
    first, second = TOPS.programme.stages[0], TOPS.programme.stages[2]
    assert TOPS.programme.capacities(first)["acorn"] == 300
    assert TOPS.programme.capacities(second) == {}
    assert TOPS.programme.stage("consult") is first
    assert TOPS.programme.stage("nothing") is None
