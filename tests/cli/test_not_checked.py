"""What a bundle does not bring is a fault where the file demands it, and is said where it may be missing."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest
from tests.files.commands import done, dure, refused, write_csv

from dure.engine.selection.ballots import COLUMNS, Ballot, opened_rows, sealed_hash
from dure.files.decisions import csv_bytes

HEAD = """\
id: proved-2025
system: 1
year: 2025
title: {ko: 시험 사업, en: Trial}
window: {opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}
reference_day: 2025-03-18
executors: [{id: naru, name: {ko: 나루, en: Naru}}]
eligibility:
  - {id: known, rule: "employees < 10", reason: {ko: 작은 업체, en: Small}}
"""
PANEL = """\
rubrics: [{id: sheet, title: {ko: 표, en: Sheet}, items: [{id: p, weight_bp: 10000, title: {ko: 품, en: P}}]}]
reviews: [{id: r, stage: s, rubric: sheet, reviewers_each: 2, title: {ko: 평가, en: Review}}]
"""
STAGE = "stages:\n  - {id: s, title: {ko: 추천, en: Stage}, quota: {total: 1}, over: all, %s}\n"
VOTE = (
    'chosen_by: vote, vote: {opens_at: "2025-06-01T00:00:00+09:00", closes_at: "2025-06-05T00:00:00+09:00"}'
)
CAST = [Ballot((choice,), f"{n:032x}") for n, choice in enumerate("AAABB")]
SEALED = sealed_hash(one.hash_in("proved-2025", "s") for one in CAST)
NO_BALLOTS = (
    "warning: stage s: not checked: the votes are taken as they stand, for there are no ballots to count"
)
NO_REVIEWS = (
    "warning: stage s: not checked: the scores are taken as they stand, for what each reviewer gave is not"
    " there to make them of (mean)"
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


def programme(folder, stage, before=""):
    path = folder / "p.yaml"
    path.write_text(HEAD + before + STAGE % stage, "utf-8")
    return path


def bundled(folder, file, rows, *more):
    """Return the members of the bundle of some applications."""
    source = write_csv(folder / "a.csv", rows)
    done("bundle", file, "s", source, "-o", folder / "b.zip", *more)
    with zipfile.ZipFile(folder / "b.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forged(folder, members, **changed):
    """Write members as a bundle of which the manifest vouches for every file."""
    members = members | {f"{name}.csv": content for name, content in changed.items()}
    manifest = json.loads(members["manifest.json"])
    manifest["files"] = {name: hashlib.sha256(members[name]).hexdigest() for name in manifest["files"]}
    members["manifest.json"] = json.dumps(manifest, ensure_ascii=False).encode()
    path = folder / "forged.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def alone(bundle, folder):
    """Run the checker of a bundle with Python alone."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder / "open")
    ran = subprocess.run([sys.executable, "-I", "checker.py"], cwd=folder / "open", capture_output=True)
    return ran.returncode, ran.stdout.decode()


def ballots(folder):
    path = folder / "ballots.csv"
    path.write_bytes(csv_bytes(COLUMNS, opened_rows("proved-2025", "s", CAST)))
    return "--ballots", path, "--sealed", SEALED


VOTES = [["application_no", "executor", "votes"], ["A", "", "3"], ["B", "", "2"]]
OTHERS = (
    "application_no,decision,executor,rank,score,seat,cutoff,reserve_rank,reason\n"
    "{first}B,selected,,1,,open,,,open\n"
)


def test_the_winner_of_a_vote_can_be_neither_emptied_nor_left_out(tmp_path):
    members = bundled(tmp_path, programme(tmp_path, VOTE), VOTES, *ballots(tmp_path))
    assert done("replay", tmp_path / "b.zip", "--sealed", SEALED).lines == []
    empty = forged(
        tmp_path,
        members,
        applications=members["applications.csv"].replace(b"A,,,3", b"A,,,"),
        decisions=b"\xef\xbb\xbf" + OTHERS.format(first="A,not_selected,,,,,,,no_candidate\n").encode(),
    )
    said = dure("replay", empty, "--sealed", SEALED)
    assert (said.code, said.lines[1:]) == (
        1,
        ["A: votes is empty; the ballots make 3.", "not proved: the decisions do not follow from the files"],
    )
    assert alone(empty, tmp_path)[0] == 1
    gone = forged(
        tmp_path,
        members,
        applications=members["applications.csv"].replace(b"A,,,3\n", b""),
        decisions=b"\xef\xbb\xbf" + OTHERS.format(first="").encode(),
    )
    said = dure("replay", gone, "--sealed", SEALED)
    assert (said.code, said.lines) == (
        1,
        [
            "A: 3 ballots name this candidate, who is neither among the applications nor said to have left"
            " before the decision.",
            "not proved: the decisions do not follow from the files",
        ],
    )
    code, out = alone(gone, tmp_path)
    assert (code, out.splitlines()[0].partition(":")[2][:19]) == (1, " candidate_missing:")


def test_a_candidate_who_left_is_told_with_the_votes(tmp_path):
    file, opened = programme(tmp_path, VOTE), ballots(tmp_path)
    source = write_csv(tmp_path / "b.csv", [VOTES[0], VOTES[2]])
    assert refused("bundle", file, "s", source, "-o", tmp_path / "x.zip", *opened)[0].startswith("3 ballots")
    bundled(tmp_path, file, [VOTES[0], VOTES[2]], *opened, "--left", "A")
    told = "as the manifest says, these candidates left before the decision: A; votes for them: 3"
    assert done("replay", tmp_path / "b.zip").lines == [f"warning: {told}"]
    code, out = alone(tmp_path / "b.zip", tmp_path)
    assert (code, out.splitlines()[2]) == (
        0,
        "NOTE: candidates who left before the decision, as the manifest says: A; their votes: 3.",
    )


def test_a_candidate_without_votes_cannot_be_emptied_unseen(tmp_path):
    """Who has 0 votes is a candidate: an empty cell is for those who are told to have come after the vote."""
    file, opened = programme(tmp_path, VOTE), ballots(tmp_path)
    members = bundled(tmp_path, file, [*VOTES, ["C", "", "0"]], *opened, "--late", "")
    assert json.loads(members["manifest.json"])["late"] == []
    assert done("replay", tmp_path / "b.zip").lines == []
    decisions = members["decisions.csv"].replace(
        b"C,not_selected,,3,,,,,behind:=3>1", b"C,not_selected,,,,,,,no_candidate"
    )
    assert decisions != members["decisions.csv"]
    applications = members["applications.csv"].replace(b"C,,,0", b"C,,,")
    empty = forged(tmp_path, members, applications=applications, decisions=decisions)
    said = dure("replay", empty)
    assert (said.code, said.lines[0]) == (
        1, "C: votes is empty, and nobody says that the application came only after the vote.",
    )  # fmt: skip
    code, out = alone(empty, tmp_path)
    assert code == 1
    assert "votes_emptied: C" in out or "C: votes_emptied" in out


def test_who_came_after_the_vote_is_named_and_has_no_votes(tmp_path):
    file, opened = programme(tmp_path, VOTE), ballots(tmp_path)
    rows = [*VOTES, ["C", "", ""]]
    source = write_csv(tmp_path / "c.csv", rows)
    wrong = refused("bundle", file, "s", source, "-o", tmp_path / "x.zip", *opened, "--late", "B;C")
    assert wrong[0] == "is said to have come only after the vote, and votes is 2."
    bundled(tmp_path, file, rows, *opened, "--late", "C")
    assert done("replay", tmp_path / "b.zip").lines == [
        "warning: as the manifest says, these came only after the vote and were no candidates: C"
    ]
    code, out = alone(tmp_path / "b.zip", tmp_path)
    assert (code, out.splitlines()[2]) == (
        0, "NOTE: no candidates, for they came only after the vote, as the manifest says: C.",
    )  # fmt: skip


def test_a_bundle_that_does_not_tell_who_came_late_still_replays_and_says_so(tmp_path):
    file, opened = programme(tmp_path, VOTE), ballots(tmp_path)
    members = bundled(tmp_path, file, [*VOTES, ["C", "", ""]], *opened)
    assert "late" not in json.loads(members["manifest.json"])
    assert done("replay", tmp_path / "b.zip").lines == [
        "warning: stage s: not checked: no votes stand beside C, and nobody says that they came only after"
        " the vote; give those who did as --late"
    ]


def test_votes_without_ballots_are_said_to_be_unchecked(tmp_path):
    file = programme(tmp_path, VOTE)
    bundled(tmp_path, file, VOTES)
    assert done("replay", tmp_path / "b.zip").lines == [NO_BALLOTS]
    strict = dure("replay", tmp_path / "b.zip", "--strict")
    assert (strict.code, strict.lines) == (1, [NO_BALLOTS])
    done("select", file, "s", tmp_path / "a.csv", "-o", tmp_path / "d.csv")
    assert done("verify", file, "s", tmp_path / "a.csv", tmp_path / "d.csv").lines == [NO_BALLOTS]
    code, out = alone(tmp_path / "b.zip", tmp_path)
    assert (code, out.splitlines()[2]) == (
        0,
        "NOT CHECKED: the votes are taken as they stand; the ballots are not in the bundle.",
    )


REVIEWS = [["application_no", "executor", "reviews"], ["A", "", "a=90;b=95"], ["B", "", "a=50;b=55"]]
SCORES = [["application_no", "executor", "score"], ["A", "", "50"], ["B", "", "95"]]


@pytest.mark.parametrize("rounds", [False, True], ids=["adjusted", "several rounds"])
def test_scores_that_reviews_alone_make_are_not_proved_without_them(tmp_path, rounds):
    panel = PANEL
    rows = REVIEWS
    stage = "chosen_by: panel, combine: adjusted"
    columns = "reviews"
    if rounds:
        stage = "chosen_by: panel, combine: mean"
        panel = PANEL.replace("reviews: [{id: r,", "reviews: [{id: q, weight_bp: 5000,").replace(
            "]\n", "]\n", 1
        )
        one = panel[panel.index("{id: q") : panel.rindex("]")]
        panel = panel.replace(one, f"{one}, {one.replace('id: q', 'id: r')}")
        rows = [["application_no", "executor", "reviews.q", "reviews.r"], *([*r, r[2]] for r in REVIEWS[1:])]
        columns = "reviews.q, reviews.r"
    file = programme(tmp_path, stage, panel)
    bundled(tmp_path, file, rows)
    assert done("replay", tmp_path / "b.zip").lines == []
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        honest = {name: archive.read(name) for name in archive.namelist()}
    missing = (
        "stage s: the reviews are missing: its scores are made of what each reviewer gave"
        f" ({columns}), and without that nobody can make them"
    )
    source = write_csv(tmp_path / "a.csv", SCORES)
    assert refused("bundle", file, "s", source, "-o", tmp_path / "x.zip") == [missing]
    done("select", file, "s", source, "-o", tmp_path / "d.csv")
    described = json.loads(honest["stage.json"])
    for key in ("combine", "rounds"):
        described.pop(key, None)
    without = honest | {"stage.json": json.dumps(described).encode()}
    path = forged(
        tmp_path,
        without,
        applications=b"application_no,choices,executor,score\nA,,,50.000\nB,,,95.000\n",
        decisions=(tmp_path / "d.csv").read_bytes(),
    )
    said = dure("replay", path)
    assert said.code == 1
    assert missing in said.lines
    assert "stage.json does not say what the programme file says" in said.lines
    code, out = alone(path, tmp_path)
    assert (code, out.splitlines()[2].partition(":")[0]) == (0, "NOT CHECKED")


def test_a_mean_may_be_handed_in_and_is_said_to_be_unchecked(tmp_path):
    file = programme(tmp_path, "chosen_by: panel, combine: mean", PANEL)
    bundled(tmp_path, file, SCORES)
    assert done("replay", tmp_path / "b.zip").lines == [NO_REVIEWS]
    bundled(tmp_path, file, REVIEWS)
    assert done("replay", tmp_path / "b.zip").lines == []


LOT = [["application_no", "executor"], ["A", ""], ["B", ""]]


def test_a_draw_without_the_hash_of_its_seed_is_not_proved(tmp_path):
    seed = "공개 추첨"
    file = programme(tmp_path, "chosen_by: lot, tie_break: {commitment: sha256}")
    published = hashlib.sha256(seed.encode()).hexdigest()
    bundled(tmp_path, file, LOT, "--seed", seed, "--commitment", published)
    assert done("replay", tmp_path / "b.zip").lines == []
    assert alone(tmp_path / "b.zip", tmp_path)[0] == 0
    bundled(tmp_path, file, LOT, "--seed", seed)
    missing = (
        "stage s: the hash of the seed is published before the draw, and it is not in the bundle: nothing"
        " shows that the seed was not chosen afterwards; give the hash as --commitment"
    )
    said = dure("replay", tmp_path / "b.zip")
    assert (said.code, said.lines) == (
        1,
        [missing, "not proved: the decisions do not follow from the files"],
    )
    assert done("replay", tmp_path / "b.zip", "--commitment", published).lines == []
    code, out = alone(tmp_path / "b.zip", tmp_path)
    assert (code, out.splitlines()[0].partition(":")[0]) == (1, "commitment_missing")


def test_a_hash_that_no_order_hangs_on_is_missed_with_a_warning(tmp_path):
    file = programme(tmp_path, "chosen_by: score, tie_break: {commitment: sha256}")
    bundled(tmp_path, file, SCORES, "--seed", "s")
    (line,) = done("replay", tmp_path / "b.zip").lines
    assert line.startswith("warning: stage s: the hash of the seed is published before the draw")
    assert alone(tmp_path / "b.zip", tmp_path)[0] == 0


def test_where_there_is_no_executor_no_column_names_one(tmp_path):
    file = programme(tmp_path, "chosen_by: lot")
    file.write_text(
        file.read_text("utf-8").replace("[{id: naru, name: {ko: 나루, en: Naru}}]", "[]"), "utf-8"
    )
    with_one = bundled(tmp_path, file, LOT, "--seed", "s")
    without = bundled(tmp_path, file, [["application_no"], ["A"], ["B"]], "--seed", "s")
    assert without == with_one
    assert done("replay", tmp_path / "b.zip").lines == []


@pytest.mark.parametrize("entry", ["points", "left"])
def test_a_manifest_that_tells_what_the_stage_has_nothing_of_is_a_fault(tmp_path, entry):
    file = programme(tmp_path, "chosen_by: lot")
    members = bundled(tmp_path, file, LOT, "--seed", "s")
    manifest = json.loads(members["manifest.json"]) | {entry: ["A"]}
    members["manifest.json"] = json.dumps(manifest, ensure_ascii=False).encode()
    found = dure("replay", forged(tmp_path, members))
    assert found.code == 1
    assert f"manifest.json tells {entry}, and the stage has none" in found.out + found.err


def test_an_empty_seed_draws_no_lot(tmp_path):
    file = programme(tmp_path, "chosen_by: lot")
    source = write_csv(tmp_path / "a.csv", LOT)
    (line,) = refused("select", file, "s", source, "-o", tmp_path / "d.csv", "--seed", "")
    assert "a lot is drawn with a seed" in line
    assert not (tmp_path / "d.csv").exists()
