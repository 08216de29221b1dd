"""The worked example of docs/algorithms/combining-scores.md is read from the page and run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from dure.engine.review.combining import combined, combined_items, weighted_total
from dure.engine.review.marks import read_mark
from dure.engine.selection.plan import score_text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "combining-scores.md"
FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOUND = FENCE.findall(PAGE.read_text(encoding="utf-8"))
TABLES = {name: list(csv.DictReader(io.StringIO(text), strict=True)) for name, text in FOUND}


def test_every_table_of_the_page_is_run():
    assert list(TABLES) == ["weights", "marks", "combined", "told"]


def test_the_scores_of_the_page_follow():
    weights = {row["criterion"]: int(row["weight_bp"]) for row in TABLES["weights"]}
    totals: dict[str, list[int]] = {}
    for row in TABLES["marks"]:
        total = weighted_total({name: read_mark(row[name]) for name in weights}, weights)
        assert score_text(total) == row["score"]
        totals.setdefault(row["case"], []).append(total)
    for row in TABLES["combined"]:
        scores = totals[row["case"]]
        assert score_text(combined(scores, "mean")) == row["mean"]
        assert score_text(combined(scores, "trimmed_mean")) == row["trimmed_mean"]


def test_the_marks_that_applicants_read_follow():
    weights = {row["criterion"]: int(row["weight_bp"]) for row in TABLES["weights"]}
    sheets: dict[str, list[tuple[int, dict[str, int]]]] = {}
    for row in TABLES["marks"]:
        marks = {name: read_mark(row[name]) for name in weights}
        sheets.setdefault(row["case"], []).append((weighted_total(marks, weights), marks))
    for row in TABLES["told"]:
        made = combined_items(sheets[row["case"]], row["combine"])
        assert {name: score_text(made[name]) for name in weights} == {name: row[name] for name in weights}
