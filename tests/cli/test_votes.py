"""A public vote from files: chosen, proved with its ballots, published, repeated; tampering is found."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest
from tests.files.commands import business_no, done, dure, read_csv, refused, write_csv

from dure.engine.selection.ballots import COLUMNS, Ballot, count_votes, opened_rows, sealed_hash
from dure.files.decisions import csv_bytes

PROGRAMME = """\
id: votes-2025
system: 1
year: 2025
title: {ko: 시험 사업, en: Trial}
summary: {ko: 시험입니다., en: A trial.}
agency: {ko: 기관, en: Agency}
window: {opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}
reference_day: 2025-03-18
executors:
  - {id: naru, name: {ko: 나루, en: Naru}}
eligibility:
  - {id: known, rule: "employees < 10", reason: {ko: 작은 업체, en: Small}}
stages:
  - id: vote
    title: {ko: 투표, en: Vote}
    quota: {total: 4, per_executor: 2}
    chosen_by: vote
    vote: {opens_at: "2025-05-01T09:00:00+09:00", closes_at: "2025-05-08T18:00:00+09:00", votes_each: 2}
  - id: final
    title: {ko: 마지막, en: Final}
    quota: {total: 1}
    over: all
    chosen_by: mix
    scores:
      - {source: panel, weight_bp: 6000}
      - {source: vote, points: share, weight_bp: 4000}
    vote: {opens_at: "2025-06-01T09:00:00+09:00", closes_at: "2025-06-08T18:00:00+09:00"}
"""
NUMBERS = ("A0", "A1", "A2", "A3")
CAST = ("A0;A1", "A1", "A1;A2", "A2;A3", "A2", "A3;A1")
SEED = "추첨"


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture
def world(tmp_path):
    """Return folder, programme, and by stage the applications, the ballots and the hash that was sealed."""
    (tmp_path / "p.yaml").write_text(PROGRAMME.replace("quota: {total: 4,", "quota: {total: 2,"), "utf-8")
    made = {}
    for stage in ("vote", "final"):
        cast = [
            Ballot(tuple(c.split(";")[: 1 if stage == "final" else 2]), f"{i:032x}")
            for i, c in enumerate(CAST)
        ]
        cast[5] = Ballot(cast[5].choices, cast[5].salt, "같은 기기")
        votes = count_votes(NUMBERS, cast)
        header = ["application_no", "business_no", "votes"]
        header += ["choices"] if stage == "vote" else ["executor", "part.panel"]
        rows = [
            [n, business_no(i + 1), str(votes[n]), "naru", *([] if stage == "vote" else [str(70 + i)])]
            for i, n in enumerate(NUMBERS)
        ]
        source = write_csv(tmp_path / f"{stage}.csv", [header, *rows])
        ballots = tmp_path / f"{stage}-ballots.csv"
        ballots.write_bytes(csv_bytes(COLUMNS, opened_rows("votes-2025", stage, cast)))
        made[stage] = (source, ballots, sealed_hash(one.hash_in("votes-2025", stage) for one in cast))
    return tmp_path, tmp_path / "p.yaml", made


EXPECTED = {"vote": {"A1", "A2"}, "final": {"A2"}}


@pytest.mark.parametrize("stage", ["vote", "final"])
def test_votes_choose_are_counted_again_published_and_repeated(world, stage):
    folder, programme, made = world
    source, ballots, sealed = made[stage]
    out, bundle = folder / "d.csv", folder / "b.zip"
    done("select", programme, stage, source, "-o", out, "--seed", SEED)
    header, *rows = read_csv(out)
    decided = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert {n for n, row in decided.items() if row["decision"] == "selected"} == EXPECTED[stage]
    opened = ("--ballots", ballots, "--sealed", sealed)
    assert "proved" in done("verify", programme, stage, source, out, "--seed", SEED, *opened).out
    done("bundle", programme, stage, source, "-o", bundle, "--seed", SEED, *opened)
    assert "4 decisions are the same" in done("replay", bundle, "--sealed", sealed).out
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder / "open")
    alone = subprocess.run([sys.executable, "-I", "checker.py"], cwd=folder / "open", capture_output=True)
    assert alone.returncode == 0, alone.stdout.decode()
    other = dure("replay", bundle, "--sealed", "0" * 64)
    assert other.code == 1
    assert "not those of which that hash was sealed" in other.err + other.out


def test_a_mix_with_votes_is_exact(world):
    folder, programme, made = world
    out = folder / "d.csv"
    done("select", programme, "final", made["final"][0], "-o", out, "--seed", SEED)
    header, *rows = read_csv(out)
    scores = {row[0]: row[header.index("score")] for row in rows}
    # Five ballots count, one vote each: A0 1, A1 2, A2 2, A3 0. A1: 71 * 0.6 + 40 * 0.4 = 58.6
    assert scores == {"A0": "50.000", "A1": "58.600", "A2": "59.200", "A3": "43.800"}


def test_a_bundle_whose_ballots_were_changed_and_sealed_anew_is_found(world):
    folder, programme, made = world
    source, ballots, sealed = made["vote"]
    bundle, forged = folder / "b.zip", folder / "forged.zip"
    done(
        "bundle",
        programme,
        "vote",
        source,
        "-o",
        bundle,
        "--seed",
        SEED,
        "--ballots",
        ballots,
        "--sealed",
        sealed,
    )
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["ballots.csv"] = members["ballots.csv"].replace(b"A2;A3", b"A0;A3")
    manifest = json.loads(members["manifest.json"])
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    said = dure("replay", forged)
    assert said.code == 1
    assert "ballots.csv is not the file that was published" in said.err + said.out
    assert "has not the hash of its choices and salt" in said.err + said.out
    # Without the ballots the manifest's seal stands alone: no bundle.
    with zipfile.ZipFile(forged, "w") as archive:
        for name in members.keys() - {"ballots.csv"}:
            archive.writestr(name, members[name])
    assert "sealed" in manifest
    assert any("this is not a readable bundle" in line for line in refused("replay", forged))


def test_votes_that_are_none_and_points_that_they_do_not_make_are_refused(world):
    folder, programme, made = world
    header, *rows = read_csv(made["vote"][0])
    bad = write_csv(folder / "bad.csv", [header, ["A0", *rows[0][1:2], "many", "naru"], *rows[1:]])
    (said,) = refused("select", programme, "vote", bad, "-o", folder / "x.csv", "--seed", SEED)
    assert "application A0, votes: “many” is no whole number of votes" in said
    header, *rows = read_csv(made["final"][0])
    bad = write_csv(folder / "bad.csv", [[*header, "part.vote"], *([*row, "10"] for row in rows)])
    said = refused("select", programme, "final", bad, "-o", folder / "x.csv", "--seed", SEED)
    assert "application A0 has 10.000 points of votes, but the votes make 20.000" in said[0]
    assert not (folder / "x.csv").exists()


def test_ballots_and_their_hash_go_together(world):
    folder, programme, made = world
    source, ballots, _ = made["vote"]
    out = folder / "d.csv"
    done("select", programme, "vote", source, "-o", out, "--seed", SEED)
    (said,) = refused("verify", programme, "vote", source, out, "--seed", SEED, "--ballots", ballots)
    assert "--ballots and --sealed go together" in said


def test_without_a_seed_equal_votes_are_named(world):
    folder, programme, made = world
    said = refused("select", programme, "vote", made["vote"][0], "-o", folder / "x.csv")
    assert "A1 and A2 have the same number of votes (3): give a --seed to break ties" in said[0]
