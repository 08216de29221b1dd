"""Each shipped entry that is no programme on an invented example of its own, written by hand.

Evidence: who is in the group, who is compared with it, who is neither, of whom it is not known. A council:
the score of a case by its sheet. Data: which cells of a statistic are shown.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from dure.engine.entries import load_entry
from dure.engine.entries.models import Council, Data, Evidence
from dure.engine.review.combining import weighted_total
from dure.engine.review.marks import read_mark
from dure.engine.rules.binding import Occasion
from dure.engine.screening import open_rulebook
from dure.engine.selection.plan import score_text
from dure.engine.statistics.disclosure import hidden_cells
from dure.files.screening import screen_file
from dure.library import library_bytes

FOLDER = Path(__file__).parent
DAY = Occasion(date(2024, 6, 30), date(2024, 6, 30))


def _rows(entry: str) -> list[dict[str, str]]:
    with (FOLDER / f"{entry}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _verdicts(rule: str, tmp_path: Path) -> dict[str, str]:
    """Return the verdict of each row by one rule, from the real screening."""
    out = tmp_path / "out.csv"
    screen_file(
        open_rulebook([("side", rule)], DAY),
        merchants=FOLDER / "policy-evidence-2024.csv",
        out=out,
        bad_rows=None,
        problem_line=str,
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["business_no"]: row["verdict"] for row in csv.DictReader(file)}


SIDES = {
    ("eligible", "ineligible"): "group",
    ("ineligible", "eligible"): "compared_with",
    ("ineligible", "ineligible"): "neither",
}
"""On which side somebody stands by the two rules; as long as one of them is open it is not known."""


def test_who_is_compared_with_whom(tmp_path):
    entry = load_entry(library_bytes("policy-evidence-2024")).entry
    assert isinstance(entry, Evidence)
    sides = (entry.comparison.group, entry.comparison.compared_with)
    inside, beside = (_verdicts(side.rule, tmp_path) for side in sides)
    expected = {row["business_no"]: row["expected"] for row in _rows("policy-evidence-2024")}
    assert {no: SIDES.get((inside[no], beside[no]), "not_known") for no in expected} == expected
    assert set(expected.values()) == {*SIDES.values(), "not_known"}


def test_a_case_of_the_council_is_scored_by_its_sheet():
    entry = load_entry(library_bytes("retail-council-2022")).entry
    assert isinstance(entry, Council)
    assert entry.rubric is not None
    weights = {item.id: item.weight_bp for item in entry.rubric.items}
    assert weights == {"effect": 4000, "evidence": 3000, "lasting": 3000}
    for row in _rows("retail-council-2022"):
        marks = {name: read_mark(row[name]) for name in weights}
        assert score_text(weighted_total(marks, weights)) == row["score"], row["case"]


def test_which_cells_of_a_statistic_are_shown():
    entry = load_entry(library_bytes("trade-area-data-2023")).entry
    assert isinstance(entry, Data)
    rule = entry.disclosure
    assert (rule.least_businesses, rule.largest_share_bp) == (5, 5000)
    rows = _rows("trade-area-data-2023")
    for statistic in dict.fromkeys(row["statistic"] for row in rows):
        of_it = [row for row in rows if row["statistic"] == statistic]
        cells = [[int(won) for won in row["won_of_each"].split(";") if won] for row in of_it]
        hidden = hidden_cells(cells, **rule.model_dump())
        found = ["hidden" if place in hidden else "shown" for place in range(len(cells))]
        assert found == [row["expected"] for row in of_it], statistic
