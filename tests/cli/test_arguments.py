"""What argparse says, said in the reader's language; and files whose cells no commas set apart."""

from __future__ import annotations

import pytest
from tests.files.commands import dure, refused

KOREAN = (
    ("advise", "dure advise: 빠진 인자가 있습니다: MERCHANTS, BUSINESS_NO"),
    ("advise in.csv 1 --on", "dure advise: --on에 값이 필요합니다"),
    ("advise in.csv 1 --all --on 2025-01-01", "dure advise: --on과(와) --all은(는) 함께 쓸 수 없습니다"),
    ("simulate tops-2025 --population many", "dure simulate: --population: 'many'은(는) 정수가 아닙니다"),
    ("simulate tops-2025 in.csv --nope", "dure: 알 수 없는 인자입니다: --nope"),
    ("check tops-2025 --json=1", "dure check: --json에는 값을 쓰지 않습니다"),
    (
        "screen tops-2025 in.csv -o o.csv --engine other",
        "dure screen: --engine: 'other'은(는) 쓸 수 없습니다. 쓸 수 있는 값: 'duckdb', 'spark'",
    ),
)


@pytest.mark.parametrize(("command", "said"), KOREAN)
def test_what_is_wrong_with_a_command_is_said_in_korean(command, said):
    found = dure("--lang", "ko", *command.split())
    assert (found.code, found.out) == (2, "")
    assert found.lines[0].startswith("사용법: dure")
    assert found.lines[-1] == said


def test_the_help_has_korean_headings():
    said = dure("--lang", "ko", "screen", "--help").out
    assert said.startswith("사용법: dure screen")
    assert "\n인자:\n" in said
    assert "\n선택 인자:\n" in said
    assert "show this help" not in said


@pytest.mark.parametrize(("sign", "called"), [(";", "“;”"), ("\t", "tabs")])
def test_a_file_without_commas_says_what_sets_its_cells_apart(tmp_path, monkeypatch, sign, called):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text(f"business_no{sign}employees\n2208162517{sign}3\n")
    assert refused("--lang", "en", "screen", "tops-2025", "in.csv", "-o", "out.csv") == [
        f"in.csv: the cells are set apart by {called}; save the file with commas between them"
    ]
    assert not (tmp_path / "out.csv").exists()


def test_one_column_alone_is_no_fault(tmp_path):
    (tmp_path / "in.csv").write_text("business_no\n2208162517\n")
    found = dure("--lang", "en", "screen", "tops-2025", tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert (found.code, "set apart by" in found.err) == (0, False)
