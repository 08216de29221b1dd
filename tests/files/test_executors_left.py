"""A choice of an executor that left does not count, and says so: every way, proved by the checker."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from tests.engine.programme.example import spoiled
from tests.files.commands import dure

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.selection import select
from dure.engine.selection.plan import counting
from dure.files.frozen import choose_frozen, freeze, prove_frozen, read_frozen

GONE = "  - id: gone\n    name: {ko: 간곳, en: Gone}\n    left_on: 2025-04-01\n"
FEW = ("quota: {total: 20, per_executor: 10}", "quota: {total: 2, per_executor: 1}")
BOTH = "  - id: two\n    name: {ko: 둘, en: Two}\n"
WITH = spoiled(FEW, (BOTH, BOTH + GONE))
WAYS = {
    way: WITH.replace("    title: {ko: 첫째", f"    chosen_by: {way}\n    title: {{ko: 첫째")
    for way in ("lot", "first_come", "nomination")
}
FILE = load(WITH.encode()).programme
COLUMNS = ["application_no", "choices", "score.one", "score.two", "owner_female"]
ROWS = [
    ["S-1", "gone;one", "90", "", "false"],
    ["S-2", "one;gone;two", "80", "70", "false"],
    ["S-3", "gone", "", "", "false"],
    ["S-4", "gone;one", "70", "", "false"],
    ["S-5", "one;gone", "", "", "false"],
]
DECIDED = [
    "S-1,selected,one,1,90.000,open,90.000,,open",
    "S-2,selected,two,1,70.000,open,70.000,,open",
    "S-3,not_selected,,,,,,,executor_left:gone",
    "S-4,not_selected,one,3,70.000,,90.000,,executor_left:gone|below_cutoff:one=70.000<90.000",
    "S-5,not_selected,one,,,,90.000,,executor_left:gone|no_score",
]


def test_the_next_choice_counts_in_its_place_and_the_reason_says_so():
    frozen = freeze(FILE, "first", COLUMNS, ROWS)
    chosen = choose_frozen(FILE, "first", frozen, "s")
    assert chosen.decided.decode("utf-8-sig").splitlines()[1:] == DECIDED
    assert prove_frozen(FILE, chosen, frozen, "s") == []
    assert b"gone;one" in frozen  # what was chosen stays told
    for one in (("executor_left:gone|", ""), ("executor_left:gone", "no_choice")):
        changed = [d._replace(reason=d.reason.replace(*one)) for d in chosen.decisions]
        faults = prove_frozen(FILE, replace(chosen, decisions=tuple(changed)), frozen, "s")
        assert {p.code for p in faults} == {"verify.reason_wrong"}


def test_the_commands_select_verify_and_replay_it(tmp_path):
    programme, rows, out = tmp_path / "p.yaml", tmp_path / "a.csv", tmp_path / "d.csv"
    programme.write_text(WITH, "utf-8")
    business = ["business_no", *COLUMNS]
    numbers = ("0000000006", "0000000010", "0000000025", "0000000031", "0000000044")
    told = [",".join(business), *(f"{n},{','.join(row)}" for n, row in zip(numbers, ROWS, strict=True))]
    rows.write_text("\n".join(told) + "\n", "utf-8")
    assert dure("select", programme, "first", rows, "-o", out, "--seed", "s").code == 0
    assert out.read_text("utf-8-sig").splitlines()[1:] == DECIDED
    assert dure("verify", programme, "first", rows, out, "--seed", "s").code == 0
    bundle = tmp_path / "b.zip"
    assert dure("bundle", programme, "first", rows, "-o", bundle, "--seed", "s").code == 0
    assert dure("replay", bundle, "--strict").code == 0
    # An executor that there never was is still a fault.
    rows.write_text(rows.read_text("utf-8").replace("gone", "nobody"), "utf-8")
    assert dure("select", programme, "first", rows, "-o", out, "--seed", "s").code == 2


def test_an_executor_that_left_has_no_places_and_its_column_of_scores_is_unknown():
    stage = FILE.stages[0]
    assert FILE.capacities(stage) == {"one": 1, "two": 1}
    assert FILE.executors_left == ("gone",)
    with pytest.raises(Refused) as caught:
        freeze(FILE, "first", [*COLUMNS, "score.gone"], [[*ROWS[0], "80"]])
    assert [p.code for p in caught.value.problems] == ["select.unknown_score"]


@pytest.mark.parametrize("way", WAYS)
def test_every_other_way_leaves_it_out_too(way):
    programme = load(WAYS[way].encode()).programme
    beside = {"lot": [], "first_come": ["received_at"], "nomination": ["nominations"]}[way]
    cell = {"received_at": "2025-03-18T09:00:00.000000Z", "nominations": "gone=1;one=1"}
    rows = [["S-1", "gone;one", *(cell[name] for name in beside), "false"]]
    rows.append(["S-2", "gone", *(cell[name].replace("one=1", "one=2") for name in beside), "false"])
    columns = ["application_no", "choices", *beside, "owner_female"]
    frozen = freeze(programme, "first", columns, rows)
    chosen = choose_frozen(programme, "first", frozen, "s")
    assert [(d.decision, d.executor, d.reason) for d in chosen.decisions] == [
        ("selected", "one", "open"),
        ("not_selected", "", "executor_left:gone"),
    ]
    assert prove_frozen(programme, chosen, frozen, "s") == []


LISTED = st.permutations(["one", "two", "gone"]).flatmap(
    lambda names: st.integers(0, 3).map(lambda n: tuple(names[:n]))
)
SCORES = st.sampled_from(["", "60", "70", "70.5", "90"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(LISTED, SCORES, SCORES, st.booleans()), max_size=25))
def test_the_decision_is_that_without_the_choice(people):
    """Who chose an executor that left is decided on as if it had not been; the reason alone tells it."""
    rows = [
        [f"S-{i:03}", ";".join(listed), a, b, str(female).lower()]
        for i, (listed, a, b, female) in enumerate(people)
    ]
    frozen = freeze(FILE, "first", COLUMNS, rows)
    chosen = choose_frozen(FILE, "first", frozen, "seed")
    assert prove_frozen(FILE, chosen, frozen, "seed") == []
    plan, applications = read_frozen(FILE, "first", frozen)
    for one, (listed, *_) in zip(applications, people, strict=True):
        assert (one.choices, one.left) == counting(plan, listed)
    alone = select(plan, [one._replace(left=()) for one in applications], "seed")
    for one, other, (listed, *_) in zip(chosen.decisions, alone, people, strict=True):
        assert one._replace(reason="") == other._replace(reason="")
        told = one.decision != "selected" and "gone" in listed
        assert one.reason.startswith("executor_left:gone") is told
