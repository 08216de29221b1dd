"""The worked example of docs/algorithms/small-cells.md is what is hidden."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from dure.engine.statistics.funnel import FunnelRow, shown

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "small-cells.md"


def table(name: str) -> list[dict[str, str]]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^```csv {name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def test_the_page_shows_what_is_shown():
    counts = [
        FunnelRow(row["group"], int(row["applied"]), int(row["accepted"]), int(row["selected"]))
        for row in table("counts")
    ]
    found = shown(counts)
    assert found.total is not None
    said = [
        [
            row.group or "total",
            *("" if n is None else str(n) for n in (row.applied, row.accepted, row.selected)),
        ]
        for row in (*found.rows, found.total)
    ]
    assert said == [list(row.values()) for row in table("shown")]
