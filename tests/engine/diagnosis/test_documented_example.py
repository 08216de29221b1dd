"""The worked example of docs/algorithms/diagnosis.md is read from the page and run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.engine.diagnosis.forms import opened_form

from dure.engine.diagnosis import score, ways

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "diagnosis.md"
TEXT = PAGE.read_text(encoding="utf-8")
FORM = re.search(r"^```yaml form\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SHEETS = re.search(r"^```csv sheets\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
assert FORM is not None
assert SHEETS is not None
ROWS = list(csv.DictReader(io.StringIO(SHEETS[1]), strict=True))
OPENED = opened_form(YAML(typ="safe").load(FORM[1]))
READ = {"yes": True, "no": False}


def said(low: int, high: int) -> str:
    return f"{low / 1000:.3f}" if low == high else f"{low / 1000:.3f}–{high / 1000:.3f}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["sheet"])
def test_each_sheet_of_the_page_follows(row):
    answers = {}
    for item in OPENED.items:
        text = row[item.id]
        if text:
            answers[item.id] = READ[text] if text in READ else int(text) if text.isdigit() else text
    found = score(OPENED, answers, {})
    assert [said(s.low, s.high) for s in found.sections] == [row["selling"], row["running"]]
    assert (said(found.low, found.high), found.level or "") == (row["score"], row["level"])
    assert " ".join(found.missing) == row["missing"]
    told = {True: "true", False: "false", None: "unknown"}
    for answer in ways({"online": OPENED}, {"online": found}, {}):
        assert told[answer.holds] == row[answer.way.id], answer.way.id
