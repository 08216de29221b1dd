"""The worked example of docs/algorithms/outcomes.md is what is estimated."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
from tests.engine.outcomes.panels import Panel

from dure.engine.outcomes.estimate import METHODS, estimate

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "outcomes.md"


def table(name: str) -> list[dict[str, str]]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^```csv {name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return list(csv.DictReader(found[1].splitlines()))


def test_the_page_shows_what_is_estimated():
    rows = table("panel")
    values = np.array([[float(row[f"period {time}"]) for time in (1, 2, 3)] for row in rows])
    moments = Panel(values, [int(row["first_treated"]) for row in rows], (1, 2, 3)).moments()
    said = [
        [
            method,
            line.term,
            f"{line.estimate:.6f}",
            f"{line.error:.6f}",
            str(line.supported),
            str(line.compared),
        ]
        for method in METHODS
        for line in estimate(moments, method).estimates
        if line.term.startswith("att:") or line.term == "simple"
    ]
    assert said == [list(row.values()) for row in table("estimates")]
