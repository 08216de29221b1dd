"""A column ``reviews``: scores are made of it, proved, published and repeated; what differs is found out."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile

import pytest
from tests.files.commands import business_no, done, dure, read_csv, refused, write_csv

from dure.engine.review.of_stage import read_reviews, scores_of_stage
from dure.engine.selection.plan import score_text
from dure.library import library_bytes

SEED = "공개 추첨"
HEADER = ["application_no", "business_no", "executor", "reviews"]


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture(scope="module", params=["adjusted", "mean", "trimmed_mean"])
def world(request, tmp_path_factory):
    """Return a folder, the programme with its way of combining, and applications with five reviews each."""
    folder = tmp_path_factory.mktemp(request.param)
    raw = library_bytes("tops-2025")
    assert raw.count(b"combine: mean") == 1
    programme = folder / "programme.yaml"
    programme.write_bytes(raw.replace(b"combine: mean", b"combine: " + request.param.encode()))
    draw = random.Random(5)  # noqa: S311
    severity = {f"r{n}": draw.randrange(-9000, 9000) for n in range(9)}
    rows = [HEADER]
    for n in range(45):
        level = draw.randrange(40_000, 80_000)
        given = {
            who: level + severity[who] + draw.randrange(-4000, 4000)
            for who in draw.sample(sorted(severity), 5)
        }
        text = ";".join(f"{who}={score_text(score)}" for who, score in given.items())
        rows.append([f"A{n:02}", business_no(n + 1), "acorn", text])
    source = write_csv(folder / "applications.csv", rows)
    done("select", programme, "champion", source, "-o", folder / "d.csv", "--seed", SEED)
    return request.param, programme, folder, rows


def decided(folder):
    header, *rows = read_csv(folder / "d.csv")
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_scores_are_those_that_the_reviews_make(world):
    way, _, folder, rows = world
    made = scores_of_stage({row[0]: read_reviews(row[3]) for row in rows[1:]}, way)
    told = {row["application_no"]: row["score"] for row in decided(folder)}
    assert told == {number: score_text(score) for number, score in made.items()}
    assert sum(row["decision"] == "selected" for row in decided(folder)) == 30


def test_the_decisions_are_proved_and_the_bundle_repeats_with_python_alone(world, tmp_path):
    _, programme, folder, _ = world
    args = ("verify", programme, "champion", folder / "applications.csv", folder / "d.csv", "--seed", SEED)
    assert "proved" in done(*args).out
    bundle = tmp_path / "b.zip"
    done("bundle", programme, "champion", folder / "applications.csv", "-o", bundle, "--seed", SEED)
    assert "45 decisions are the same" in done("replay", bundle).out
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "open")
    alone = subprocess.run([sys.executable, "-I", "checker.py"], cwd=tmp_path / "open", capture_output=True)
    assert alone.returncode == 0, alone.stdout.decode()
    published = tmp_path / "open" / "applications.csv"
    text = published.read_text("utf-8-sig")
    number, choices, executor, score, *_ = text.splitlines()[1].split(",")
    before = f"{number},{choices},{executor},"
    published.write_text(text.replace(f"{before}{score}", f"{before}1.000", 1), "utf-8-sig")
    changed = subprocess.run([sys.executable, "-I", "checker.py"], cwd=tmp_path / "open", capture_output=True)
    assert changed.returncode == 1
    assert (
        f"{number}: score_not_of_reviews: score is 1.000; the reviews make {score}" in changed.stdout.decode()
    )


def test_a_score_that_says_something_else_and_cells_that_are_no_reviews_are_refused(world, tmp_path):
    _, programme, _, rows = world
    beside = write_csv(tmp_path / "a.csv", [[*HEADER, "score"], *([*row, "1"] for row in rows[1:])])
    said = "\n".join(
        refused("select", programme, "champion", beside, "-o", tmp_path / "d.csv", "--seed", SEED)
    )
    assert "application A00 has the score 1.000, but its reviews make" in said
    bad = write_csv(tmp_path / "b.csv", [HEADER, [*rows[1][:3], "r1=85;r1=86"], *rows[2:]])
    said = "\n".join(refused("select", programme, "champion", bad, "-o", tmp_path / "d.csv", "--seed", SEED))
    assert "application A00, reviews: “r1=85;r1=86” is not a list such as" in said
    assert not (tmp_path / "d.csv").exists()


def test_decisions_by_other_scores_are_not_proved(world, tmp_path):
    _, programme, folder, rows = world
    without = write_csv(
        tmp_path / "a.csv", [[*HEADER[:3], "score"], *([*row[:3], str(n)] for n, row in enumerate(rows[1:]))]
    )
    done("select", programme, "champion", without, "-o", tmp_path / "d.csv", "--seed", SEED)
    found = dure(
        "verify", programme, "champion", folder / "applications.csv", tmp_path / "d.csv", "--seed", SEED
    )
    assert found.code == 1


def test_reviewers_whom_nothing_links_are_named(tmp_path):
    programme = tmp_path / "programme.yaml"
    programme.write_bytes(library_bytes("tops-2025").replace(b"combine: mean", b"combine: adjusted"))
    rows = [HEADER, ["A", business_no(1), "acorn", "r1=80;r2=70"], ["B", business_no(2), "acorn", "r3=80"]]
    source = write_csv(tmp_path / "a.csv", rows)
    said = "\n".join(
        refused("select", programme, "champion", source, "-o", tmp_path / "d.csv", "--seed", SEED)
    )
    assert "no case links the reviewers r1, r2 (1 cases) to the others" in said
    assert "no case links the reviewers r3 (1 cases) to the others" in said
