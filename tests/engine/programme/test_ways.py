"""Ways of choosing and sources of mixed scores: what contradicts itself is told at its place."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import refused, spoiled, warned

from dure.engine.programme import load

FORM = (
    "diagnosis: [{id: online, title: {ko: 가, en: A}, filled_by: [merchant], sections: [{id: a,"
    " weight_bp: 10000, title: {ko: 가, en: A}, items: [{id: q, kind: yes_no, weight_bp: 10000,"
    " title: {ko: 가, en: A}}]}],"
    " levels: [{id: low, from_points: 0, title: {ko: 가, en: A}}]}]\n"
)


def mix(*sources):
    listed = "".join(f"      - {source}\n" for source in sources)
    return spoiled(("chosen_by: score\n", f"chosen_by: mix\n    scores:\n{listed}"))


PANEL = "{source: panel, weight_bp: 5000}"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{source: panel, weight_bp: 5000}", "this source stands here twice"),
        ("{source: executor, weight_bp: 5000, field: employees, scale: {none_at: 0, full_at: 5}}",
         "a field and a scale stand only where the source is data"),
        ("{source: data, weight_bp: 5000, field: employees}",
         "a field needs the scale by which it makes points, and a scale its field"),
        ("{source: data, weight_bp: 5000, field: region, scale: {none_at: 0, full_at: 5}}",
         "“region” is no number of the profile, and no answer that is one"),
        ("{source: data, weight_bp: 5000, field: answer.shops, scale: {none_at: 0, full_at: 5}}",
         "“answer.shops” is no number of the profile, and no answer that is one"),
        ("{source: data, weight_bp: 5000, field: employees, scale: {none_at: 5, full_at: 5}}",
         "the value that makes no points and the one that makes all are the same"),
        ("{source: diagnosis, weight_bp: 5000}",
         "the file has 0 diagnosis forms: say by form: whose points count"),
        ("{source: diagnosis, form: online, weight_bp: 5000}",
         "“online” is no diagnosis form of this file whose points could count"),
    ],
)  # fmt: skip
def test_a_source_that_names_what_is_not_there_is_refused(source, says):
    found = refused(mix(PANEL, source))
    assert [line.split(": ", 1)[1] for line in found if line.endswith(says)]


def test_a_mix_of_what_is_there_is_accepted_and_runs():
    sources = (
        PANEL,
        "{source: data, weight_bp: 2000, field: employees, scale: {none_at: 10, full_at: 0}}",
        "{source: diagnosis, weight_bp: 2000}",
        "{source: earlier_stage, stage: first, weight_bp: 1000}",
    )
    loaded = load((mix(*sources) + FORM).encode())
    assert loaded.unmet_needs == ()
    assert [s.source for s in loaded.programme.stages[1].scores] == [
        "panel",
        "data",
        "diagnosis",
        "earlier_stage",
    ]


@pytest.mark.parametrize("way", ["lot", "first_come", "entitlement", "nomination"])
def test_no_score_is_carried_over_from_a_stage_without_scores_and_none_combined_there(way):
    earlier = "{source: earlier_stage, stage: first, weight_bp: 5000}"
    changed = mix(PANEL, earlier).replace(
        "quota: {total: 20, per_executor: 10}\n    set_asides:\n      - id: female\n"
        "        title: {ko: 여성, en: Women}\n        share_bp: 1000\n        rule: owner_female\n",
        f"quota: {{total: 20, per_executor: 10}}\n    chosen_by: {way}\n    combine: mean\n",
    )
    told = [line.split(": ", 1)[1] for line in refused(changed)]
    assert "stage “first” is not chosen by scores: there is none to carry over" in told
    assert "stage “first” is not chosen by what people score: there is nothing to combine" in told


def test_an_entitlement_has_no_seats_for_groups_and_no_reserve_list():
    quota = "quota: {total: 20, per_executor: 10}\n"
    changed = spoiled((quota, f"{quota}    chosen_by: entitlement\n    reserve_length: 3\n"))
    assert [line.split(": ", 1)[1] for line in refused(changed)] == [
        "an entitlement is for everybody who is eligible: reserve_length would mean nothing",
        "an entitlement is for everybody who is eligible: set_asides would mean nothing",
    ]


def test_what_happens_when_full_is_said_only_of_a_first_stage_by_arrival_without_seats_for_groups():
    quota = "quota: {total: 20, per_executor: 10}\n"
    full = "    chosen_by: first_come\n    when_full: refuse\n    reserve_length: 3\n"
    assert [line.split(": ", 1)[1] for line in refused(spoiled((quota, quota + full)))] == [
        "with when_full: refuse there can be no set_asides: whether a place is left for somebody would not be"
        " known on arrival; write when_full: queue"
    ]
    assert warned(spoiled((quota, quota + full.replace("refuse", "queue")))) == warned(spoiled())
    later = spoiled(("chosen_by: score", "chosen_by: first_come\n    when_full: queue"))
    only = "when_full is for a first stage that is chosen by first_come: only that one receives"
    assert [line.split(": ", 1)[1] for line in refused(later)] == [only]
    scored = spoiled((quota, quota + "    when_full: refuse\n"))
    assert only in [line.split(": ", 1)[1] for line in refused(scored)]


def test_a_lot_whose_seed_is_not_committed_to_is_warned_of():
    lot = spoiled(("chosen_by: score", "chosen_by: lot"))
    assert [line for line in warned(lot) if "chosen by lot" in line] == [
        "29:16: warning: stage “second” is chosen by lot, but the hash of the seed is not published"
        " beforehand: write tie_break: {commitment: sha256}"
    ]
    committed = spoiled(("chosen_by: score", "chosen_by: lot\n    tie_break: {commitment: sha256}"))
    assert warned(committed) == []


def test_a_stage_of_the_nominated_that_nobody_can_be_nominated_for_is_warned_of():
    chosen = spoiled(("chosen_by: score", "chosen_by: nomination"))
    assert warned(chosen) == [
        "29:16: warning: stage “second” is chosen by nomination, but entry does not have nomination"
    ]
    assert warned(chosen + "entry: [application, nomination]\n") == []
