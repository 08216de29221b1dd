"""The worked examples of panel-assignment.md and adjusting-scores.md are read from the pages and run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from dure.engine.review.adjusting import adjust
from dure.engine.review.combining import combined, half_up
from dure.engine.review.of_stage import read_reviews
from dure.engine.review.panel import Lack, Panel, Terms
from dure.engine.review.panel_flow import assign
from dure.engine.selection.plan import score_text
from dure.engine.verification.checker import adjusted_scores

PAGES = Path(__file__).resolve().parents[3] / "docs" / "algorithms"
FENCE = re.compile(r"^```csv (\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def tables(page: str):
    found = FENCE.findall((PAGES / page).read_text(encoding="utf-8"))
    told = {name: dict(part.split("=") for part in options.split()) for name, options, _ in found}
    return {name: list(csv.DictReader(io.StringIO(text))) for name, _, text in found}, told


def test_the_panel_of_the_page_follows_and_who_falls_out_is_replaced():
    rows, told = tables("panel-assignment.md")
    options = told["cases"]

    def pairs(name):
        return frozenset((row["case"], row["reviewer"]) for row in rows[name])

    codes = {row["case"]: row["ksic"] for row in rows["cases"]}
    knows = {row["reviewer"]: row["knows"] for row in rows["reviewers"]}
    points = {(case, who): 20 for case in codes for who in knows if codes[case].startswith(knows[who])}
    for pair in pairs("met"):
        points[pair] = points.get(pair, 0) - 10
    organisations = {row["reviewer"]: frozenset({row["organisation"]}) for row in rows["reviewers"]}

    def panel(most, people, standing):
        terms = Terms(int(options["each"]), int(options["least"]), int(most), int(options["same"]))
        return Panel(
            terms,
            tuple(codes),
            tuple(people),
            pairs("barred"),
            standing,
            organisations,
            points,
            options["seed"],
        )

    first = assign(panel(options["most"], knows, frozenset()))
    assert (frozenset(first.new), first.lacks) == (pairs("assigned"), ())
    assert sum(points.get(pair, 0) for pair in first.new) == 70
    out = told["replaced"]["without"]
    stays = frozenset(pair for pair in first.new if pair[1] != out)
    again = assign(panel(told["replaced"]["most"], [who for who in knows if who != out], stays))
    assert frozenset(again.new) == pairs("replaced")
    assert again.lacks == tuple(
        Lack(row["rule"], row["who"], int(row["lacks"]), int(row["possible"])) for row in rows["lacks"]
    )


def test_the_adjusted_scores_of_the_page_follow_twice():
    rows, _ = tables("adjusting-scores.md")
    reviews = {row["case"]: read_reviews(row["reviews"]) for row in rows["reviews"]}
    found = adjust(reviews)
    assert found.turns == 14
    made, faults = adjusted_scores([list(of) for of in reviews.values()])
    assert not faults
    for row, checked in zip(rows["reviews"], made, strict=True):
        assert score_text(combined([score for _, score in reviews[row["case"]]], "mean")) == row["mean"]
        assert score_text(found.scores[row["case"]]) == score_text(checked) == row["adjusted"]
    for row in rows["lines"]:
        line = found.lines[row["reviewer"]]
        assert f"{half_up(line.slope, 10**6) / 1000:.3f}" == row["slope"]
        assert f"{half_up(line.severity, 10**6) / 1000:.3f}" == row["severity"]
