"""The built wheel in an empty environment: what an analyst gets with the base install and nothing else."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    ours = ("PYTHON", "DURE_", "VIRTUAL_ENV")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | {"DURE_LANG": "en"} | environ,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def _must(*command: str | Path, cwd: Path) -> str:
    done = _run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and the base requirements, and a folder outside the repository."""

    wheel: Path
    bin: Path
    folder: Path  # where commands run; its name has a space

    def dure(self, *arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        return _run(self.bin / "dure", *arguments, cwd=self.folder, **environ)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        return _run(self.bin / "python", "-c", code, cwd=self.folder)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    # Test processes share one environment: the first makes it, the others wait at the lock.
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "wheel"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _install(folder)
            (folder / "ready").touch()
    (wheel,) = (folder / "dist").glob("*.whl")
    return Installed(wheel, folder / "venv" / "bin", tmp_path_factory.mktemp("a folder"))


def _install(folder: Path) -> None:
    _must(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=ROOT)
    (wheel,) = (folder / "dist").glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    own_uv = ROOT / ".uv" / "bin" / "uv"
    uv = str(own_uv) if own_uv.exists() else shutil.which("uv")
    if uv:
        _must(uv, "venv", "-q", "--no-python-downloads", "--python", sys.executable, "venv", cwd=folder)
        install = [uv, "pip", "install", "--quiet", "--python", python]
    else:  # the way without make: README's plain commands
        _must(sys.executable, "-m", "venv", "venv", cwd=folder)
        install = [python, "-m", "pip", "install", "--quiet"]
    _must(*install, "--require-hashes", "-r", ROOT / "requirements" / "base.txt", cwd=folder)
    _must(*install, "--no-deps", wheel, cwd=folder)


def test_the_wheel_holds_the_compiled_messages_and_the_library(installed):
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert "dure/language/locale/ko/LC_MESSAGES/dure.mo" in names
    assert "dure/library/tops-2025.yaml" in names
    assert "dure/library/programme.schema.json" in names
    assert [name for name in names if not name.startswith(("dure/", "dure-"))] == []


def test_the_licence_travels_with_the_wheel(installed):
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert {name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_django_is_absent(installed):
    done = installed.python("import django")
    assert done.returncode == 1
    assert "No module named 'django'" in done.stderr


def test_the_version_is_that_of_the_wheel(installed):
    done = installed.dure("--version")
    assert done.returncode == 0
    assert done.stdout.split()[-1] == installed.wheel.name.split("-")[1]


def test_the_library_lists_tops_2025(installed):
    done = installed.dure("library", "--json")
    assert done.returncode == 0, done.stderr
    listed = {programme["id"]: programme for programme in json.loads(done.stdout)}
    assert listed["tops-2025"]["system"] == 1
    assert listed["tops-2025"]["year"] == 2025


def test_merchants_are_screened(installed):
    merchants = installed.folder / "merchants.csv"
    merchants.write_text(
        "business_no,name,ksic,employees,memo\n"
        "1234567891,Too many hands,47911,300,first\n"
        "2208162517,Nothing known,,,second\n",
        encoding="utf-8",
    )
    done = installed.dure("screen", "tops-2025", merchants, "-o", "out.csv")
    assert done.returncode == 0, done.stderr
    with (installed.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:5] == ["business_no", "verdict", "failed_rules", "unknown_rules", "missing_fields"]
    assert [(row["business_no"], row["verdict"], row["memo"]) for row in rows] == [
        ("1234567891", "ineligible", "first"),
        ("2208162517", "unknown", "second"),
    ]
    assert "small_merchant" in rows[0]["failed_rules"].split(";")


def test_a_refusal_is_said_in_korean_when_asked(installed):
    english = installed.dure("check", "missing-file.yaml", DURE_LANG="en")
    korean = installed.dure("check", "missing-file.yaml", DURE_LANG="ko")
    assert english.returncode == korean.returncode == 2
    assert any("가" <= sign <= "힣" for sign in korean.stderr)
    assert not any("가" <= sign <= "힣" for sign in english.stderr)


def test_serve_says_which_extra_is_missing(installed):
    done = installed.dure("serve")
    assert done.returncode == 2
    assert "dure[service]" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_imports_nothing_heavy(installed):
    # Half a second is the promise; what is imported decides it, and can be told on a busy machine too.
    done = installed.python(
        "import sys\n"
        "from dure.cli.main import main\n"
        "sys.argv = ['dure', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "heavy = set('duckdb sqlglot pydantic numpy django ruamel python_calamine xlsxwriter'.split())\n"
        "print('HEAVY', sorted(heavy & {name.split('.')[0] for name in sys.modules}))\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY []"
