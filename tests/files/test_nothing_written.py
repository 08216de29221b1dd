"""Exit 2 leaves everything as it was: no OUT, no half of one, no scratch file; and any names of files."""

from __future__ import annotations

import shutil

import pytest
from tests.files.commands import FIRST, done, dure, read_csv, refused, write_csv, write_xlsx

GOOD_ROWS = [["business_no", "memo"], [FIRST, "x"]]


@pytest.fixture
def folder(tmp_path):
    write_csv(tmp_path / "in.csv", GOOD_ROWS)
    write_xlsx(tmp_path / "in.xlsx", GOOD_ROWS)
    write_csv(tmp_path / "bad.csv", [["business_no"], ["1"]])
    write_csv(tmp_path / "ragged.csv", [["business_no", "memo"], [FIRST]])
    write_csv(tmp_path / "long.csv", [["business_no", "memo"], [FIRST, "x" * 40_000]])
    write_csv(tmp_path / "applications.csv", [["application_no", "choices", "score"], ["1", "nobody", "1"]])
    (tmp_path / "folder.csv").mkdir()
    for name in ("out.csv", "out.xlsx", "out.parquet", "apart.csv", "out.zip"):
        (tmp_path / name).write_text("as it was")
    return tmp_path


def _state(folder):
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


REFUSED = [
    ("screen tops-2025 bad.csv -o out.csv", "row 2, column business_no"),
    ("screen tops-2025 bad.csv -o out.xlsx", "row 2, column business_no"),
    ("screen tops-2025 bad.csv -o out.parquet", "row 2, column business_no"),
    ("screen tops-2025 ragged.csv -o out.csv --bad-rows apart.csv", "row 2 has 1 cells"),
    ("screen tops-2025 long.csv -o out.xlsx --bad-rows apart.csv", "row 2 has a longer one"),
    ("screen tops-2025 in.csv -o out.csv --as-of 2015-12-31", "small_enterprise_sales_ceiling"),
    ("screen tops-2025 missing.csv -o out.csv", "missing.csv: there is no such file"),
    ("screen tops-2025 folder.csv -o out.csv", "folder.csv: this is a folder, not a file"),
    ("screen tops-2025 in.csv -o folder.csv", "folder.csv: this is a folder, not a file"),
    ("screen tops-2025 in.csv -o nowhere/out.csv", "nowhere: there is no such folder, or it cannot"),
    ("screen tops-2025 in.csv -o out.txt", "out.txt: the ending .txt is not known; use .csv, .xlsx or"),
    ("screen tops-2025 in.csv -o out", "out: the ending — is not known"),
    ("screen tops-2025 in.pdf -o out.csv", "in.pdf: there is no such file"),
    ("screen tops-2025 in.csv -o out.csv --bad-rows apart.txt", "the ending .txt is not known"),
    ("screen tops-2025 in.csv -o in.csv", "in.csv: this file is read or written by the same command"),
    ("screen tops-2025 in.csv -o ./folder.csv/../in.csv", "in.csv: this file is read or written by the same"),
    ("screen tops-2025 in.csv -o out.csv --bad-rows out.csv", "out.csv: this file is read or written by the"),
    ("screen tops-2025 in.csv -o new.csv --bad-rows new.csv", "new.csv: this file is read or written by the"),
    ("screen tops-2025 in.csv -o out.csv --bad-rows in.csv", "in.csv: this file is read or written by the"),
    ("screen tops-2024 in.csv -o out.csv", "did you mean “tops-2025”?"),
    ("screen in.csv in.csv -o out.csv", "in.csv:1:1: "),
    ("screen tops-2025 in.csv -o out.csv --engine spark", "--engine spark needs pyspark: install"),
    ("screen tops-2025 in.csv -o out.csv --master local", "--master and --shared belong to --engine spark"),
    ("screen tops-2025 in.csv -o out.csv --engine other", "'other' is not among 'duckdb', 'spark'"),
    ("screen tops-2025 in.csv", "these are missing: -o/--out"),
    ("select tops-2025 consult applications.csv -o out.csv", "there is no executor “nobody”"),
    ("select tops-2025 consult applications.csv -o out.xlsx", "there is no executor “nobody”"),
    ("select tops-2025 consult in.csv -o out.parquet", "the column application_no (접수번호) is missing"),
    ("select tops-2025 nothing applications.csv -o out.csv", "has no stage “nothing”"),
    ("select tops-2025 consult applications.csv -o applications.csv", "this file is read or written by"),
    ("bundle tops-2025 consult applications.csv -o out.zip", "there is no executor “nobody”"),
    ("bundle tops-2025 consult applications.csv -o out.csv", "out.csv: the name of a bundle ends in .zip"),
    ("replay out.zip", "out.zip: this is not a readable bundle"),
    ("verify tops-2025 consult applications.csv missing.csv", "missing.csv: there is no such file"),
    ("explain tops-2025 in.csv 1248100998", "no good row has the business number asked for"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "said"), REFUSED, ids=[command for command, _ in REFUSED])
def test_a_command_that_could_not_be_done_changes_nothing(folder, monkeypatch, command, said):
    monkeypatch.chdir(folder)
    before = _state(folder)
    assert said in "\n".join(refused(*command.split()))
    assert _state(folder) == before


def test_a_break_down_is_exit_2_and_changes_nothing(folder, monkeypatch):
    def broken(*args, **kwargs):
        raise MemoryError("no room")

    monkeypatch.chdir(folder)
    monkeypatch.setattr("dure.files.screening.write_query", broken)
    before = _state(folder)
    (line,) = refused("screen", "tops-2025", "in.csv", "-o", "out.csv", "--bad-rows", "apart.csv")
    assert line.startswith("it could not be done: MemoryError: no room")
    assert _state(folder) == before


def test_a_full_disk_is_exit_2(folder, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(folder)
    monkeypatch.setattr(shutil, "copyfileobj", full)
    before = _state(folder)
    (line,) = refused("screen", "tops-2025", "in.csv", "-o", "out.csv")
    assert "No space left on device" in line
    assert _state(folder) == before


def test_an_interrupt_leaves_no_file(folder, monkeypatch):
    def stopped(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.chdir(folder)
    monkeypatch.setattr("dure.files.screening.write_query", stopped)
    before = _state(folder)
    said = dure("screen", "tops-2025", "in.csv", "-o", "out.csv")
    assert (said.code, said.err) == (130, "stopped; nothing was written\n")
    assert _state(folder) == before


NAMES = [
    "신청자 명단 (최종)", "it's “quoted” \"name\"", "m[1]", "all*", "who?", "a{b,c}", "x$HOME;y",
    "back\\slash",    "-o", "가" * 80, " spaces ", "100%", "#1", "key=value", "UPPER",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_may_be_any(tmp_path, name):
    # Files that a pattern would find stand beside it, and must not be read.
    for other in ("m1", "allofthem", "whox", "ab", "ac"):
        (tmp_path / f"{other}.csv").write_text("not to be read")
        (tmp_path / f"{other} 결과.parquet").write_text("not to be read")
    ending = "CSV" if name == "UPPER" else "csv"
    source, out = write_csv(tmp_path / f"{name}.{ending}", GOOD_ROWS), tmp_path / f"{name} 결과.parquet"
    done("screen", "tops-2025", source, "-o", out)
    done("screen", "tops-2025", out, "-o", tmp_path / "again.csv")
    assert read_csv(tmp_path / "again.csv")[1][-1] == "x"


def test_an_existing_out_is_replaced_whole(tmp_path):
    source = write_csv(tmp_path / "in.csv", GOOD_ROWS)
    out = tmp_path / "out.csv"
    out.write_text("old " * 10_000)
    done("screen", "tops-2025", source, "-o", out)
    assert len(read_csv(out)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
