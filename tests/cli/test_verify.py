"""``dure verify``: proves what ``select`` decides, and finds every kind of tampering."""

from __future__ import annotations

import pytest
from tests.cli.applications import SEED, crowd, selected
from tests.files.commands import (
    done,
    dure,
    read_csv,
    refused,
    text_table,
    write_csv,
    write_parquet,
    write_xlsx,
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    selected(folder, crowd(), "promote", "--seed", SEED)
    return folder


@pytest.fixture(scope="module")
def rows(folder):
    return read_csv(folder / "decisions.csv")


def _verify(folder, decisions, *options, stage="promote"):
    options = options or ("--seed", SEED)
    return dure("verify", "tops-2025", stage, folder / "applications.csv", decisions, *options)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_its_own_decisions_are_proved_from_every_format(folder, ending):
    out = folder / f"own.{ending}"
    done("select", "tops-2025", "promote", folder / "applications.csv", "-o", out, "--seed", SEED)
    said = _verify(folder, out)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("proved: ")


def test_rows_are_compared_and_not_bytes(folder, rows, tmp_path):
    header, *cells = rows

    # another order of rows and columns, a column more, Korean headers, fewer decimals, blanks, numbers
    def changed(row):
        number = {header.index(n) for n in ("rank", "score", "cutoff", "reserve_rank")}
        cells = [float(c) if i in number and c else f" {c}" for i, c in enumerate(row)]
        return [*cells[::-1], "x"]

    korean = ["접수번호", "선정 결과", "수행기관", "순위", "점수", "배정구분", "커트라인", "예비순위", "사유"]
    table = [[*korean[::-1], "memo"], *(changed(row) for row in reversed(cells))]
    assert _verify(folder, write_xlsx(tmp_path / "d.xlsx", table)).code == 0
    typed = write_parquet(
        tmp_path / "d.parquet",
        "SELECT * REPLACE (CAST(rank AS DOUBLE) AS rank, CAST(score AS DOUBLE) AS score,"
        f" CAST(reserve_rank AS BIGINT) AS reserve_rank) FROM ({text_table(rows)})",
    )
    assert _verify(folder, typed).code == 0


def _of(rows, decision, column):
    """Return the place of the first row with a decision and the place of a column."""
    at = next(i for i, row in enumerate(rows) if row[1] == decision)
    return at, rows[0].index(column)


TAMPERED = {
    "decision": ("selected", "decision", "not_selected"),
    "promoted": ("reserve", "decision", "selected"),
    "unknown decision": ("selected", "decision", "chosen"),
    "executor": ("selected", "executor", "crane"),
    "unknown executor": ("selected", "executor", "naru"),
    "no executor": ("selected", "executor", ""),
    "rank": ("selected", "rank", "77"),
    "rank that is none": ("selected", "rank", "first"),
    "score": ("selected", "score", "99.999"),
    "score of others": ("reserve", "score", ""),
    "seat": ("selected", "seat", "youth"),
    "unknown seat": ("selected", "seat", "other"),
    "seat of nobody": ("reserve", "seat", "open"),
    "cutoff": ("selected", "cutoff", "1.000"),
    "no cutoff": ("reserve", "cutoff", ""),
    "reserve rank": ("reserve", "reserve_rank", "9"),
    "reserve rank of the selected": ("selected", "reserve_rank", "1"),
    "reason": ("selected", "reason", "set_aside:nothing"),
    "reason of others": ("not_selected", "reason", "no_score"),
    "number": ("selected", "application_no", "A0x"),
    "no number": ("reserve", "application_no", ""),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_a_changed_cell_is_found(folder, rows, tmp_path, kind):
    decision, column, value = TAMPERED[kind]
    changed = [list(row) for row in rows]
    at, place = _of(rows, decision, column)
    assert changed[at][place] != value
    changed[at][place] = value
    said = _verify(folder, write_csv(tmp_path / "d.csv", changed))
    assert said.code == 1, said
    assert said.out == ""
    assert said.lines[-1] == "not proved: the decisions do not follow from the files"
    if column != "application_no":
        assert any(line.startswith(f"{rows[at][0]}: ") for line in said.lines), said.lines


def test_rows_missing_doubled_or_too_many_are_found(folder, rows, tmp_path):
    for name, changed, sentence in (
        ("missing", rows[:-1], f"{rows[-1][0]}: There is no decision on this application."),
        ("doubled", [*rows, rows[5]], f"{rows[5][0]}: There is more than one decision on this application"),
        ("extra", [*rows, ["B1", *rows[5][1:]]], "B1: There is a decision, but no such application."),
        ("none", rows[:1], "There is no decision on this application."),
    ):
        said = _verify(folder, write_csv(tmp_path / f"{name}.csv", changed))
        assert said.code == 1, name
        assert any(sentence in line for line in said.lines), (name, said.lines)


def test_two_people_who_changed_places_are_found(folder, rows, tmp_path):
    changed = [list(row) for row in rows]
    (one, _), (other, _) = _of(rows, "selected", "rank"), _of(rows, "not_selected", "rank")
    changed[one][0], changed[other][0] = changed[other][0], changed[one][0]
    assert _verify(folder, write_csv(tmp_path / "d.csv", changed)).code == 1


def test_another_stage_seed_or_none_is_not_proved(folder):
    assert _verify(folder, folder / "decisions.csv", stage="consult").code == 1
    assert _verify(folder, folder / "decisions.csv", "--lang", "en").code in (0, 1)


def test_a_draw_by_another_seed_is_not_proved(tmp_path):
    rows = [["application_no", "choices", "score"], *([f"N{i}", "acorn", "50"] for i in range(40))]
    selected(tmp_path, rows, "promote", "--seed", SEED)
    assert _verify(tmp_path, tmp_path / "decisions.csv").code == 0
    assert _verify(tmp_path, tmp_path / "decisions.csv", "--seed", "other").code == 1
    without = _verify(tmp_path, tmp_path / "decisions.csv", "--lang", "en")
    assert without.code == 1
    assert "there is no seed to decide" in without.err


def test_applications_that_nobody_could_decide_on_are_faults(folder, tmp_path):
    for rows in (
        [["1", "acorn", "90"], ["1", "otter", "80"]],
        [["1", "naru", "90"]],
        [["1", "acorn;acorn", "90"]],
        [["1", "acorn", "ninety"]],
        [["1", "acorn", "100.5"]],
        [["", "acorn", "90"]],
    ):
        write_csv(tmp_path / "applications.csv", [["application_no", "choices", "score"], *rows])
        said = _verify(tmp_path, folder / "decisions.csv")
        assert said.code == 1, rows


def test_only_what_cannot_be_read_or_lacks_a_column_is_exit_2(folder, rows, tmp_path):
    verify = ("verify", "tops-2025", "promote", folder / "applications.csv")
    for place, name in enumerate(rows[0]):
        lacking = [[*row[:place], *row[place + 1 :]] for row in rows]
        (line,) = refused(*verify, write_csv(tmp_path / "d.csv", lacking), "--seed", SEED)
        assert line.startswith(f"d.csv: the column {name} (")
        assert line.endswith(") is missing")
    (tmp_path / "d.csv").write_text("")
    assert refused(*verify, tmp_path / "d.csv") == ["d.csv: the first row must hold the column names"]
    (tmp_path / "d.parquet").write_text("x")
    assert refused(*verify, tmp_path / "d.parquet") == ["d.parquet: the parquet file cannot be read"]
    assert refused(*verify, tmp_path / "nothing.csv")[0].endswith("nothing.csv: there is no such file")
    lacking = write_csv(tmp_path / "a.csv", [["application_no", "score"], ["1", "1"]])
    (line,) = refused("verify", "tops-2025", "promote", lacking, folder / "decisions.csv")
    assert line == "a.csv: the column choices (희망수행기관) is missing"


def test_many_faults_are_counted_and_the_first_listed(tmp_path):
    rows = [["application_no", "choices", "score"], *([f"N{i}", "acorn", str(i / 10)] for i in range(250))]
    selected(tmp_path, rows, "consult")
    decisions = [[*row[:3], "999", *row[4:]] for row in read_csv(tmp_path / "decisions.csv")]
    decisions[0][3] = "rank"
    said = _verify(tmp_path, write_csv(tmp_path / "d.csv", decisions), stage="consult")
    assert said.code == 1
    assert len(said.lines) == 202
    assert "250" in said.lines[-2]
