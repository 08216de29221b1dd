"""Every rule of a file has a place that is spelt by ids, in all files that ship."""

from __future__ import annotations

import pytest

from dure.engine.programme import load
from dure.engine.programme.rewriting.proof import at
from dure.engine.programme.rule_places import (
    RulePlace,
    fields_at,
    holder_of,
    open_places,
    path_of,
    place_of,
    rules_in,
)
from dure.engine.programme.rules import RULE_PATHS
from dure.engine.rules import parse_rule
from dure.library import library_bytes, library_ids

LADDER = load(library_bytes("online-ladder-2020"))


@pytest.mark.parametrize("name", library_ids())
def test_every_rule_that_ships_has_a_place_and_can_be_read_there(name):
    loaded = load(library_bytes(name))
    found = dict(rules_in(loaded.document))
    for place, text in found.items():
        assert place_of(place.key) == place
        assert at(loaded.document, (*path_of(loaded.document, place), place.form.rule)) == text
        parse_rule(text, fields=fields_at(loaded.programme, place))
    assert {place.kind for place in found} >= {"eligibility"} or not loaded.programme.eligibility


def test_every_kind_of_rule_that_is_read_has_a_place():
    spelt = {(*(step for name in p.form.lists for step in (name, "*")), p.form.rule) for p in _kinds()}
    assert {tuple(pattern) for pattern in RULE_PATHS} <= spelt


def _kinds():
    return [RulePlace(kind, ()) for kind in ("eligibility", "set_aside", "cap", "only_for", "indicator")]


def test_conditions_of_items_and_ways_are_found_with_the_form_they_are_in():
    keys = [place.key for place, _ in rules_in(LADDER.document)]
    assert [key for key in keys if key.startswith("asked_if.")] == [
        "asked_if.online_capability.running.reviews"
    ]
    assert "way.online_capability.low_capability" in keys


def test_where_a_rule_can_be_added():
    tops = load(library_bytes("tops-2025")).document
    keys = [place.key for place in open_places(tops)]
    assert keys[:3] == ["eligibility", "set_aside.consult", "set_aside.promote"]
    assert "only_for.consulting" in keys
    assert not any(place.kind == "indicator" and place in dict(rules_in(tops)) for place in open_places(tops))


@pytest.mark.parametrize("key", ["", "a.b", "cap.x", "cap.x.y.z", "only_for.x.y", "eligibility.x"])
def test_what_is_no_place_is_none(key):
    assert place_of(key) is None or key == ""
    assert path_of(LADDER.document, RulePlace("cap", ("x", "y"))) is None


def test_lists_take_parts_of_their_own_only():
    assert holder_of("way.online_capability").with_id("new").key == "way.online_capability.new"
    assert holder_of("eligibility").with_id("new").key == "new"
    assert holder_of("indicator") is None
    assert holder_of("asked_if.a.b") is None
