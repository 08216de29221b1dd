"""Ways of choosing without scores, and mixed scores, from files: selected, proved, published and repeated."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile

import pytest
from tests.files.commands import business_no, done, dure, read_csv, refused, write_csv

SEED = "공개 추첨"
COMMITMENT = hashlib.sha256(SEED.encode()).hexdigest()
PROGRAMME = """\
id: ways-2025
system: 1
year: 2025
title: {ko: 시험 사업, en: Trial}
summary: {ko: 시험입니다., en: A trial.}
agency: {ko: 기관, en: Agency}
window: {opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}
reference_day: 2025-03-18
executors:
  - {id: naru, name: {ko: 나루, en: Naru}}
  - {id: dasom, name: {ko: 다솜, en: Dasom}}
entry: [application, nomination]
questions:
  - {id: shops, kind: number, title: {ko: 점포 수, en: Shops}}
eligibility:
  - {id: known, rule: "employees < 10", reason: {ko: 작은 업체, en: Small}}
stages:
"""
STAGE = """\
  - id: {way}
    title: {{ko: 단계, en: Stage}}
    quota: {{total: 4, per_executor: 2}}
    chosen_by: {way}
    tie_break: {{commitment: sha256}}
"""
RESERVES = "    reserve_length: 2\n"
SCORES = """\
    scores:
      - {source: panel, weight_bp: 5000}
      - {source: executor, weight_bp: 3000}
      - {source: data, field: annual_sales, weight_bp: 2000, scale: {none_at: 100000000, full_at: 500000000}}
"""
OVER_ALL = """\
  - id: last
    title: {ko: 마지막, en: Last}
    quota: {total: 2}
    over: all
    chosen_by: mix
    scores:
      - {source: earlier_stage, stage: mix, weight_bp: 4000}
      - {source: data, field: answer.shops, weight_bp: 6000, scale: {none_at: 9, full_at: 0}}
"""
HEADER = ["application_no", "business_no", "choices", "received_at", "nominations", "part.panel",
          "part.executor.naru", "part.executor.dasom", "annual_sales"]  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Return the programme with a stage of every way, and ten applications that bring all that they need."""
    folder = tmp_path_factory.mktemp("ways")
    programme = folder / "programme.yaml"
    stages = [
        STAGE.format(way=way) + (SCORES if way == "mix" else "") + ("" if way == "entitlement" else RESERVES)
        for way in ("lot", "first_come", "entitlement", "nomination", "mix")
    ]
    programme.write_text(PROGRAMME + "".join(stages) + OVER_ALL, "utf-8")
    rows = [HEADER]
    for n in range(10):
        rows.append(
            [
                f"A{n}",
                business_no(n + 1),
                ("naru;dasom", "dasom;naru", "naru")[n % 3],
                f"2025-03-18T0{9 - n}:00:00.00000{n}+09:00",
                f"naru={n // 2 + 1};dasom={10 - n}" if n < 8 else "",
                f"{60 + n}.005",
                str(50 + 3 * n),
                "" if n == 4 else str(90 - n),
                str(100_000_000 + 60_000_000 * n),
            ]
        )
    return programme, folder, write_csv(folder / "applications.csv", rows)


def decided(path):
    header, *rows = read_csv(path)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def selected(path):
    return {n for n, row in decided(path).items() if row["decision"] == "selected"}


EXPECTED = {
    "first_come": {"A9", "A8", "A7", "A6"},
    "entitlement": {f"A{n}" for n in range(10)},
}


@pytest.mark.parametrize("way", ["lot", "first_come", "entitlement", "nomination", "mix"])
def test_every_way_is_selected_proved_bundled_and_repeated_with_python_alone(world, way, tmp_path):
    programme, _, source = world
    out = tmp_path / "d.csv"
    done("select", programme, way, source, "-o", out, "--seed", SEED)
    if way in EXPECTED:
        assert selected(out) == EXPECTED[way]
    else:
        assert len(selected(out)) == 4
    committed = ("--seed", SEED, "--commitment", COMMITMENT)
    assert "proved" in done("verify", programme, way, source, out, *committed).out
    bundle = tmp_path / "b.zip"
    done("bundle", programme, way, source, "-o", bundle, *committed)
    assert "10 decisions are the same" in done("replay", bundle, "--commitment", COMMITMENT).out
    other = dure("replay", bundle, "--commitment", "0" * 64)
    assert other.code == 1
    assert "The seed is not the one whose SHA-256 was published" in other.err + other.out
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "open")
    alone = subprocess.run([sys.executable, "-I", "checker.py"], cwd=tmp_path / "open", capture_output=True)
    assert alone.returncode == 0, alone.stdout.decode()
    # What was published is a file of applications too, without anything of the merchants.
    published = tmp_path / "open" / "applications.csv"
    assert "annual_sales" not in read_csv(published)[0]
    done("select", programme, way, published, "-o", tmp_path / "again.csv", "--seed", SEED)
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


def test_a_lot_needs_a_seed_and_the_lowest_hashes_have_the_places(world, tmp_path):
    programme, _, source = world
    out = tmp_path / "d.csv"
    (said,) = refused("select", programme, "lot", source, "-o", out)
    assert "a lot is drawn with a seed" in said
    assert not out.exists()
    done("select", programme, "lot", source, "-o", out, "--seed", SEED)
    drawn = sorted(decided(out), key=lambda n: hashlib.sha256(f"{SEED}\n{n}".encode()).hexdigest())
    at_naru = [row for row in decided(out).values() if row["executor"] == "naru" and row["rank"]]
    assert [row["application_no"] for row in sorted(at_naru, key=lambda row: int(row["rank"]))] == [
        n for n in drawn if n in {row["application_no"] for row in at_naru}
    ]


def test_a_mixed_score_is_exact_and_one_that_its_parts_do_not_make_is_refused(world, tmp_path):
    programme, _, source = world
    out = tmp_path / "d.csv"
    done("select", programme, "mix", source, "-o", out, "--seed", SEED)
    # A1 at dasom: 61.005 * 0.5 + 89 * 0.3 + 15 * 0.2 = 30.5025 + 26.7 + 3 = 60.2025, half up 60.203
    assert (decided(out)["A1"]["executor"], decided(out)["A1"]["score"]) == ("dasom", "60.203")
    header, *rows = read_csv(source)
    wrong = write_csv(
        tmp_path / "wrong.csv",
        [[*header, "score.naru", "score.dasom"], *([*row, "50.000", ""] for row in rows)],
    )
    said = refused("select", programme, "mix", wrong, "-o", tmp_path / "x.csv", "--seed", SEED)
    assert any("application A0 has the score 50.000, but its parts make 45.003" in line for line in said)
    assert not (tmp_path / "x.csv").exists()


def test_a_score_is_carried_over_by_its_weight_and_an_answer_counts(world, tmp_path):
    programme, _, _ = world
    rows = [
        ["application_no", "business_no", "executor", "part.earlier_stage.mix", "answer.shops"],
        ["A", business_no(1), "naru", "80.005", "3"],
        ["B", business_no(2), "dasom", "90", "12"],
        ["C", business_no(3), "naru", "70", ""],
    ]
    source = write_csv(tmp_path / "a.csv", rows)
    done("select", programme, "last", source, "-o", tmp_path / "d.csv", "--seed", SEED)
    # A: 32.002 + (3 - 9) * 100 / (0 - 9) = 66.667 * 0.6 = 40.0002; B: 36 + 0; C: not known
    assert {n: (row["score"], row["decision"]) for n, row in decided(tmp_path / "d.csv").items()} == {
        "A": ("72.002", "selected"),
        "B": ("36.000", "selected"),
        "C": ("", "not_selected"),
    }


@pytest.mark.parametrize(
    ("way", "column", "cell", "says"),
    [
        (
            "first_come",
            3,
            "2025-03-18 09:00",
            "application A0, received_at: “2025-03-18 09:00” is no instant",
        ),
        ("nomination", 4, "walnut=1", "application A0, nominations: “walnut=1” is not a list"),
        ("mix", 5, "100.5", "“100.5” is not between 0 and 100"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(world, way, column, cell, says, tmp_path):
    programme, _, source = world
    rows = read_csv(source)
    rows[1][column] = cell
    bad = write_csv(tmp_path / "bad.csv", rows)
    said = refused("select", programme, way, bad, "-o", tmp_path / "d.csv", "--seed", SEED)
    assert says in said[0]
    assert not (tmp_path / "d.csv").exists()
