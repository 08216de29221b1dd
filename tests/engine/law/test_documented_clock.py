"""The worked examples of docs/algorithms/objection-clock.md are what the clock says."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from dure.engine.law.deadlines import last_day

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "objection-clock.md"
FOUND = re.search(r"^```csv clock\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert FOUND is not None
ROWS = list(csv.DictReader(FOUND[1].splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[row["told"] for row in ROWS])
def test_an_example_of_the_page(row):
    assert last_day(date.fromisoformat(row["told"]), int(row["days"])) == date.fromisoformat(row["last"])


def test_the_page_has_its_examples():
    assert len(ROWS) == 9
