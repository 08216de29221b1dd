"""``needs``: what is used and not run is refused unless the file says so."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL, refused, spoiled, warned

from dure.engine.programme import load
from dure.engine.programme.capabilities import CAPABILITIES

TEXT = "title: {ko: 가, en: T}"
USES = {
    "group_applicants": (31, 1, [], "applicants: market\n"),
    "agreements": (31, 1, [], f"agreements: [{{id: a, {TEXT}, parties: [agency]}}]\n"),
    "activities": (31, 1, [], f"activities: [{{id: a, {TEXT}, kind: talk}}]\n"),
    "indicators": (31, 1, [], f"indicators: [{{id: a, {TEXT}, kind: output, unit: count}}]\n"),
    "served_regions": (
        11,
        5,
        [("name: {ko: 하나, en: One}", "name: {ko: 하나, en: One}\n    regions: ['11']")],
        "",
    ),
    "referrals": (31, 1, [], f"referrals: [{{id: a, direction: from, body: {{ko: 가, en: B}}, {TEXT}}}]\n"),
    "order_exchange": (31, 1, [], "order_exchange: {between: {ko: 가, en: B}}\n"),
    "pledges": (31, 1, [], f"pledges: [{{id: a, by: {{ko: 가, en: B}}, {TEXT}}}]\n"),
    "add_ons": (
        12,
        5,
        [("{ko: 둘, en: Two}", f"{{ko: 둘, en: Two}}\n    add_ons: [{{id: a, {TEXT}, kind: course}}]")],
        "",
    ),
}


@pytest.mark.parametrize("need", USES)
def test_what_is_not_run_is_refused_until_it_is_listed(need):
    line, column, changes, added = USES[need]
    message = f"“{need}” is not run by this version: list it under needs"
    (found,) = refused(spoiled(*changes, add=added))
    place, told = found.split(": ", 1)
    assert told == message
    if need != "add_ons":
        assert place == f"{line}:{column}"
    listed = spoiled(*changes, add=f"{added}needs: [{need}]\n")
    assert load(listed.encode()).unmet_needs == (need,)


def test_every_capability_that_is_not_run_is_tried_here_or_in_the_library():
    # Of a section that is not run itself, or tried in test_terms.
    terms = {
        *("nearby", "fulfilment", "settlement_terms", "rent_terms"),
        "executor_evaluation",
        "counted_once",
    }
    not_run = {c.id for c in CAPABILITIES.values() if not c.runs}
    assert not_run == set(USES) | terms


def test_a_need_that_nothing_uses_is_a_warning():
    assert warned(spoiled(add="needs: [lot]\n")) == ["31:9: warning: nothing in this file needs “lot”"]


def test_a_need_that_this_version_runs_may_stay():
    loaded = load((SMALL + "needs: [set_asides]\n").encode())
    assert (loaded.problems, loaded.unmet_needs) == ((), ())


def test_an_unknown_need_is_refused_with_the_nearest():
    assert refused(spoiled(add="needs: [subsidi]\n")) == [
        "31:9: there is no need “subsidi”: did you mean “subsidy”?"
    ]


def test_a_file_of_what_is_run_has_no_unmet_needs():
    assert load(SMALL.encode()).unmet_needs == ()
