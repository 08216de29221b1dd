"""Decision records: one page a decision, numbered without gaps, each with the same four parts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "adr"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
PARTS = ["Context", "Decision", "Consequences", "What was not chosen"]


def test_the_numbers_have_no_gaps():
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_its_number_its_status_and_its_parts(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]}. ")
    assert text.split("\n")[2].startswith("**Status:** ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS


def test_the_index_lists_every_record_and_nothing_else():
    listed = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\)", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == [(path.name[:4], path.name) for path in RECORDS]


def test_every_library_of_the_base_install_has_a_record():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[^\w.-]", line)[0].lower() for line in project["dependencies"]}
    titles = " ".join(path.read_text(encoding="utf-8").split("\n")[0].lower() for path in RECORDS)
    assert {name for name in names if name not in titles} == set()
