"""The worked example of docs/algorithms/pairing.md is read from the page and run."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from tests.engine.pairing.sides import criterion

from dure.engine.pairing.pair import pair
from dure.engine.pairing.sides import Problem, Provider, Result, Seeker, Terms

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "pairing.md"
FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CRITERIA = (
    criterion("skills", 400, "skills", needed=True),
    criterion("near", 300, "region"),
    criterion("words", 200, "text"),
)


def made(result: Result) -> list[dict[str, str]]:
    return [
        {"merchant": one.seeker, "provider": one.provider, "points": str(one.points)} for one in result.pairs
    ]


def test_the_example_of_the_page_follows():
    rows = {
        name: list(csv.DictReader(io.StringIO(text)))
        for name, text in FENCE.findall(PAGE.read_text(encoding="utf-8"))
    }
    problem = Problem(
        Terms(CRITERIA, lowest_points=300),
        tuple(
            Seeker(
                row["merchant"], row["region"], skills=frozenset(row["skills"].split(";")), text=row["text"]
            )
            for row in rows["merchants"]
        ),
        tuple(
            Provider(
                row["provider"],
                int(row["capacity"]),
                row["region"],
                row["reach"],
                skills=frozenset(row["skills"].split(";")),
                text=row["text"],
            )
            for row in rows["providers"]
        ),
    )
    result = pair(problem)
    assert made(result) == rows["pairs"]
    assert [{"merchant": one.seeker, "reason": one.reason} for one in result.unmatched] == rows["unmatched"]
    first, *others = problem.providers
    ordered = replace(problem, providers=(replace(first, ranked=("B",)), *others))
    both = pair(ordered, "both_sides")
    assert made(both) == rows["both_sides"]
    assert [(one.seeker, one.reason) for one in both.unmatched] == [("A", "full"), ("D", "needs")]
