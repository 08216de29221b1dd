"""Files with one subject: short, and named by a noun or a verb."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400

# A longer file and the reason why it is one; an entry that is no longer needed is a fault too.
LONGER: dict[str, str] = {
    "src/dure/engine/verification/checker.py": "travels alone in a bundle and must be one file",
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}


def _python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_no_source_file_is_long_without_a_reason():
    longer = {
        path.relative_to(ROOT).as_posix()
        for path in _python_files("src")
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    }
    assert longer - LONGER.keys() == set()


def test_no_reason_is_kept_for_a_file_that_has_become_short():
    for name in LONGER:
        path = ROOT / name
        assert not path.exists() or len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES, name


def test_modules_are_named_by_what_they_hold():
    named = {
        path.relative_to(ROOT).as_posix()
        for path in _python_files("src", "tests", "tools", "bench")
        if {path.stem.strip("_"), *path.relative_to(ROOT).parts[:-1]} & NAMES_THAT_SAY_NOTHING
    }
    assert named == set()
