"""The checker on its own: a citizen unzips a bundle and runs it with any Python."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.verification import example
from tests.engine.verification.large_case import write_bundle, write_manifest

from dure.engine.verification import checker


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    write_bundle(tmp_path, example.STAGE, example.applications(), example.decisions(), example.SEED)
    return tmp_path


def rewrite(folder: Path, name: str, old: str, new: str, *, vouched: bool = True) -> None:
    """Change a file of the bundle; vouched: the manifest is made to fit."""
    path = folder / name
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    if vouched and name != "manifest.json":
        write_manifest(folder, "consult", example.SEED)


def test_plain_python_in_the_unzipped_folder_proves_it(bundle: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "checker.py"], cwd=bundle, capture_output=True, check=False
    )
    assert done.stderr == b""
    assert done.returncode == 0
    english, korean, *notes = done.stdout.decode("utf-8").splitlines()
    assert english.startswith("PROVED. Stage consult: 13 decisions, 8 selected.")
    assert korean.startswith("증명됨. consult 단계: 결정 13건, 선정 8건.")
    assert notes == list(checker.NOT_CHECKED["scores"])


def test_a_console_without_korean_does_not_stop_it(bundle: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "checker.py"],
        cwd=bundle,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b"PROVED.")


def test_each_fault_is_printed_with_its_application_and_code(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(bundle, "decisions.csv", "A01,selected,naru,1,", "A01,selected,naru,2,")
    assert checker.main([str(bundle)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "A01: rank_wrong: The rank is 2; it follows from the files that it is 1.",
        "NOT PROVED. Stage consult: 13 decisions, 1 faults (above).",
        "증명되지 않음. consult 단계: 결정 13건, 오류 1건(위 목록).",
    ]


def test_a_file_that_is_not_the_published_one_is_told(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(bundle, "applications.csv", "78.000", "78.0", vouched=False)
    assert checker.main([str(bundle)]) == 1
    assert capsys.readouterr().out.startswith("file_changed: applications.csv is not the file")


def test_further_files_of_the_manifest_are_checked_too(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / "programme.yaml").write_text("id: tops-2025\n", encoding="utf-8")
    write_manifest(bundle, "consult", example.SEED)
    assert checker.main([str(bundle)]) == 0
    (bundle / "programme.yaml").write_text("id: tops-2026\n", encoding="utf-8")
    assert checker.main([str(bundle)]) == 1
    assert "programme.yaml" in capsys.readouterr().out


def test_data_that_the_manifest_does_not_name_and_another_stage_are_faults(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["decisions.csv"]
    manifest["stage"] = "promote"
    (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert checker.main([str(bundle)]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert told[:2] == ["file_not_listed", "stage_differs"]


def test_the_guard_against_formulas_is_taken_off_and_quoted_cells_are_read(bundle: Path) -> None:
    applied, decided = example.applications(), example.decisions()
    for row in (applied[12], decided[12]):
        row["application_no"] = "'=A13"
    for row in applied:
        row["shop"] = 'two\nlines, "quoted"'
    write_bundle(bundle, example.STAGE, applied, sorted(decided, key=str), example.SEED)
    assert checker.main([str(bundle)]) == 0
    _, rows = checker.read_csv("applications.csv", (bundle / "applications.csv").read_bytes())
    assert rows[12]["application_no"] == "=A13"


@pytest.mark.parametrize(
    ("cell", "read"),
    [("'=1+1", "=1+1"), ("'-5", "-5"), ("'\tx", "\tx"), ("'abc", "'abc"), ("=1", "=1"), ("'", "'"), ("", "")],
)
def test_only_a_guard_is_taken_off(cell: str, read: str) -> None:
    assert checker.without_guard(cell) == read


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("manifest.json", "dure-bundle/1", "dure-bundle/2", "not of the format"),
        ("manifest.json", '"checker.py"', '"../checker.py"', "a file name that is not allowed"),
        ("manifest.json", '"checker.py"', '".."', "a file name that is not allowed"),
        ("manifest.json", '"checker.py"', '"c:x"', "a file name that is not allowed"),
        ("manifest.json", '"checker.py"', '"absent.txt"', "there is no such file"),
        ("manifest.json", '"2025"', "2025", "seed text or null"),
        ("manifest.json", "{", "[" * 100_000, "manifest.json"),
        ("stage.json", "{", "", "stage.json"),
        ("applications.csv", "choices", "chosen", "applications has no column choices"),
        ("decisions.csv", "cutoff", "reason", "two columns have the same name"),
        ("decisions.csv", "cutoff", "limit", "decisions has no column cutoff"),
        ("decisions.csv", "A01,", "A01,,", "line 2 has 10 cells, not 9"),
        ("applications.csv", "A01", '"A01"x', "applications.csv"),
    ],
)
def test_what_cannot_be_read_is_not_a_verdict(
    bundle: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, said: str
) -> None:
    rewrite(bundle, name, old, new)
    assert checker.main([str(bundle)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_file_that_is_missing_or_not_text_cannot_be_read(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / "decisions.csv").write_bytes(b"\xff\xfe\x00")
    assert checker.main([str(bundle)]) == 2
    (bundle / "decisions.csv").unlink()
    assert checker.main([str(bundle)]) == 2
    assert checker.main([str(bundle / "elsewhere")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_it_is_one_file_of_the_standard_library_in_the_syntax_of_python_3_9() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))
    nodes = list(ast.walk(tree))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)
