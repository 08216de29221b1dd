"""Frozen inputs: the same bytes choose the same, prove it, and are what a bundle carries."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.files.bundles import read_members, write_bundle
from dure.files.frozen import choose_frozen, difference, freeze, prove_frozen, read_frozen, trait_fields
from dure.files.replaying import replay_bundle
from dure.files.selecting import select_file
from dure.library import library_bytes

LOADED = load(library_bytes("tops-2025"))
TOPS = LOADED.programme
EXECUTORS = [e.id for e in TOPS.executors]
COLUMNS = [
    "application_no", "choices", *(f"score.{e}" for e in EXECUTORS),
    "region", "owner_female", "owner_birth_year",
]  # fmt: skip


def row(
    number: str, choices: str, score: str, region: str, female: str = "", born: str = "1970"
) -> list[str]:
    marks = [score if e in choices.split(";") else "" for e in EXECUTORS]
    return [number, choices, *marks, region, female, born]


ROWS = [
    row("T-2", "otter;acorn", "80.5", "5111010100", "true"),
    row("T-1", "acorn", "90", "1111010100"),
    row("T-3", "acorn", "", "", "false", ""),
]


@pytest.fixture
def frozen() -> bytes:
    return freeze(TOPS, "consult", COLUMNS, ROWS)


def test_what_a_stage_is_judged_from():
    found = [field.name for field in trait_fields(TOPS, "consult")]
    assert found == ["region", "owner_birth_year", "owner_female"]


def test_inputs_hold_numbers_choices_scores_and_traits_and_nothing_else(frozen):
    head, first, second, third = frozen.decode("utf-8-sig").splitlines()
    assert head.split(",") == [
        "application_no", "choices", "executor", *(f"score.{e}" for e in EXECUTORS),
        "trait.outside_capital", "trait.female", "trait.youth",
    ]  # fmt: skip
    assert first == "T-1,acorn,,90.000,,,,,,,,,,false,,false"
    assert second == "T-2,otter;acorn,,80.500,80.500,,,,,,,,,true,true,false"
    assert third == "T-3,acorn,,,,,,,,,,,,,false,"


def test_freezing_what_is_frozen_changes_nothing(frozen):
    lines = [line.split(",") for line in frozen.decode("utf-8-sig").splitlines()]
    assert freeze(TOPS, "consult", lines[0], lines[1:]) == frozen


def test_the_same_bytes_choose_what_the_command_line_chooses(frozen, tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(frozen)
    select_file(TOPS, "consult", tmp_path / "a.csv", tmp_path / "d.csv", "seed")
    chosen = choose_frozen(TOPS, "consult", frozen, "seed")
    assert chosen.decided == (tmp_path / "d.csv").read_bytes()
    assert prove_frozen(TOPS, chosen, frozen, "seed") == []


def test_a_bundle_carries_the_frozen_bytes_and_replays(frozen, tmp_path: Path):
    source, bundle = tmp_path / "applications.csv", tmp_path / "bundle.zip"
    source.write_bytes(frozen)
    write_bundle(LOADED, "consult", source, bundle, "seed")
    members = read_members(bundle)
    assert members["applications.csv"] == frozen
    assert members["decisions.csv"] == choose_frozen(TOPS, "consult", frozen, "seed").decided
    assert replay_bundle(bundle).faults == ()


def test_a_decision_that_does_not_follow_is_not_proved(frozen):
    chosen = choose_frozen(TOPS, "consult", frozen, "seed")
    other = prove_frozen(TOPS, chosen, frozen.replace(b"90.000", b"10.000"), "seed")
    assert other != []


def test_differences_are_told_by_number(frozen):
    changed = freeze(
        TOPS,
        "consult",
        COLUMNS,
        [ROWS[0], row("T-1", "acorn", "91", "1111010100"), row("T-4", "acorn", "1", "")],
    )
    found = difference(frozen, changed)
    assert (found.added, found.removed, found.changed) == (("T-4",), ("T-3",), ("T-1",))
    assert not difference(frozen, frozen)


def test_bad_cells_are_refused():
    with pytest.raises(Refused) as refused:
        freeze(TOPS, "consult", COLUMNS, [row("T-1", "acorn", "101", "1111010100", "maybe")])
    assert {p.code for p in refused.value.problems} >= {"cell.boolean"}


def test_a_pooled_stage_is_frozen_with_the_executor_that_is_held():
    columns = ["application_no", "executor", "score", "region", "owner_female", "owner_birth_year"]
    rows = [["T-1", "acorn", "90", "1111010100", "true", "1990"]]
    frozen = freeze(TOPS, "champion", columns, rows)
    plan, applications = read_frozen(TOPS, "champion", frozen)
    assert plan.pooled
    assert applications[0].choices == ("acorn",)
    assert applications[0].scores == (90_000,)
    assert (
        hashlib.sha256(frozen).hexdigest()
        == hashlib.sha256(freeze(TOPS, "champion", columns, rows)).hexdigest()
    )
