"""The installed ``dure``: exit codes, streams and text as a shell sees them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.files.commands import FIRST, read_csv, write_csv

DURE = Path(sys.executable).with_name("dure")
pytestmark = pytest.mark.skipif(not DURE.exists(), reason="dure is not installed beside this Python")


def _run(folder, *words, **environ):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "DURE_"))}
    return subprocess.run(
        [str(DURE), *words], cwd=folder, capture_output=True, timeout=60, check=False, env=env | environ
    )


def test_screen_writes_its_file_and_says_so_on_standard_error(tmp_path):
    write_csv(tmp_path / "신청자 명단.csv", [["사업자등록번호", "=비고"], [FIRST, "-x"]], encoding="cp949")
    ran = _run(tmp_path, "screen", "tops-2025", "신청자 명단.csv", "-o", "결과.csv", LC_ALL="C")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert b"2025-03-18" in ran.stderr
    assert read_csv(tmp_path / "결과.csv")[1][0] == FIRST
    assert read_csv(tmp_path / "결과.csv")[1][-1] == "'-x"


def test_a_refusal_is_one_line_each_and_exit_2_whatever_the_locale(tmp_path):
    write_csv(tmp_path / "명단.csv", [["사업자등록번호"], ["1"], ["2"]])
    for locale in ("C", "C.UTF-8", "POSIX"):
        ran = _run(tmp_path, "screen", "tops-2025", "명단.csv", "-o", "o.csv", LC_ALL=locale)
        assert ran.returncode == 2
        lines = ran.stderr.decode().splitlines()
        assert [line.split(":")[1] for line in lines] == [
            " row 2, column 사업자등록번호",
            " row 3, column 사업자등록번호",
        ]
        assert b"Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["명단.csv"]


def test_no_is_exit_1(tmp_path):
    write_csv(tmp_path / "a.csv", [["application_no", "choices", "score"], ["1", "acorn", "9"]])
    assert _run(tmp_path, "select", "tops-2025", "consult", "a.csv", "-o", "d.csv").returncode == 0
    decisions = (tmp_path / "d.csv").read_text(encoding="utf-8").replace("selected", "reserve")
    (tmp_path / "d.csv").write_text(decisions, encoding="utf-8")
    assert _run(tmp_path, "verify", "tops-2025", "consult", "a.csv", "d.csv").returncode == 1


@pytest.mark.skipif(os.name != "posix", reason="a shell's pipe")
def test_a_reader_that_leaves_is_no_fault(tmp_path):
    shell = f"'{DURE}' show tops-2025 --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", shell], capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_no_command_prints_help_and_a_wrong_one_is_exit_2(tmp_path):
    ran = _run(tmp_path)
    assert ran.returncode == 0
    assert b"usage: dure" in ran.stdout
    assert _run(tmp_path, "scren").returncode == 2
    assert _run(tmp_path, "screen", "tops-2025").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_cannot_be_said_is_exit_2(tmp_path, unbuffered):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [str(DURE), "library"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
